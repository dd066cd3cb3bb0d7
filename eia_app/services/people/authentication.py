"""Signing in: one answer for every refusal. Failures are counted in `sign_in_failures`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.text.conversions import email_address
from eia_app.storage.models.people import Person

REFUSED = (
    "That email address and password do not match, or sign-in is locked for a while after too"
    " many attempts. Try again in 15 minutes, or ask an administrator for a set-password link."
)
FICTIONAL = "@example.org"
# OWASP's parameters for argon2id: 19 MiB a sign-in, so that many at once fit a small machine.
hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def _nobodys_hash() -> str:
    """Checked for unknown people, so that the time an answer takes tells nothing."""
    return hasher.hash("a password that nobody has")


def authenticate(session: Session, email: str, password: str) -> Person | None:
    """Return the active person with this address and password; None takes as long."""
    person = session.scalar(select(Person).where(Person.email == as_stored(email)))
    is_right = _matches(person.password_hash if person else None, password)
    return person if person is not None and person.is_active and is_right else None


def welcome(session: Session, person: Person, password: str) -> Person | None:
    """Return the person who has just given their password, read anew for this session.

    None for somebody whose password was changed, or who was deactivated, since it was looked at.
    """
    theirs = select(Person).where(Person.id == person.id).with_for_update(of=Person)
    current = session.scalar(theirs, execution_options={"populate_existing": True})
    if current is None or not current.is_active or current.password_hash != person.password_hash:
        return None
    if current.password_hash and hasher.check_needs_rehash(current.password_hash):
        current.password_hash = hasher.hash(password)
        session.flush()
    return current


def as_stored(email: str) -> str:
    """An email address the way it is stored."""
    return email_address(email)


def _matches(stored: str | None, password: str) -> bool:
    """Return whether it is the password; it takes as long if there is none to compare with."""
    try:
        hasher.verify(stored or _nobodys_hash(), password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def fictional_people(session: Session, demonstration: bool) -> Sequence[Person]:
    """Return the people to choose from in a demonstration; none outside one."""
    if not demonstration:
        return []
    fictional = select(Person).where(Person.email.endswith(FICTIONAL), Person.is_active)
    return session.scalars(fictional.order_by(Person.added_at, Person.name)).all()


def sign_in_as(session: Session, person_id: UUID, *, demonstration: bool) -> Person | None:
    """Return the fictional person chosen in a demonstration; None outside one."""
    people = fictional_people(session, demonstration)
    return next((person for person in people if person.id == person_id), None)
