"""The outbox: takes what is due, one mail at a time, and remembers what became of it.

Each function is a short transaction of its caller's. Between `claim` and what follows it, nothing
is locked: the mail is on its way.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, or_, select, update
from sqlalchemy.orm import Session

from eia_app.domain.calendar import last_at
from eia_app.domain.notifications.kinds import (
    ALWAYS,
    CLAIM_LASTS,
    OF_PEOPLE,
    PARTING,
    TOO_OLD,
    WAITS,
    DeliveryFrequency,
    DigestEmail,
    NoticeKind,
    concerns,
    next_try,
)
from eia_app.services.notifications.inbox import entry_of, with_assessment
from eia_app.storage.models.assessment import Assessment
from eia_app.storage.models.notifications import Notice
from eia_app.storage.models.people import Person
from eia_app.storage.models.training import WITH_PRACTICE

MOST_TRIES = len(WAITS) + 1
LEFT = "This person may not sign in any more."
OUT_OF_SIGHT = "This person may not read the assessment any more."
SEEN = "It was read in the service before it was sent."
STALE = "It was too old when it could be sent for the first time."
NEVER_ENDED = "Sending was begun several times and never came to an end."
LONGEST_ERROR = 500  # characters of what a mail server said
Found = Row[Notice, bool]


@dataclass(frozen=True)
class FailedEmail:
    """A notice whose mail was given up."""

    kind: NoticeKind
    reference: str
    address: str
    at: datetime | None
    error: str


def claim(session: Session, *, now: datetime, hour: int) -> DigestEmail | None:
    """Take the next mail that is due, so that nobody else sends it; None when there is none.

    The day's digest of a person is one mail, and so is all that one assessment has for them at
    once. What is tried again keeps its company, and so its key. Who may not read an assessment
    any more is told nothing of it: those notices are dropped with the reason.
    """
    while (person := _next_person(session, now, hour)) is not None:
        mine = with_assessment(person).where(_due(now, hour)).order_by(Notice.id)
        found = session.execute(mine).all()
        kept = [each for each in found if _is_wanted(each[0], each[1], person, now)]
        if kept:
            return _packed(_together(kept), person, now)
        session.flush()
    return None


def sent(session: Session, parcel: DigestEmail, *, now: datetime) -> None:
    _end(session, parcel, sent_at=now, error="")


def reschedule(session: Session, parcel: DigestEmail, why: str, *, now: datetime) -> bool:
    """It was refused for now: try again later, or give up after the last time. Whether given up."""
    again = next_try(parcel.attempts, now)
    if again is None:
        mark_failed(session, parcel, why, now=now)
    else:
        _end(session, parcel, send_after=again, error=why[:LONGEST_ERROR])
    return again is None


def wait(session: Session, parcel: DigestEmail, why: str, *, now: datetime) -> None:
    """No mail can be sent at all: try later and later, and never give this one up for it."""
    tried = min(parcel.attempts, MOST_TRIES - 1)
    _end(
        session, parcel, attempts=tried, send_after=next_try(tried, now), error=why[:LONGEST_ERROR]
    )


def mark_failed(session: Session, parcel: DigestEmail, why: str, *, now: datetime) -> None:
    """It was refused for ever."""
    _end(session, parcel, dead_at=now, error=why[:LONGEST_ERROR])


def failed(session: Session) -> Sequence[FailedEmail]:
    """What was given up, the oldest first."""
    reference = func.coalesce(Assessment.reference, "")
    columns = Notice.kind, reference, Person.email, Notice.dead_at, Notice.error
    wanted = (
        select(*columns).outerjoin(Notice.assessment).join(Person, Person.id == Notice.person_id)
    )
    ordered = wanted.where(Notice.dead_at.is_not(None)).order_by(Notice.dead_at, Notice.id)
    return [FailedEmail(*row) for row in session.execute(ordered, execution_options=WITH_PRACTICE)]


def retry(session: Session, *, now: datetime) -> int:
    """Make all that was given up due again; how much it was."""
    again = update(Notice).where(Notice.dead_at.is_not(None))
    fresh = again.values(dead_at=None, attempts=0, send_after=now).returning(Notice.id)
    return len(session.scalars(fresh).all())


def _next_person(session: Session, now: datetime, hour: int) -> Person | None:
    """Somebody for whom mail is due, locked: whoever sends at the same moment passes them over."""
    waiting = select(Notice.person_id).where(_due(now, hour))
    wanted = select(Person).where(Person.id.in_(waiting)).order_by(Person.id).limit(1)
    return session.scalar(wanted.with_for_update(of=Person, skip_locked=True, key_share=True))


def _due(now: datetime, hour: int) -> ColumnElement[bool]:
    """Not sent, not given up, its time has come, and nobody is about to send it."""
    return and_(
        Notice.sent_at.is_(None),
        Notice.dead_at.is_(None),
        Notice.send_after <= now,
        or_(Notice.way != DeliveryFrequency.DAILY, Notice.at <= last_at(hour, now)),
        or_(Notice.claimed_at.is_(None), Notice.claimed_at <= now - CLAIM_LASTS),
    )


def _is_wanted(notice: Notice, is_open: bool, person: Person, now: datetime) -> bool:
    """Whether it is still to be sent. What is not is dropped here, with the reason."""
    if notice.attempts >= MOST_TRIES:
        notice.dead_at, notice.error = now, NEVER_ENDED
        return False
    if not person.is_active and notice.kind not in ALWAYS:
        notice.error = LEFT
    elif not _may_know(notice, is_open, person):
        notice.error = OUT_OF_SIGHT
    elif notice.read_at is not None:
        notice.error = SEEN
    elif not notice.message_id and notice.at < now - TOO_OLD:
        notice.error = STALE
    else:
        return True
    notice.send_after = None
    return False


def _may_know(notice: Notice, is_open: bool, person: Person) -> bool:
    """Whether this person may still be told of it."""
    if notice.kind in OF_PEOPLE:
        return concerns(notice.kind, person.roles)
    return is_open or notice.kind in PARTING


def _together(kept: Sequence[Found]) -> list[Found]:
    """Those that go into one mail with the first."""
    first: Notice = kept[0][0]
    return [each for each in kept if _company(each[0]) == _company(first)]


def _company(notice: Notice) -> object:
    """What notices of one mail have in common."""
    if notice.message_id:
        return notice.message_id
    return (
        DeliveryFrequency.DAILY if notice.way is DeliveryFrequency.DAILY else notice.assessment_id
    )


def _packed(group: Sequence[Found], person: Person, now: datetime) -> DigestEmail:
    ids = tuple(notice.id for notice, _ in group)
    key = group[0][0].message_id or hashlib.sha256(repr(ids).encode()).hexdigest()[:32]
    for notice, _ in group:
        notice.claimed_at, notice.message_id = now, key
        notice.attempts += 1
    return DigestEmail(
        key=key,
        name=person.name,
        address=person.email,
        entries=tuple(entry_of(notice, is_open) for notice, is_open in group),
        notices=ids,
        attempts=max(notice.attempts for notice, _ in group),
    )


def _end(session: Session, parcel: DigestEmail, **became: Any) -> None:
    mine = update(Notice).where(Notice.id.in_(parcel.notices))
    session.execute(mine.values(claimed_at=None, **became))
