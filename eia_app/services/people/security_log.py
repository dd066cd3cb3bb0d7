"""The security log: one line of JSON on standard error for each event, without content or secrets.

What each event means is in OPERATIONS.md, which a test holds true.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from datetime import UTC, datetime
from enum import StrEnum, auto
from typing import TYPE_CHECKING

from sqlalchemy import event

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from eia_app.storage.models.people import Person

Fact = str | int | bool | list[str] | None


class SecurityEvent(StrEnum):
    """The kinds of line in the security log, where they are in small letters."""

    SIGNED_IN = auto()
    SIGN_IN_FAILED = auto()
    SIGN_IN_LOCKED = auto()
    SIGN_IN_SHUT = auto()
    SIGNED_OUT = auto()
    SESSION_ENDED = auto()
    PASSWORD_CONFIRMED = auto()
    PASSWORD_CHANGED = auto()
    PASSWORD_LINK_MADE = auto()
    PERSON_ADDED = auto()
    ROLES_CHANGED = auto()
    ACCESS_ENDED = auto()
    ACCESS_GIVEN = auto()
    CHANGE_ASKED = auto()
    CHANGE_ANSWERED = auto()
    REFUSED = auto()
    TOO_MANY_REQUESTS = auto()
    FORM_REFUSED = auto()


def record(name: SecurityEvent, **facts: Fact) -> None:
    """Write one line. A log that cannot be written to does not fail what it tells of."""
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    line = json.dumps({"log": "security", "at": at, "event": name.value, **facts})
    with suppress(OSError, ValueError):
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()


def record_after_commit(session: Session, name: SecurityEvent, **facts: Fact) -> None:
    """Write one line once the session has saved what it tells of; none where it is undone.

    What the session knows of a request (its address) is in `session.info["request"]`.
    """
    if "unwritten" not in session.info:
        session.info["unwritten"] = []
        event.listen(session, "after_commit", _write)
        event.listen(session, "after_rollback", _forget)
    known: dict[str, Fact] = session.info.get("request", {})
    session.info["unwritten"].append((name, {**known, **facts}))


def _write(session: Session) -> None:
    for name, facts in session.info["unwritten"]:
        record(name, **facts)
    _forget(session)


def _forget(session: Session) -> None:
    session.info["unwritten"].clear()


def named(person: Person | None) -> str | None:
    """Return how the log names a person: by the address that they sign in with."""
    return person.email if person is not None else None


def roles_of(person: Person) -> list[str]:
    """Return somebody’s roles, in a fixed order."""
    return sorted(role.value for role in person.roles)
