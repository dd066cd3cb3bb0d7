"""The notices of one person as they read them: newest first, the unread before the read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import cast
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    Uuid,
    bindparam,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session, contains_eager

from eia_app.domain.errors import NotFound
from eia_app.domain.notifications.kinds import (
    ALWAYS,
    DEFAULT_FREQUENCY,
    OF_PEOPLE,
    PARTING,
    DeliveryFrequency,
    DigestEntry,
    NoticeKind,
    concerns,
)
from eia_app.domain.pagination import PAGE_SIZE, offset_of
from eia_app.domain.roles import Role
from eia_app.services.assessment.register import visible_to
from eia_app.storage.models.assessment import Assessment
from eia_app.storage.models.notifications import Notice, NoticeChoice
from eia_app.storage.models.people import Person
from eia_app.storage.models.training import WITH_PRACTICE

# What is about a person has no assessment: so practice is left out here, and not by itself.
_ITS_ASSESSMENT = contains_eager(Notice.assessment).lazyload(Assessment.lead)
_OF_NONE_OR_REAL = or_(Notice.assessment_id.is_(None), Assessment.practice.is_(False))
COUNT = (
    select(func.count())
    .select_from(Notice)
    .outerjoin(Notice.assessment)
    .where(_OF_NONE_OR_REAL)
    .execution_options(**WITH_PRACTICE)
)


@dataclass(frozen=True)
class InboxItem:
    """One notice of a person."""

    id: int
    entry: DigestEntry
    at: datetime
    is_read: bool


def listing(session: Session, person: Person, page: int = 1) -> tuple[list[InboxItem], int]:
    """Return one page of the notices that this person may still read; and the total."""
    total = session.scalar(COUNT.where(*_for(person))) or 0
    order = Notice.read_at.is_not(None), Notice.id.desc()
    notices = with_assessment(person).where(*_for(person)).order_by(*order)
    rows = session.execute(notices.limit(PAGE_SIZE).offset(offset_of(page))).all()
    items = [
        InboxItem(notice.id, entry_of(notice, is_open), notice.at, notice.read_at is not None)
        for notice, is_open in rows
    ]
    return items, total


def with_assessment(person: Person) -> Select[Notice, bool]:
    """This person's notices, each with whether they may read its assessment now."""
    is_open = visible_to(person).label("is_open")
    joined = select(Notice, is_open).outerjoin(Notice.assessment).where(_OF_NONE_OR_REAL)
    joined = joined.execution_options(**WITH_PRACTICE)
    return joined.where(Notice.person_id == person.id).options(_ITS_ASSESSMENT)


def entry_of(notice: Notice, is_open: bool) -> DigestEntry:
    """Return what a notice says: only the reference if its assessment may not be read."""
    assessment = notice.assessment
    if assessment is None:
        own = notice.kind is NoticeKind.ACCOUNT_CHANGED
        name = "" if own else str(notice.detail.get("whom", ""))
        return DigestEntry(notice.kind, name, detail=notice.detail)
    if not is_open:
        return DigestEntry(notice.kind, assessment.reference)
    return DigestEntry(
        notice.kind, assessment.reference, assessment.title, assessment.id, notice.detail
    )


def unread(session: Session, person: Person) -> int:
    """Return the number of unread notices. Every page asks this."""
    return session.scalar(_count_unread(person.roles), {"person": person.id}) or 0


@dataclass(frozen=True)
class _AnyReader:
    """A person with these roles, for a statement that is put together once."""

    roles: frozenset[Role]
    id: BindParameter[UUID] = field(default_factory=lambda: bindparam("person", type_=Uuid()))
    is_active: bool = True


@cache
def _count_unread(roles: frozenset[Role]) -> Select[int]:
    anybody = cast(Person, _AnyReader(roles))
    return COUNT.where(*_for(anybody), Notice.read_at.is_(None))


def mark_read(session: Session, person: Person, id_: int, *, now: datetime) -> DigestEntry:
    """Mark one notice as read. Raise NotFound for a notice of somebody else."""
    notices = with_assessment(person).where(*_for(person), Notice.id == id_)
    row = session.execute(notices).one_or_none()
    if row is None:
        raise NotFound("There is no such notice.")
    notice, is_open = row
    notice.read_at = notice.read_at or now
    session.flush()
    return entry_of(notice, is_open)


def mark_all_read(session: Session, person: Person, *, newest: int, now: datetime) -> None:
    """Mark as read what there was when a page was drawn: `newest` is the newest on it."""
    unread = Notice.person_id == person.id, Notice.read_at.is_(None), Notice.id <= newest
    session.execute(update(Notice).where(*unread).values(read_at=now))


def choices(session: Session, person: Person) -> dict[NoticeKind, DeliveryFrequency]:
    """Return how this person is told of each kind of thing that can concern them."""
    chosen = session.scalars(select(NoticeChoice).where(NoticeChoice.person_id == person.id))
    ways = {**DEFAULT_FREQUENCY, **{choice.kind: choice.way for choice in chosen}}
    offered = (kind for kind in NoticeKind if kind not in ALWAYS)
    return {kind: ways[kind] for kind in offered if concerns(kind, person.roles)}


def choose(session: Session, person: Person, ways: Mapping[NoticeKind, DeliveryFrequency]) -> None:
    """Set how this person is told from now on; what waits to be sent is sent as it was."""
    stored = session.scalars(select(NoticeChoice).where(NoticeChoice.person_id == person.id))
    before = {choice.kind: choice for choice in stored}
    for kind, way in ways.items():
        if kind in before:
            before[kind].way = way
        elif way is not DEFAULT_FREQUENCY[kind]:
            session.add(NoticeChoice(person_id=person.id, kind=kind, way=way))
    session.flush()


def _for(person: Person) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for the notices of a person, without those about an assessment that
    they may not read or a role that they do not hold.
    """
    known = PARTING | {kind for kind in OF_PEOPLE if concerns(kind, person.roles)}
    may_know = or_(Notice.kind.in_(sorted(known)), visible_to(person))
    return Notice.person_id == person.id, may_know
