"""Sessions of signed-in people: they begin, are confirmed and end in the database.

A copied cookie is worth nothing once its session has ended here.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Update, bindparam, delete, select, update
from sqlalchemy.orm import Session, joinedload

from eia_app.domain.errors import NotFound
from eia_app.storage.models.people import Person
from eia_app.storage.models.sessions import UserSession
from eia_app.storage.models.training import WITH_PRACTICE

LONGEST = timedelta(hours=12)
FRESH = timedelta(minutes=15)  # for how long a given password holds for what matters most
SEEN_EVERY = timedelta(minutes=5)  # how exactly it is known when a session was used
REMEMBERED = timedelta(days=30)  # for how long an ended one stays in the table
BY_SECRET = (
    select(UserSession)
    .where(UserSession.secret_hash == bindparam("hash"), UserSession.ended_at.is_(None))
    .options(joinedload(UserSession.person, innerjoin=True).joinedload(Person.held))
    .execution_options(**WITH_PRACTICE)  # of a person, so that there is nothing to leave out
)


def begin(session: Session, person: Person, *, browser: str, now: datetime) -> str:
    """Begin a session of this person: return the secret that their browser is to hold."""
    session.execute(delete(UserSession).where(UserSession.began_at <= now - REMEMBERED))
    secret = secrets.token_urlsafe(32)
    begun = UserSession(
        secret_hash=_hash(secret),
        person_id=person.id,
        version=person.session_version,
        browser=browser,
        began_at=now,
        seen_at=now,
        confirmed_at=now,
    )
    session.add(begun)
    session.flush()
    return secret


def find(session: Session, secret: str, *, now: datetime) -> UserSession | None:
    """Return the session of this secret, with its person, while it holds."""
    user_session = session.scalars(BY_SECRET, {"hash": _hash(secret)}).unique().one_or_none()
    if (
        user_session is None
        or now - user_session.began_at > LONGEST
        or not user_session.person.is_active
    ):
        return None
    return user_session if user_session.version == user_session.person.session_version else None


def see(session: Session, user_session: UserSession, *, now: datetime) -> None:
    """Note that a session is used, as exactly as somebody who looks for a stranger needs it."""
    if now - user_session.seen_at >= SEEN_EVERY:
        session.execute(_change(user_session.id).values(seen_at=now))


def is_fresh(user_session: UserSession, *, now: datetime) -> bool:
    """Return whether the password was given a short while ago."""
    return now - user_session.confirmed_at < FRESH


def confirm(session: Session, user_session: UserSession, *, now: datetime) -> None:
    """Note that the password was given again."""
    user_session.confirmed_at = now
    session.flush()


def of_person(session: Session, person: Person, *, now: datetime) -> Sequence[UserSession]:
    """Return the sessions of this person that hold, the one used last first."""
    theirs = select(UserSession).where(
        UserSession.person_id == person.id,
        UserSession.version == person.session_version,
        UserSession.ended_at.is_(None),
        UserSession.began_at >= now - LONGEST,
    )
    return session.scalars(theirs.order_by(UserSession.seen_at.desc(), UserSession.id)).all()


def end(session: Session, person: Person, session_id: UUID, *, now: datetime) -> None:
    """End one session of this person. Raise NotFound for one that is not theirs."""
    theirs = _change(session_id).where(UserSession.person_id == person.id)
    if session.scalar(theirs.values(ended_at=now).returning(UserSession.id)) is None:
        raise NotFound("There is no such session.")


def end_others(session: Session, user_session: UserSession, *, now: datetime) -> None:
    """End every session of its person but this one."""
    others = update(UserSession).where(
        UserSession.person_id == user_session.person_id,
        UserSession.id != user_session.id,
        UserSession.ended_at.is_(None),
    )
    session.execute(others.values(ended_at=now))


def _change(session_id: UUID) -> Update:
    return update(UserSession).where(UserSession.id == session_id)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
