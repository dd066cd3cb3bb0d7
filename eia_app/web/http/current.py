"""The running application as views use it: its parts, and the time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import current_app

if TYPE_CHECKING:
    from eia_app.config import Settings
    from eia_app.services.reports.render_workers import RenderWorkers
    from eia_app.storage.engine import Sessions
    from eia_app.storage.forms.folder import Forms
    from eia_app.web.http.assets import Assets


@dataclass(frozen=True)
class Parts:
    """The objects that create_app makes once and every request uses."""

    settings: Settings
    forms: Forms
    sessions: Sessions
    assets: Assets
    renderers: RenderWorkers


def parts() -> Parts:
    """Return the parts of the application that answers this request."""
    parts: Parts = current_app.extensions["eia"]
    return parts


def now() -> datetime:
    """Return the moment, in UTC; the day in London comes from `domain/calendar.py`."""
    return datetime.now(UTC)
