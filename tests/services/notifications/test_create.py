"""Who is told of what: each once, as they chose, in the transaction of what happened."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.errors import NotReady
from eia_app.domain.journey.routing import Route
from eia_app.domain.notifications.kinds import DeliveryFrequency
from eia_app.domain.notifications.kinds import NoticeKind as Kind
from eia_app.domain.roles import Role
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.notifications import inbox
from eia_app.services.notifications.create import notify
from eia_app.services.workflow.contributors import add_contributor
from eia_app.services.workflow.transitions import TransitionRequest, apply_transition
from eia_app.storage.models.assessment import Contributor
from eia_app.storage.models.notifications import Notice
from eia_app.storage.models.people import Person
from eia_app.storage.models.reviews import Reviewer
from tests.factories import NOW, Makers, add_person


def notices(session: Session) -> Sequence[Notice]:
    return session.scalars(select(Notice).order_by(Notice.id)).all()


def told(session: Session, *kinds: Kind) -> list[tuple[str, Kind]]:
    """Whom we told what: of these kinds, or of all."""
    wanted = select(Person.name, Notice.kind).join(Notice, Notice.person_id == Person.id)
    found = session.execute(wanted.order_by(Person.name, Notice.id)).all()
    return [(name, kind) for name, kind in found if not kinds or kind in kinds]


def forget(session: Session) -> None:
    for notice in notices(session):
        session.delete(notice)
    session.flush()


@pytest.fixture
def champions(session: Session) -> list[Person]:
    return [add_person(session, f"Champion {n}", Role.CHAMPION) for n in ("One", "Two")]


def review(session: Session, context: AssessmentContext, person: Person) -> None:
    context.assessment.reviewers.append(
        Reviewer(person_id=person.id, person=person, claimed_at=NOW)
    )
    session.flush()


# tell


def test_somebody_is_told_in_the_usual_way_and_nothing_is_sent_by_mail_that_they_did_not_want(
    session: Session, make_assessment: Makers, lead: Person, equality_lead: Person
) -> None:
    it = make_assessment(blank=True).assessment
    inbox.choose(
        session,
        lead,
        {Kind.DECIDED: DeliveryFrequency.NEVER, Kind.SIGNED_OFF: DeliveryFrequency.DAILY},
    )
    for kind in (Kind.DECLINED, Kind.SIGNED_OFF, Kind.DECIDED):
        notify(session, kind, it, [lead], by=equality_lead, now=NOW)
    assert [(each.kind, each.way, each.send_after) for each in notices(session)] == [
        (Kind.DECLINED, DeliveryFrequency.AT_ONCE, NOW),
        (Kind.SIGNED_OFF, DeliveryFrequency.DAILY, NOW),
        (Kind.DECIDED, DeliveryFrequency.NEVER, None),
    ]
    assert {each.detail["by"] for each in notices(session)} == {equality_lead.name}


def test_neither_who_did_it_nor_who_left_is_told_and_nobody_twice(
    session: Session, make_assessment: Makers, lead: Person, champion: Person
) -> None:
    gone = add_person(session, "Gone", active=False)
    it = make_assessment(blank=True).assessment
    notify(session, Kind.DECIDED, it, [lead, champion, gone, champion], by=lead, now=NOW)
    assert told(session) == [(champion.name, Kind.DECIDED)]


def test_what_has_a_name_is_told_to_each_person_a_single_time(
    session: Session, make_assessment: Makers, lead: Person, champion: Person
) -> None:
    it = make_assessment(blank=True).assessment
    notify(session, Kind.REVIEW_DUE, it, [champion], by=None, now=NOW, once="due:1")
    notify(session, Kind.REVIEW_DUE, it, [champion, lead], by=None, now=NOW, once="due:1")
    assert told(session) == [(champion.name, Kind.REVIEW_DUE), (lead.name, Kind.REVIEW_DUE)]


# of each step


def test_a_major_assessment_is_told_to_independent_champions_and_the_equality_lead(
    session: Session, make_assessment: Makers, champions: list[Person], equality_lead: Person
) -> None:
    context = make_assessment(State.DRAFT, route=Route.MAJOR)
    same_service = add_person(session, "Same Service", Role.CHAMPION)
    same_service.service = context.assessment.service
    make_assessment.step(context, Transition.SUBMIT)
    expected = [*(each.name for each in champions), equality_lead.name]
    assert told(session) == [(name, Kind.REVIEW_WAITING) for name in sorted(expected)]


def test_who_reviewed_it_is_told_that_it_came_back(
    session: Session, make_assessment: Makers, champions: list[Person], equality_lead: Person
) -> None:
    context = make_assessment(State.IN_REVIEW)
    review(session, context, champions[0])
    make_assessment.step(context, Transition.REQUEST_CHANGES)
    forget(session)
    make_assessment.step(context, Transition.RESUBMIT)
    assert told(session) == [
        (champions[0].name, Kind.REPLIES_READY),
        (champions[1].name, Kind.REVIEW_WAITING),
        (equality_lead.name, Kind.REVIEW_WAITING),
    ]


def test_changes_are_told_to_who_works_on_it_and_the_end_of_the_round_to_its_reviewers(
    session: Session,
    make_assessment: Makers,
    champions: list[Person],
    lead: Person,
    contributor: Person,
) -> None:
    context = make_assessment(State.DRAFT, route=Route.MAJOR)
    add_contributor(context, email=contributor.email, expertise="", by=lead, now=NOW)
    make_assessment.step(context, Transition.SUBMIT)
    review(session, context, champions[1])
    forget(session)
    make_assessment.step(context, Transition.REQUEST_CHANGES)
    assert told(session) == [
        (champions[1].name, Kind.ROUND_CLOSED),
        (contributor.name, Kind.CHANGES_REQUESTED),
        (lead.name, Kind.CHANGES_REQUESTED),
    ]
    assert {each.detail["outcome"] for each in notices(session)} == {"changes_needed"}


def test_a_review_that_is_closed_is_told_with_its_outcome_and_then_waits_for_sign_off(
    session: Session,
    make_assessment: Makers,
    champions: list[Person],
    lead: Person,
    head_of_service: Person,
) -> None:
    context = make_assessment(State.IN_REVIEW)
    review(session, context, champions[0])
    forget(session)
    make_assessment.step(context, Transition.COMPLETE_REVIEW, outcome="agreed")
    assert told(session) == [
        (champions[0].name, Kind.ROUND_CLOSED),
        (head_of_service.name, Kind.SIGN_OFF_WAITING),
        (lead.name, Kind.ROUND_CLOSED),
    ]
    assert {each.detail["outcome"] for each in notices(session)} == {"agreed"}


def test_sign_off_waits_for_the_heads_of_its_service_where_there_are_any(
    session: Session, make_assessment: Makers, head_of_service: Person
) -> None:
    own = add_person(session, "Own Head", Role.HEAD_OF_SERVICE)
    own.service = "parking"
    make_assessment(State.AWAITING_SIGN_OFF)
    assert told(session, Kind.SIGN_OFF_WAITING) == [(own.name, Kind.SIGN_OFF_WAITING)]


def test_a_head_of_service_who_leads_it_is_not_asked_to_sign_it(
    session: Session, make_assessment: Makers, head_of_service: Person
) -> None:
    make_assessment.lead = add_person(session, "Leading Head", Role.HEAD_OF_SERVICE)
    make_assessment.lead.service = "Parking"
    make_assessment(State.AWAITING_SIGN_OFF)
    assert told(session, Kind.SIGN_OFF_WAITING) == [(head_of_service.name, Kind.SIGN_OFF_WAITING)]


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        (State.SIGNED_OFF, Kind.SIGNED_OFF),
        (State.CHANGES_REQUESTED, Kind.DECLINED),
    ],
)
def test_what_the_head_of_service_did_is_told_to_the_lead(
    session: Session, make_assessment: Makers, lead: Person, state: State, kind: Kind
) -> None:
    make_assessment(state)
    assert told(session, kind) == [(lead.name, kind)]


def test_a_decision_is_told_to_authors_and_reviewers_and_a_reopening_to_who_signed(
    session: Session,
    make_assessment: Makers,
    champion: Person,
    contributor: Person,
    head_of_service: Person,
) -> None:
    context = make_assessment(State.SIGNED_OFF)
    it = context.assessment
    by = {"added_by_id": it.lead_id, "added_at": NOW}
    it.contributors.append(Contributor(person_id=contributor.id, person=contributor, **by))
    review(session, context, champion)
    forget(session)
    make_assessment.step(context, Transition.RECORD_DECISION)
    make_assessment.step(context, Transition.REOPEN)
    assert told(session) == [
        (champion.name, Kind.DECIDED),
        (champion.name, Kind.REOPENED),
        (contributor.name, Kind.DECIDED),
        (head_of_service.name, Kind.REOPENED),
    ]


def test_a_step_that_is_refused_tells_nobody(
    session: Session, make_assessment: Makers, lead: Person
) -> None:
    context = make_assessment(State.DRAFT, blank=True)
    with pytest.raises(NotReady):
        apply_transition(context, TransitionRequest(Transition.SUBMIT), by=lead, now=NOW)
    assert told(session) == []


# for you
