"""The outbox: claims what is due, one mail at a time, and records what became of it.

`claim`, then `finish`, `reschedule`, `postpone` or `mark_failed`: each is a short transaction of
its caller's, and nothing is locked while the mail is on its way. A claim that lasted too long may
be another's by then; after that, only `finish` counts.
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
NoticeRow = Row[Notice, bool]  # with whether the person may read the assessment


@dataclass(frozen=True)
class FailedEmail:
    """A notice whose mail was given up."""

    kind: NoticeKind
    reference: str
    address: str
    at: datetime | None
    error: str


def claim(session: Session, *, now: datetime, hour: int) -> DigestEmail | None:
    """Return the next mail that is due, claimed so that nobody else sends it; None without any.

    The day's digest of a person is one mail, and so is all that one assessment has for them at
    once. What is tried again stays together, and so keeps its key. Who may not read an assessment
    any more is told nothing of it: those notices are dropped with the reason.
    """
    while (person := _next_person(session, now, hour)) is not None:
        due = with_assessment(person).where(_due(now, hour)).order_by(Notice.id)
        notices = session.execute(due).all()
        wanted_rows = [row for row in notices if _is_wanted(row[0], row[1], person, now)]
        if wanted_rows:
            return _claimed(_of_first_mail(wanted_rows), person, now)
        session.flush()
    return None


def finish(session: Session, mail: DigestEmail, *, now: datetime) -> None:
    """Record that a mail was sent."""
    notices = update(Notice).where(Notice.id.in_(mail.notices), Notice.sent_at.is_(None))
    values: dict[str, Any] = {"claimed_at": None, "sent_at": now, "dead_at": None, "error": ""}
    session.execute(notices.values(values))


def reschedule(session: Session, mail: DigestEmail, why: str, *, now: datetime) -> bool:
    """Have a mail tried again later, or give it up after the last time. Return whether given up."""
    again = next_try(mail.attempts, now)
    if again is None:
        mark_failed(session, mail, why, now=now)
    else:
        _release(session, mail, send_after=again, error=why[:LONGEST_ERROR])
    return again is None


def postpone(session: Session, mail: DigestEmail, why: str, *, now: datetime) -> None:
    """Have a mail tried later, as none can be sent at all: it is never given up for that."""
    attempts = min(mail.attempts, MOST_TRIES - 1)
    again = next_try(attempts, now)
    _release(session, mail, attempts=attempts, send_after=again, error=why[:LONGEST_ERROR])


def mark_failed(session: Session, mail: DigestEmail, why: str, *, now: datetime) -> None:
    """Give a mail up: it was refused for ever."""
    _release(session, mail, dead_at=now, error=why[:LONGEST_ERROR])


def failed(session: Session) -> Sequence[FailedEmail]:
    """Return what was given up, the oldest first."""
    reference = func.coalesce(Assessment.reference, "")
    columns = Notice.kind, reference, Person.email, Notice.dead_at, Notice.error
    notices = (
        select(*columns).outerjoin(Notice.assessment).join(Person, Person.id == Notice.person_id)
    )
    ordered = notices.where(Notice.dead_at.is_not(None)).order_by(Notice.dead_at, Notice.id)
    return [FailedEmail(*row) for row in session.execute(ordered, execution_options=WITH_PRACTICE)]


def retry(session: Session, *, now: datetime) -> int:
    """Make all that was given up due again; return how many notices."""
    again = update(Notice).where(Notice.dead_at.is_not(None))
    fresh = again.values(dead_at=None, attempts=0, send_after=now).returning(Notice.id)
    return len(session.scalars(fresh).all())


def _next_person(session: Session, now: datetime, hour: int) -> Person | None:
    """Return somebody for whom mail is due, locked: other senders pass them over."""
    waiting = select(Notice.person_id).where(_due(now, hour))
    people = select(Person).where(Person.id.in_(waiting)).order_by(Person.id).limit(1)
    return session.scalar(people.with_for_update(of=Person, skip_locked=True, key_share=True))


def _due(now: datetime, hour: int) -> ColumnElement[bool]:
    """Return the condition for notices to send now: neither sent nor failed, due and unclaimed."""
    return and_(
        Notice.sent_at.is_(None),
        Notice.dead_at.is_(None),
        Notice.send_after <= now,
        or_(Notice.way != DeliveryFrequency.DAILY, Notice.at <= last_at(hour, now)),
        or_(Notice.claimed_at.is_(None), Notice.claimed_at <= now - CLAIM_LASTS),
    )


def _is_wanted(notice: Notice, is_open: bool, person: Person, now: datetime) -> bool:
    """Return whether a notice is still to be sent; if not, drop it with the reason."""
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
    """Return whether this person may still be told of a notice."""
    if notice.kind in OF_PEOPLE:
        return concerns(notice.kind, person.roles)
    return is_open or notice.kind in PARTING


def _of_first_mail(rows: Sequence[NoticeRow]) -> list[NoticeRow]:
    """Return those that go into one mail with the first."""
    first: Notice = rows[0][0]
    return [row for row in rows if _mail_of(row[0]) == _mail_of(first)]


def _mail_of(notice: Notice) -> object:
    """Return what the notices of one mail have in common."""
    if notice.message_id:
        return notice.message_id
    return (
        DeliveryFrequency.DAILY if notice.way is DeliveryFrequency.DAILY else notice.assessment_id
    )


def _claimed(group: Sequence[NoticeRow], person: Person, now: datetime) -> DigestEmail:
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


def _release(session: Session, mail: DigestEmail, **values: Any) -> None:
    """End a claim with these values, unless the mail was sent or claimed anew meanwhile."""
    notices = update(Notice).where(
        Notice.id.in_(mail.notices), Notice.attempts == mail.attempts, Notice.sent_at.is_(None)
    )
    session.execute(notices.values(claimed_at=None, **values))
