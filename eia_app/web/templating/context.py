"""The context of every page's frame: the council, the person, the session's end, the assets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import g
from jinja2 import StrictUndefined, Undefined

from eia_app.domain.workflow.permissions import Permission, is_allowed
from eia_app.services.notifications import inbox
from eia_app.web.http import current
from eia_app.web.http.assets import colours_version
from eia_app.web.http.authorization import maybe_signed_in
from eia_app.web.http.database import db

if TYPE_CHECKING:
    from eia_app.storage.models.people import Person

WARN_MINUTES = 5


class Unprintable(StrictUndefined):
    """A name without a value: a template may ask for one or compare it, and nothing else.

    Jinja’s own prints nothing, so that the missing label of a new state is not seen. The
    components of GOV.UK Frontend compare with a name `undefined`, which has no value either.
    """

    __eq__ = Undefined.__eq__  # type: ignore[assignment]  # of StrictUndefined it never returns
    __ne__ = Undefined.__ne__  # type: ignore[assignment]
    __hash__ = Undefined.__hash__  # type: ignore[assignment]

    def __bool__(self) -> bool:  # type: ignore[override]  # of StrictUndefined it never returns
        return False


def layout() -> dict[str, Any]:
    parts = current.parts()
    person = maybe_signed_in()
    council = parts.forms.council
    warning = warn_seconds(parts.settings.session_minutes)
    return {
        "council": council,
        "person": person,
        "may_see_queue": person is not None and is_allowed(Permission.SEE_QUEUE, person),
        "may_manage_people": person is not None and is_allowed(Permission.MANAGE_PEOPLE, person),
        "may_oversee_people": person is not None and is_allowed(Permission.OVERSEE_PEOPLE, person),
        "unread": _unread(person),
        "held": g.get("held") is not None,
        "demonstration": parts.settings.demonstration,
        "assets": parts.assets,
        "colours_version": colours_version(council),
        "session_seconds": parts.settings.session_minutes * 60,
        "session_minutes": parts.settings.session_minutes,
        "warn_seconds": warning,
        "warn_before": _in_words(warning),
    }


def _unread(person: Person | None) -> int:
    """Return the number of new notices; 0 on an error page, which has no session."""
    return inbox.unread(db(), person) if person is not None and "session" in g else 0


def warn_seconds(session_minutes: int) -> int:
    """Return how long before the end of a session to warn: of a short one, its last third."""
    whole_minutes = min(WARN_MINUTES, session_minutes // 3)
    return whole_minutes * 60 or session_minutes * 20


def _in_words(seconds: int) -> str:
    number, unit = (seconds // 60, "minute") if seconds >= 60 else (seconds, "second")
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
