"""How the equality lead runs a review: whom to ask, until when, and who is reminded."""

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
from eia_app.domain.review.reviewer_ranking import OF_OTHERS, SAME_SERVICE, Candidate, suggested
from eia_app.domain.roles import Role
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.permissions import May
from eia_app.domain.workflow.predicates import conflict_of
from eia_app.domain.workflow.states import Action
from eia_app.services.assessment.derived_columns import flush
from eia_app.services.assessment.events import record
from eia_app.services.assessment.loading import Opened
from eia_app.services.notifications.create import tell
from eia_app.services.notifications.recipients import holders
from eia_app.services.queue.counts import HAVING, OPEN_ROUND, WAITING
from eia_app.services.review.reviewers import given, is_having, names, open_round, row_of, write
from eia_app.storage.models.people import Person
from eia_app.storage.models.reviews import Opinion, Reviewer, Round


@dataclass(frozen=True)
class Panel:
    """The reviewers of one assessment as the equality lead sees them, and whom else to ask."""

    round: Round
    having: Sequence[Reviewer]
    aside: Sequence[Reviewer]
    given: dict[UUID, datetime]
    candidates: Sequence[Candidate]
    owing: Sequence[Person]


def panel(opened: Opened) -> Panel:
    """Who reviews it, who stood aside, whose opinion is missing, whom to ask. Raises NotAllowed."""
    round_ = open_round(opened)
    reviewers = opened.assessment.reviewers
    return Panel(
        round=round_,
        having=[each for each in reviewers if each.is_reviewing],
        aside=[each for each in reviewers if each.is_recused],
        given=given(opened, round_),
        candidates=suggested(_candidates(opened)),
        owing=_owing(opened, round_),
    )


def champion_of(opened: Opened, person_id: UUID) -> Person:
    """An active champion. Raises NotFound."""
    found = opened.session.get(Person, person_id)
    if found is None or not found.is_active or Role.CHAMPION not in found.roles:
        raise NotFound("There is no such champion.")
    return found


def assign(opened: Opened, person_id: UUID, *, by: Person, now: datetime) -> None:
    """Ask a champion to review it, and tell them. Nothing happens to one who has it already.

    Raises Denied, NotFound, and NotAllowed with the conflict in words.
    """
    permissions.require(May.ASSIGN, by, opened.assessment)
    person = champion_of(opened, person_id)
    if is_having(opened, person):
        return
    clash = conflict_of(person, opened.assessment)
    if clash:
        raise NotAllowed(f"{person.name} cannot review it. Why: {_lower(OF_OTHERS[clash])}.")
    round_, row = open_round(opened), row_of(opened, person)
    row.claimed_at, row.assigned_by_id = now, by.id
    write(opened, Action.ASSIGN, of=person, by=by, now=now)
    detail = {"round": round_.number, "due": round_.due.isoformat()}
    kind, it = NoticeKind.ASSIGNED, opened.assessment
    tell(opened.session, kind, it, [person], by=by, now=now, detail=detail)


def accept(opened: Opened, person_id: UUID, *, reason: str, by: Person, now: datetime) -> None:
    """Accept a champion of the same service, and say why.

    Raises Denied, NotFound, Invalid without a reason, NotAllowed when that is not their conflict.
    """
    permissions.require(May.EXCEPT, by, opened.assessment)
    person = champion_of(opened, person_id)
    if not reason.strip():
        raise Invalid({"reason": "Enter why it is acceptable"})
    if conflict_of(person, opened.assessment) != SAME_SERVICE:
        raise NotAllowed(f"It is not their service that holds {person.name} back.")
    row = row_of(opened, person)
    row.excepted_by_id, row.exception_reason = by.id, reason.strip()
    write(opened, Action.EXCEPT, of=person, by=by, now=now, note=reason.strip())


def extend(opened: Opened, due: date, *, reason: str, by: Person, now: datetime) -> None:
    """Give the reviewers more time. Raises Denied, NotAllowed, and Invalid by field."""
    permissions.require(May.EXTEND, by, opened.assessment)
    round_ = open_round(opened)
    wrong = {}
    first = max(round_.due, local_date(now))
    if due <= first:
        wrong["due"] = f"The new date must be after {long_date(first.isoformat())}"
    if not reason.strip():
        wrong["reason"] = "Enter a reason"
    if wrong:
        raise Invalid(wrong)
    detail: dict[str, object] = {"from": round_.due.isoformat(), "to": due.isoformat()}
    round_.due = due
    flush(opened.session)
    it, note = opened.assessment, reason.strip()
    record(opened.session, it, Action.EXTEND, by=by, now=now, note=note, detail=detail)


def chase(opened: Opened, *, by: Person, now: datetime) -> None:
    """Remind everybody whose opinion is missing, once a day at most.

    Raises Denied, and NotAllowed when there is nobody to remind.
    """
    permissions.require(May.CHASE, by, opened.assessment)
    round_ = open_round(opened)
    owing = _owing(opened, round_)
    if not owing:
        raise NotAllowed("Nobody’s opinion is missing, so there is nobody to remind.")
    today = local_date(now)
    reminded = {
        each.person_id
        for each in opened.assessment.reviewers
        if each.chased_at and local_date(each.chased_at) == today
    }
    people = [person for person in owing if person.id not in reminded]
    if not people:
        raise NotAllowed("Everybody whose opinion is missing was reminded today.")
    for each in opened.assessment.reviewers:
        if each.person_id in {person.id for person in people}:
            each.chased_at = now
    flush(opened.session)
    it, kind = opened.assessment, NoticeKind.REVIEW_DUE
    told: dict[str, object] = {"people": [str(person.id) for person in people]}
    record(opened.session, it, Action.CHASE, by=by, now=now, note=names(people), detail=told)
    detail = {"due": round_.due.isoformat(), "late": round_.due < today}
    once = f"chase:{round_.id}:{today}"
    tell(opened.session, kind, it, people, by=by, now=now, once=once, detail=detail)


def _owing(opened: Opened, round_: Round) -> list[Person]:
    """Whose opinion was asked for in this round and is not in: reviewers, and colleagues."""
    it, has_given = opened.assessment, given(opened, round_)
    reviewers = [
        each.person
        for each in it.reviewers
        if each.person_id not in has_given and permissions.may(May.GIVE_OPINION, each.person, it)
    ]
    colleagues = [
        each.person
        for each in it.invitations
        if each.round_id == round_.id and each.withdrawn_at is None and each.answered_at is None
    ]
    return list({person.id: person for person in [*reviewers, *colleagues]}.values())


def _candidates(opened: Opened) -> list[Candidate]:
    """Every champion who does not have it yet."""
    loads, it = _loads(opened), opened.assessment
    return [
        Candidate(
            person_id=person.id,
            name=person.name,
            service=person.service,
            load=loads.get(person.id, 0),
            conflict=conflict_of(person, it),
            same_service=bool(it.service) and person.service.casefold() == it.service.casefold(),
        )
        for person in holders(opened.session, Role.CHAMPION)
        if not is_having(opened, person)
    ]


def _loads(opened: Opened) -> dict[UUID, int]:
    """How many opinions each champion owes, over all assessments."""
    mine = and_(Opinion.round_id == Round.id, Opinion.person_id == Reviewer.person_id)
    owed = (
        select(Reviewer.person_id, func.count())
        .join(Reviewer.assessment)
        .join(Round, OPEN_ROUND)
        .outerjoin(Opinion, mine)
        .where(WAITING, HAVING, Opinion.given_at.is_(None))
    )
    found = opened.session.execute(owed.group_by(Reviewer.person_id))
    return dict(found.all())


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]
