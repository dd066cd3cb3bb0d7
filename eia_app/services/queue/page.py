"""The review queue: what waits, in the order in which papers must be out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy.orm import Session

from eia_app.domain.questionnaire.council import Council
from eia_app.domain.workflow import permissions, publication_dates
from eia_app.domain.workflow.permissions import Permission
from eia_app.services.assessment.calendar import working_days
from eia_app.services.queue.counts import (
    OPEN_ROUND,
    SHOWN,
    WAITING,
    Counts,
    Show,
    Today,
    counts,
    has_negative,
)
from eia_app.services.queue.rows import Reader, Waiting
from eia_app.storage.forms.folder import Forms, frozen_edition
from eia_app.storage.models.assessment import Assessment, Contributor
from eia_app.storage.models.people import Person
from eia_app.storage.models.reviews import Round

PAGE_SIZE = 25
IN_ORDER = (Assessment.decision_date.asc().nulls_last(), Assessment.reference)
FACTS = (
    Assessment.id, Assessment.reference, Assessment.title, Assessment.service, Assessment.lead_id,
    Assessment.decision_date, Person.name.label("lead"), Round.id.label("round_id"),
    Round.number, Round.reasons, Round.quorum, Round.due, Round.referred_to, Round.findings,
    Contributor.person_id.label("contributing"),
)  # fmt: skip
_OWN = and_(Contributor.assessment_id == Assessment.id, Contributor.person_id == bindparam("me"))
ROWS = (
    select(*FACTS)
    .select_from(Assessment)
    .join(Round, OPEN_ROUND)
    .join(Person, Person.id == Assessment.lead_id)
    .outerjoin(Contributor, _OWN)
    .order_by(*IN_ORDER)
)


@dataclass(frozen=True)
class Wanted:
    """What somebody asks of the queue."""

    show: Show = Show.ALL
    service: str = ""
    group: str = ""
    page: int = 1


@dataclass(frozen=True)
class Queue:
    """One page of the queue; `groups` are the titles of those that can be asked for."""

    rows: Sequence[Waiting]
    total: int
    counts: Counts
    groups: Mapping[str, str]

    @property
    def pages(self) -> int:
        return -(-self.total // PAGE_SIZE)


def day_of(council: Council, today: date) -> Today:
    """A day as the filters need it."""
    return Today(today, publication_dates.last_late(working_days(), today, council.clear_days))


def waiting(
    session: Session, forms: Forms, person: Person, wanted: Wanted, *, today: date
) -> Queue:
    """One page of the queue as this person sees it. Raises Denied."""
    permissions.require(Permission.SEE_QUEUE, person)
    day = day_of(forms.council, today)
    known = counts(session, person.id, day)
    titles = _titles(session, forms, known)
    here = _here(wanted, person.id, day)
    # Their ids first: the facts are read for one page only.
    skipped = (max(wanted.page, 1) - 1) * PAGE_SIZE
    ids = here.order_by(*IN_ORDER).limit(PAGE_SIZE).offset(skipped)
    found = session.execute(ROWS.where(Assessment.id.in_(ids)), {"me": person.id}).all()
    return Queue(
        rows=Reader(person, forms.council, today, titles).rows(session, found),
        total=_total(session, wanted, known, here),
        counts=known,
        groups={group: titles[group] for group in titles if group in known.groups},
    )


def _titles(session: Session, forms: Forms, known: Counts) -> dict[str, str]:
    """What the groups are called, in the order of the editions; then the council’s own."""
    editions = [
        frozen_edition(session, id_, forms.council.review_group).edition for id_ in known.editions
    ]
    groups = [group for edition in editions for group in edition.groups]
    titles = {group.id: group.title for group in (*groups, *forms.council.groups)}
    gone = sorted(known.groups.keys() - titles.keys())  # the council had them when it was started
    return titles | {group: group.replace("_", " ").capitalize() for group in gone}


def _here(wanted: Wanted, me: UUID, today: Today) -> Select[UUID]:
    """The ids of what is asked for, on all pages."""
    found = select(Assessment.id).where(WAITING)
    if wanted.show in SHOWN:
        found = found.join(Round, OPEN_ROUND).where(SHOWN[wanted.show](me, today))
    if wanted.service:
        found = found.where(Assessment.service == wanted.service)
    if wanted.group:
        found = found.where(has_negative(wanted.group))
    return found


def _total(session: Session, wanted: Wanted, known: Counts, here: Select[UUID]) -> int:
    """How many there are on all pages; counted only where two filters meet."""
    chosen = [wanted.show is not Show.ALL, bool(wanted.service), bool(wanted.group)]
    if sum(chosen) > 1:
        return session.scalar(select(func.count()).select_from(here.subquery())) or 0
    if wanted.service:
        return known.services.get(wanted.service, 0)
    return known.groups.get(wanted.group, 0) if wanted.group else known.shown[wanted.show]
