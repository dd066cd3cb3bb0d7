"""Equality Impact Assessments for councils: from a blank page to a signed-off PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eia_app.config import Settings
    from eia_app.web.http.app_class import Service


def create_app(settings: Settings) -> Service:
    """Return the web application with these settings: see eia_app.application."""
    from eia_app import application  # noqa: PLC0415 - who imports a rule need not load the web

    return application.create_app(settings)
