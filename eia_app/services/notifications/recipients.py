"""The people who are told of each step of the workflow: one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.notifications.kinds import NoticeKind as Kind
from eia_app.domain.review.review import Outcome
from eia_app.domain.roles import Role
from eia_app.domain.workflow.predicates import is_independent
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.notifications.create import notify
from eia_app.storage.models.assessment import Assessment, SignOff
from eia_app.storage.models.people import HeldRole, Person

Chosen = Callable[[Session, Assessment], Sequence[Person]]


def holders(session: Session, role: Role) -> Sequence[Person]:
    """Return the active people who hold a role, by name."""
    held = select(HeldRole.person_id).where(HeldRole.role == role)
    people = select(Person).where(Person.id.in_(held), Person.is_active)
    return session.scalars(people.order_by(Person.name, Person.email)).all()


def authors(_: Session, assessment: Assessment) -> Sequence[Person]:
    """Return the lead and the contributors."""
    return [assessment.lead, *(contributor.person for contributor in assessment.contributors)]


def reviewers(_: Session, assessment: Assessment) -> Sequence[Person]:
    """Return the champions who are reviewing it."""
    return [reviewer.person for reviewer in assessment.reviewers if reviewer.is_reviewing]


def queue(session: Session, assessment: Assessment) -> Sequence[Person]:
    """Return the champions who may claim it, and the equality lead, who looks after the queue."""
    having = {person.id for person in reviewers(session, assessment)}
    free = [
        champion
        for champion in holders(session, Role.CHAMPION)
        if is_independent(champion, assessment)
    ]
    everyone = [*free, *holders(session, Role.EQUALITY_LEAD)]
    return [person for person in everyone if person.id not in having]


def signatories(session: Session, assessment: Assessment) -> Sequence[Person]:
    """Return the heads of its service, or all heads of service if it has none of its own."""
    able = [
        head for head in holders(session, Role.HEAD_OF_SERVICE) if head.id != assessment.lead_id
    ]
    same = [head for head in able if head.service.casefold() == assessment.service.casefold()]
    return same if assessment.service and same else able


def signer(session: Session, assessment: Assessment) -> Sequence[Person]:
    """Return the person who signed the version before this one."""
    before = SignOff.assessment_id == assessment.id, SignOff.version == assessment.version - 1
    signers = select(Person).join(SignOff, SignOff.by_id == Person.id).where(*before)
    return session.scalars(signers).all()


# What is told when an assessment comes to a state, by whatever step …
ARRIVED: Mapping[State, tuple[tuple[Kind, Chosen], ...]] = {
    State.IN_REVIEW: ((Kind.REPLIES_READY, reviewers), (Kind.REVIEW_WAITING, queue)),
    State.AWAITING_SIGN_OFF: ((Kind.SIGN_OFF_WAITING, signatories),),
}
# … and when a step was taken, wherever it led.
TAKEN: Mapping[Transition, tuple[tuple[Kind, Chosen], ...]] = {
    Transition.REQUEST_CHANGES: ((Kind.CHANGES_REQUESTED, authors), (Kind.ROUND_CLOSED, reviewers)),
    Transition.COMPLETE_REVIEW: ((Kind.ROUND_CLOSED, authors), (Kind.ROUND_CLOSED, reviewers)),
    Transition.DECLINE: ((Kind.DECLINED, authors),),
    Transition.SIGN_OFF: ((Kind.SIGNED_OFF, authors),),
    Transition.RECORD_DECISION: ((Kind.DECIDED, authors), (Kind.DECIDED, reviewers)),
    Transition.REOPEN: ((Kind.REOPENED, reviewers), (Kind.REOPENED, signer)),
    Transition.WITHDRAW: ((Kind.WITHDRAWN, reviewers),),
}

# How a round ended, where the step does not say it otherwise.
ENDED: Mapping[Transition, Outcome] = {
    Transition.REQUEST_CHANGES: Outcome.CHANGES_NEEDED,
    Transition.COMPLETE_REVIEW: Outcome.AGREED,
}


def of_step(
    session: Session,
    assessment: Assessment,
    action: Transition,
    *,
    by: Person,
    now: datetime,
    detail: Mapping[str, Any],
) -> None:
    """Tell the people concerned of a step that was just taken, once each."""
    concerned: dict[Kind, dict[Any, Person]] = {}
    for kind, chosen in (*TAKEN.get(action, ()), *ARRIVED.get(assessment.state, ())):
        people_by_id = concerned.setdefault(kind, {})
        people_by_id.update({person.id: person for person in chosen(session, assessment)})
    notice_detail: dict[str, Any] = {"outcome": ENDED[action].value} if action in ENDED else {}
    notice_detail |= {name: detail[name] for name in ("round", "outcome") if name in detail}
    for kind, people in concerned.items():
        notify(session, kind, assessment, people.values(), by=by, now=now, detail=notice_detail)
