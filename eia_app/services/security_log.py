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

if TYPE_CHECKING:
    from eia_app.storage.people import Person

Fact = str | int | bool | list[str] | None


class SecurityEvent(StrEnum):
    """What happened. In the log it is in small letters."""

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
    REFUSED = auto()
    TOO_MANY_REQUESTS = auto()
    FORM_REFUSED = auto()


def record(event: SecurityEvent, **facts: Fact) -> None:
    """Write one line. A log that cannot be written to does not fail what it tells of."""
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    line = json.dumps({"log": "security", "at": at, "event": event.value, **facts})
    with suppress(OSError, ValueError):
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()


def named(person: Person | None) -> str | None:
    """Return how the log names a person: by the address that they sign in with."""
    return person.email if person is not None else None


def roles_of(person: Person) -> list[str]:
    """Return somebody’s roles, in a fixed order."""
    return sorted(role.value for role in person.roles)
