"""The reviewers of an assessment: champions claim it, give it back or stand aside."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from eia_app.domain.errors import Denied, NotAllowed
from eia_app.domain.review.review import status_of
from eia_app.domain.roles import Role
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.predicates import conflict_of
from eia_app.domain.workflow.states import State, Transition, not_in_state
from eia_app.services.assessment.derived_columns import flush
from eia_app.services.assessment.events import record
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.review import rounds
from eia_app.storage.models.people import Person
from eia_app.storage.models.reviews import Opinion, Reviewer, Round


def claim(context: AssessmentContext, *, by: Person, now: datetime) -> None:
    """Take the review on; do nothing for a reviewer who has it already.

    Raise Denied with the conflict in words, NotAllowed when it is not in review.
    """
    if is_assigned_reviewer(context, by):
        return
    _require(Transition.CLAIM, context, by)
    row_of(context, by).claimed_at = now
    write(context, Transition.CLAIM, about=by, by=by, now=now)


def unclaim(context: AssessmentContext, *, by: Person, now: datetime) -> None:
    """Give the review back to the queue; comments and notes stay.

    Do nothing for somebody who does not have it. Raise Denied, and NotAllowed after the opinion was
    given or the review was over.
    """
    if not is_assigned_reviewer(context, by):
        return
    _require(Transition.UNCLAIM, context, by)
    if by.id in opinion_times(context, open_round(context)):
        raise NotAllowed("You gave your opinion, so you cannot give the review back.")
    row_of(context, by).claimed_at = None
    write(context, Transition.UNCLAIM, about=by, by=by, now=now)


def recuse(context: AssessmentContext, *, reason: str, by: Person, now: datetime) -> None:
    """Stand aside for good. Only the equality lead sees the reason; it is not in the history.

    Raise Denied, and NotAllowed when there is nothing to review.
    """
    if is_recused(context, by):
        return
    permissions.require(Transition.RECUSE, by, context.assessment)
    row = row_of(context, by)
    row.claimed_at, row.recused_at, row.recusal_reason = None, now, reason.strip()
    write(context, Transition.RECUSE, about=by, by=by, now=now)


def is_assigned_reviewer(context: AssessmentContext, person: Person) -> bool:
    """Return whether this person claimed the review or was assigned, and still has it."""
    status = status_of(person.id, context.assessment.reviewers)
    return status is not None and status.is_reviewing


def is_recused(context: AssessmentContext, person: Person) -> bool:
    status = status_of(person.id, context.assessment.reviewers)
    return status is not None and status.is_recused


def row_of(context: AssessmentContext, person: Person) -> Reviewer:
    """Return this person's row as a reviewer, and add one if there is none."""
    assessment = context.assessment
    row = next(
        (reviewer for reviewer in assessment.reviewers if reviewer.person_id == person.id), None
    )
    if row is None:
        row = Reviewer(person_id=person.id, person=person)
        row.recusal_reason = row.exception_reason = ""
        assessment.reviewers.append(row)
    return row


def open_round(context: AssessmentContext) -> Round:
    """Return the round that is open. Raise NotAllowed."""
    round_ = rounds.open_one(context.session, context.assessment)
    if round_ is None:
        raise NotAllowed("This round of review is closed already.")
    return round_


def opinion_times(context: AssessmentContext, round_: Round) -> dict[UUID, datetime]:
    """Return the time of each opinion given in this round, by the id of its person."""
    query = select(Opinion.person_id, Opinion.given_at).where(Opinion.round_id == round_.id)
    return {id_: at for id_, at in context.session.execute(query) if at is not None}


def write(
    context: AssessmentContext,
    action: Transition,
    *,
    about: Person,
    by: Person,
    now: datetime,
    note: str = "",
) -> None:
    """Flush a change to a reviewer, and append its event: the person it is about, and the note."""
    flush(context.session)
    text = ": ".join(filter(None, [about.name if about.id != by.id else "", note]))
    detail: dict[str, object] = {"person": str(about.id)}
    record(context.session, context.assessment, action, by=by, now=now, note=text, detail=detail)


def names(people: Iterable[Person]) -> str:
    return ", ".join(person.name for person in people)


def _require(transition: Transition, context: AssessmentContext, by: Person) -> None:
    """Raise NotAllowed by the state first, then Denied; to a champion, with their conflict."""
    assessment = context.assessment
    if Role.CHAMPION in by.roles and not permissions.is_allowed(transition, by, assessment):
        if assessment.state is not State.IN_REVIEW:
            raise not_in_state(assessment.state)
        raise Denied(conflict_of(by, assessment) or permissions.DENIED)
    permissions.require(transition, by, assessment)
