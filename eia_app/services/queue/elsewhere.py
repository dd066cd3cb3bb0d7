"""Assessments that left the queue and wait for others: their authors, or a Head of Service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eia_app.domain.errors import Denied
from eia_app.domain.pagination import PAGE_SIZE, offset_of
from eia_app.domain.questionnaire.council import Council
from eia_app.domain.roles import Role
from eia_app.domain.workflow.publication_dates import PublicationDates
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.queue.counts import Counts, counts
from eia_app.services.queue.page import IN_ORDER, day_of
from eia_app.services.queue.rows import papers_for
from eia_app.storage.models.assessment import Assessment, Contributor
from eia_app.storage.models.events import Event
from eia_app.storage.models.people import Person

# The steps by which an assessment came to where it waits.
CAME_BY: Mapping[State, tuple[Transition, ...]] = {
    State.CHANGES_REQUESTED: (Transition.REQUEST_CHANGES, Transition.DECLINE),
    State.AWAITING_SIGN_OFF: (Transition.COMPLETE_REVIEW, Transition.SUBMIT, Transition.RESUBMIT),
}
FACTS = (
    Assessment.id, Assessment.reference, Assessment.title, Assessment.service,
    Assessment.decision_date, Person.name.label("lead"),
)  # fmt: skip


@dataclass(frozen=True)
class ElsewhereRow:
    """One assessment that waits for others: with whom, and since when."""

    facts: Any
    papers: PublicationDates
    people: Sequence[str]
    since: datetime | None


@dataclass(frozen=True)
class Elsewhere:
    """One page of what waits in one state; `counts` says how many wait in each."""

    rows: Sequence[ElsewhereRow]
    total: int
    counts: Counts


def away(
    session: Session, council: Council, person: Person, state: State, *, page: int, today: date
) -> Elsewhere:
    """Return one page of those in this state, in the order of the queue. Raise Denied."""
    if Role.EQUALITY_LEAD not in person.roles:
        raise Denied("Only the equality lead sees what waits for others.")
    known = counts(session, person.id, day_of(council, today))
    assessments = select(*FACTS).join(Person, Person.id == Assessment.lead_id)
    here = assessments.where(Assessment.state == state).order_by(*IN_ORDER)
    page_rows = session.execute(here.limit(PAGE_SIZE).offset(offset_of(page))).all()
    ids = [facts.id for facts in page_rows]
    since, helpers = _since(session, ids, CAME_BY[state]), _contributors(session, ids)
    rows = [
        ElsewhereRow(
            facts=facts,
            papers=papers_for(facts.decision_date, today, council.clear_days),
            people=[facts.lead, *helpers.get(facts.id, [])],
            since=since.get(facts.id),
        )
        for facts in page_rows
    ]
    return Elsewhere(rows, known.states[state], known)


def _since(session: Session, ids: Sequence[UUID], by: Sequence[Transition]) -> dict[UUID, datetime]:
    newest = select(func.max(Event.id)).where(Event.assessment_id.in_(ids), Event.action.in_(by))
    moments = select(Event.assessment_id, Event.at).where(
        Event.id.in_(newest.group_by(Event.assessment_id))
    )
    return dict(session.execute(moments).all())


def _contributors(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    names = select(Contributor.assessment_id, Person.name).join(
        Person, Person.id == Contributor.person_id
    )
    names_by_id: dict[UUID, list[str]] = {}
    of_these = names.where(Contributor.assessment_id.in_(ids)).order_by(Contributor.added_at)
    for id_, name in session.execute(of_these):
        names_by_id.setdefault(id_, []).append(name)
    return names_by_id
