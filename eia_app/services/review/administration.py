"""The equality lead's administration of a review: reviewers, due date and reminders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, func, select

from eia_app.domain.calendar import local_date
from eia_app.domain.errors import Invalid, NotAllowed, NotFound
from eia_app.domain.notifications.kinds import NoticeKind
from eia_app.domain.questionnaire.choices import long_date
from eia_app.domain.review.reviewer_ranking import (
    OF_OTHERS,
    SAME_SERVICE,
    Candidate,
    rank_candidates,
)
from eia_app.domain.roles import Role
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.predicates import conflict_of
from eia_app.domain.workflow.states import Transition
from eia_app.services.assessment.derived_columns import flush
from eia_app.services.assessment.events import record
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.notifications.create import notify
from eia_app.services.notifications.recipients import holders
from eia_app.services.queue.counts import HAVING, OPEN_ROUND, WAITING
from eia_app.services.review.reviewers import (
    is_assigned_reviewer,
    names,
    open_round,
    opinion_times,
    row_of,
    write,
)
from eia_app.storage.models.people import Person
from eia_app.storage.models.reviews import Opinion, Reviewer, Round


@dataclass(frozen=True)
class AdministrationView:
    """The reviewers of one assessment, and the other champions who could be asked."""

    round: Round
    having: Sequence[Reviewer]
    aside: Sequence[Reviewer]
    given: dict[UUID, datetime]
    candidates: Sequence[Candidate]
    owing: Sequence[Person]


def load_administration(context: AssessmentContext) -> AdministrationView:
    """Return the reviewers, the recused, the people who owe an opinion, and the candidates.

    Raise NotAllowed if no round is open.
    """
    round_ = open_round(context)
    reviewers = context.assessment.reviewers
    return AdministrationView(
        round=round_,
        having=[reviewer for reviewer in reviewers if reviewer.is_reviewing],
        aside=[reviewer for reviewer in reviewers if reviewer.is_recused],
        given=opinion_times(context, round_),
        candidates=rank_candidates(_candidates(context)),
        owing=_people_owing_opinions(context, round_),
    )


def champion_of(context: AssessmentContext, person_id: UUID) -> Person:
    """Return an active champion. Raise NotFound."""
    person = context.session.get(Person, person_id)
    if person is None or not person.is_active or Role.CHAMPION not in person.roles:
        raise NotFound("There is no such champion.")
    return person


def assign(context: AssessmentContext, person_id: UUID, *, by: Person, now: datetime) -> None:
    """Ask a champion to review, and notify them; do nothing for one who is assigned already.

    Raise Denied, NotFound, or NotAllowed with the conflict in words.
    """
    permissions.require(Transition.ASSIGN, by, context.assessment)
    person = champion_of(context, person_id)
    if is_assigned_reviewer(context, person):
        return
    clash = conflict_of(person, context.assessment)
    if clash:
        raise NotAllowed(f"{person.name} cannot review it. Why: {_lower(OF_OTHERS[clash])}.")
    round_, row = open_round(context), row_of(context, person)
    row.claimed_at, row.assigned_by_id = now, by.id
    write(context, Transition.ASSIGN, about=person, by=by, now=now)
    detail = {"round": round_.number, "due": round_.due.isoformat()}
    kind, assessment = NoticeKind.ASSIGNED, context.assessment
    notify(context.session, kind, assessment, [person], by=by, now=now, detail=detail)


def accept_conflict(
    context: AssessmentContext, person_id: UUID, *, reason: str, by: Person, now: datetime
) -> None:
    """Accept a champion of the same service, and say why.

    Raise Denied, NotFound, Invalid without a reason, NotAllowed when that is not their conflict.
    """
    permissions.require(Transition.EXCEPT, by, context.assessment)
    person = champion_of(context, person_id)
    if not reason.strip():
        raise Invalid({"reason": "Enter why it is acceptable"})
    if conflict_of(person, context.assessment) != SAME_SERVICE:
        raise NotAllowed(f"It is not their service that holds {person.name} back.")
    row = row_of(context, person)
    row.excepted_by_id, row.exception_reason = by.id, reason.strip()
    write(context, Transition.EXCEPT, about=person, by=by, now=now, note=reason.strip())


def extend(
    context: AssessmentContext, due: date, *, reason: str, by: Person, now: datetime
) -> None:
    """Give the reviewers more time. Raise Denied, NotAllowed, and Invalid by field."""
    permissions.require(Transition.EXTEND, by, context.assessment)
    round_ = open_round(context)
    errors = {}
    first = max(round_.due, local_date(now))
    if due <= first:
        errors["due"] = f"The new date must be after {long_date(first.isoformat())}"
    if not reason.strip():
        errors["reason"] = "Enter a reason"
    if errors:
        raise Invalid(errors)
    detail: dict[str, object] = {"from": round_.due.isoformat(), "to": due.isoformat()}
    round_.due = due
    flush(context.session)
    assessment, note = context.assessment, reason.strip()
    record(context.session, assessment, Transition.EXTEND, by=by, now=now, note=note, detail=detail)


def remind(context: AssessmentContext, *, by: Person, now: datetime) -> None:
    """Remind everybody whose opinion is missing, once a day at most.

    Raise Denied, and NotAllowed when there is nobody to remind.
    """
    permissions.require(Transition.CHASE, by, context.assessment)
    round_ = open_round(context)
    owing = _people_owing_opinions(context, round_)
    if not owing:
        raise NotAllowed("Nobody’s opinion is missing, so there is nobody to remind.")
    today = local_date(now)
    reminded = {
        reviewer.person_id
        for reviewer in context.assessment.reviewers
        if reviewer.chased_at and local_date(reviewer.chased_at) == today
    }
    people = [person for person in owing if person.id not in reminded]
    if not people:
        raise NotAllowed("Everybody whose opinion is missing was reminded today.")
    for reviewer in context.assessment.reviewers:
        if reviewer.person_id in {person.id for person in people}:
            reviewer.chased_at = now
    flush(context.session)
    assessment, kind = context.assessment, NoticeKind.REVIEW_DUE
    reminded_ids: dict[str, object] = {"people": [str(person.id) for person in people]}
    record(
        context.session,
        assessment,
        Transition.CHASE,
        by=by,
        now=now,
        note=names(people),
        detail=reminded_ids,
    )
    detail = {"due": round_.due.isoformat(), "late": round_.due < today}
    once = f"chase:{round_.id}:{today}"
    notify(context.session, kind, assessment, people, by=by, now=now, once=once, detail=detail)


def _people_owing_opinions(context: AssessmentContext, round_: Round) -> list[Person]:
    """Return the people who were asked for an opinion in this round and have not given it."""
    assessment, has_given = context.assessment, opinion_times(context, round_)
    reviewers = [
        reviewer.person
        for reviewer in assessment.reviewers
        if reviewer.person_id not in has_given
        and permissions.is_allowed(Transition.GIVE_OPINION, reviewer.person, assessment)
    ]
    colleagues = [
        invitation.person
        for invitation in assessment.invitations
        if invitation.round_id == round_.id
        and invitation.withdrawn_at is None
        and invitation.answered_at is None
    ]
    return list({person.id: person for person in [*reviewers, *colleagues]}.values())


def _candidates(context: AssessmentContext) -> list[Candidate]:
    """Return every champion who is not assigned yet."""
    loads, assessment = _opinions_owed(context), context.assessment
    return [
        Candidate(
            person_id=person.id,
            name=person.name,
            service=person.service,
            load=loads.get(person.id, 0),
            conflict=conflict_of(person, assessment),
            same_service=bool(assessment.service)
            and person.service.casefold() == assessment.service.casefold(),
        )
        for person in holders(context.session, Role.CHAMPION)
        if not is_assigned_reviewer(context, person)
    ]


def _opinions_owed(context: AssessmentContext) -> dict[UUID, int]:
    """Return how many opinions each champion owes, over all assessments."""
    own_opinion = and_(Opinion.round_id == Round.id, Opinion.person_id == Reviewer.person_id)
    owed = (
        select(Reviewer.person_id, func.count())
        .join(Reviewer.assessment)
        .join(Round, OPEN_ROUND)
        .outerjoin(Opinion, own_opinion)
        .where(WAITING, HAVING, Opinion.given_at.is_(None))
    )
    rows = context.session.execute(owed.group_by(Reviewer.person_id))
    return dict(rows.all())


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]
