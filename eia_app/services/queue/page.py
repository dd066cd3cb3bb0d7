"""The review queue: what waits, in the order in which papers must be out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy.orm import Session

from eia_app.domain.pagination import PAGE_SIZE, offset_of
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
    """The filters and the page of the queue that a person asks for."""

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


def day_of(council: Council, today: date) -> Today:
    """A day as the filters need it."""
    return Today(
        today, publication_dates.last_late_decision(working_days(), today, council.clear_days)
    )


def waiting(session: Session, forms: Forms, person: Person, query: Wanted, *, today: date) -> Queue:
    """Return one page of the queue as this person sees it. Raise Denied."""
    permissions.require(Permission.SEE_QUEUE, person)
    day = day_of(forms.council, today)
    known = counts(session, person.id, day)
    titles = _titles(session, forms, known)
    here = _here(query, person.id, day)
    # Their ids first: the facts are read for one page only.
    ids = here.order_by(*IN_ORDER).limit(PAGE_SIZE).offset(offset_of(query.page))
    page_rows = session.execute(ROWS.where(Assessment.id.in_(ids)), {"me": person.id}).all()
    return Queue(
        rows=Reader(person, forms.council, today, titles).rows(session, page_rows),
        total=_total(session, query, known, here),
        counts=known,
        groups={group: titles[group] for group in titles if group in known.groups},
    )


def _titles(session: Session, forms: Forms, known: Counts) -> dict[str, str]:
    """Return the titles of the groups in the order of the editions; then the council’s own."""
    editions = [
        frozen_edition(session, id_, forms.council.review_group).edition for id_ in known.editions
    ]
    groups = [group for edition in editions for group in edition.groups]
    titles = {group.id: group.title for group in (*groups, *forms.council.groups)}
    gone = sorted(known.groups.keys() - titles.keys())  # the council had them when it was started
    return titles | {group: group.replace("_", " ").capitalize() for group in gone}


def _here(query: Wanted, me: UUID, today: Today) -> Select[UUID]:
    """Return the statement for the ids that the filters leave, on all pages."""
    ids = select(Assessment.id).where(WAITING)
    if query.show in SHOWN:
        ids = ids.join(Round, OPEN_ROUND).where(SHOWN[query.show](me, today))
    if query.service:
        ids = ids.where(Assessment.service == query.service)
    if query.group:
        ids = ids.where(has_negative(query.group))
    return ids


def _total(session: Session, query: Wanted, known: Counts, here: Select[UUID]) -> int:
    """Return the number on all pages; counted only where two filters meet."""
    chosen = [query.show is not Show.ALL, bool(query.service), bool(query.group)]
    if sum(chosen) > 1:
        return session.scalar(select(func.count()).select_from(here.subquery())) or 0
    if query.service:
        return known.services.get(query.service, 0)
    return known.groups.get(query.group, 0) if query.group else known.shown[query.show]
