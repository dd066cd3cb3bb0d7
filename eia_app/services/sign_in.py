"""Signing in: one answer for every refusal, a lock after repeated failures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload

from eia_app.domain.conversions import email_address
from eia_app.storage.people import Person

REFUSED = (
    "That email address and password do not match, or sign-in is locked for a while after too"
    " many attempts. Try again in 15 minutes, or ask an administrator for a set-password link."
)
FAILURES_BEFORE_LOCK = 5
FIRST_LOCK = timedelta(minutes=15)
MOST_DOUBLINGS = 4  # 15 minutes, 30, an hour, two, four
FICTIONAL = "@example.org"
BY_ID = select(Person).where(Person.id == bindparam("id")).options(joinedload(Person.held))
# OWASP's parameters for argon2id: 19 MiB a sign-in, so that many at once fit a small machine.
hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def _nobodys_hash() -> str:
    """Checked for unknown people, so that the time an answer takes tells nothing."""
    return hasher.hash("a password that nobody has")


def sign_in(session: Session, email: str, password: str, *, now: datetime) -> Person | None:
    """The person, or None for every kind of refusal (say REFUSED).

    Failures are counted in the same session, so the caller commits either way.
    """
    person = _find_and_lock(session, email)
    is_right = _matches(person.password_hash if person else None, password)
    if person is None or not person.is_active:
        return None
    if person.locked_until is not None and person.locked_until > now:
        return None
    if not is_right:
        _count_failure(person, now)
        session.flush()
        return None
    person.failed_sign_ins, person.locked_until = 0, None
    if person.password_hash and hasher.check_needs_rehash(person.password_hash):
        person.password_hash = hasher.hash(password)
    session.flush()
    return person


def as_stored(email: str) -> str:
    """An email address the way it is stored."""
    return email_address(email)


def _find_and_lock(session: Session, email: str) -> Person | None:
    """Whose address this is; guesses at the same moment wait, so that each is counted."""
    theirs = select(Person).where(Person.email == as_stored(email)).with_for_update(of=Person)
    return session.scalar(theirs, execution_options={"populate_existing": True})


def _matches(stored: str | None, password: str) -> bool:
    """Whether it is the password; it takes as long where there is none to compare with."""
    try:
        hasher.verify(stored or _nobodys_hash(), password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def _count_failure(person: Person, now: datetime) -> None:
    """Lock after five failures in a row; each further five doubles the lock."""
    person.failed_sign_ins += 1
    locks, rest = divmod(person.failed_sign_ins, FAILURES_BEFORE_LOCK)
    if rest == 0:
        person.locked_until = now + FIRST_LOCK * 2 ** min(locks - 1, MOST_DOUBLINGS)


def person_of_session(session: Session, person_id: UUID, version: int) -> Person | None:
    """Whose session this is, unless they were deactivated or their sessions were ended."""
    person = session.scalars(BY_ID, {"id": person_id}).unique().one_or_none()
    if person is None or not person.is_active or person.session_version != version:
        return None
    return person


def fictional_people(session: Session, demonstration: bool) -> Sequence[Person]:
    """Whom one may be in a demonstration; nobody outside one."""
    if not demonstration:
        return []
    fictional = select(Person).where(Person.email.endswith(FICTIONAL), Person.is_active)
    return session.scalars(fictional.order_by(Person.added_at, Person.name)).all()


def sign_in_as(session: Session, person_id: UUID, *, demonstration: bool) -> Person | None:
    """The fictional person chosen in a demonstration; nobody outside one."""
    people = fictional_people(session, demonstration)
    return next((person for person in people if person.id == person_id), None)
