"""Reminders of opinions that are not in: each once, to those who are still asked."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.notifications.kinds import NoticeKind as Kind
from eia_app.domain.review.review import Recommendation
from eia_app.domain.roles import Role
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.notifications import review_reminders
from eia_app.services.review import rounds
from eia_app.storage.models.notifications import Notice
from eia_app.storage.models.people import Person
from eia_app.storage.models.reviews import Invitation, Opinion, Reviewer, Round
from tests.factories import NOW, Makers, add_person

DUE = date(2026, 3, 20)  # a Friday
BEFORE, ON, AFTER, LATE = (date(2026, 3, day) for day in (18, 20, 25, 27))


@pytest.fixture
def context(session: Session, make_assessment: Makers) -> AssessmentContext:
    found = make_assessment(State.IN_REVIEW)
    round_of(session, found).due = DUE
    session.flush()
    return found


@pytest.fixture
def reviewer(session: Session, context: AssessmentContext, champion: Person) -> Reviewer:
    mine = Reviewer(person_id=champion.id, person=champion, claimed_at=NOW)
    context.assessment.reviewers.append(mine)
    session.flush()
    return mine


def round_of(session: Session, context: AssessmentContext) -> Round:
    found = rounds.open_one(session, context.assessment)
    assert found is not None
    return found


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 6, 0, tzinfo=UTC)


def remind(session: Session, day: date) -> int:
    return review_reminders.make_due(session, now=at(day))


def told(session: Session, kind: Kind = Kind.REVIEW_DUE) -> list[tuple[str, bool]]:
    """Who was reminded, and whether their opinion was late."""
    wanted = select(Person.name, Notice.detail).join(Notice, Notice.person_id == Person.id)
    found = session.execute(wanted.where(Notice.kind == kind).order_by(Notice.id))
    return [(name, bool(detail.get("late"))) for name, detail in found]


def give(session: Session, context: AssessmentContext, person: Person) -> None:
    session.add(
        Opinion(
            assessment_id=context.assessment.id,
            round_id=round_of(session, context).id,
            person_id=person.id,
            recommendation=Recommendation.SUPPORT,
            started_at=NOW,
            given_at=NOW,
        )
    )
    session.flush()


def invite(session: Session, context: AssessmentContext, person: Person) -> Invitation:
    made = Invitation(
        assessment_id=context.assessment.id,
        round_id=round_of(session, context).id,
        person_id=person.id,
        person=person,
        section="proposal",
        question="Is it right?",
        due=DUE,
        invited_by_id=context.assessment.lead_id,
        at=NOW,
    )
    context.assessment.invitations.append(made)
    session.flush()
    return made


def test_a_reviewer_is_reminded_three_times_and_the_queue_knows_when(
    session: Session, context: AssessmentContext, reviewer: Reviewer
) -> None:
    reminded = []
    for day in range(16, 27):
        reminded.append(remind(session, date(2026, 3, day)))
        remind(session, date(2026, 3, day))
    assert reminded == [0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0]
    name = reviewer.person.name
    assert told(session) == [(name, False), (name, False), (name, True)]
    assert reviewer.chased_at == at(AFTER)


def test_reminders_that_were_missed_are_not_made_up_for(
    session: Session, context: AssessmentContext, reviewer: Reviewer
) -> None:
    assert remind(session, LATE) == 1
    assert remind(session, LATE + timedelta(days=30)) == 0


def test_who_gave_an_opinion_or_let_go_or_stood_aside_is_left_alone(
    session: Session, context: AssessmentContext, reviewer: Reviewer
) -> None:
    two, three, four = (add_person(session, f"C {n}", Role.CHAMPION) for n in (2, 3, 4))
    others = (
        Reviewer(person_id=two.id, person=two, claimed_at=None),
        Reviewer(person_id=three.id, person=three, claimed_at=NOW, recused_at=NOW),
        Reviewer(person_id=four.id, person=four, claimed_at=NOW),
    )
    context.assessment.reviewers.extend(others)
    give(session, context, reviewer.person)
    four.held.clear()
    session.flush()
    assert remind(session, ON) == 0


def test_a_later_day_makes_reminders_of_its_own(
    session: Session, context: AssessmentContext, reviewer: Reviewer
) -> None:
    remind(session, ON)
    round_of(session, context).due = date(2026, 3, 27)
    session.flush()
    assert remind(session, date(2026, 3, 24)) == 0
    assert remind(session, date(2026, 3, 25)) == 1


def test_a_colleague_is_reminded_until_they_answer_or_are_not_needed(
    session: Session, context: AssessmentContext, stranger: Person, contributor: Person
) -> None:
    asked, other = invite(session, context, stranger), invite(session, context, contributor)
    other.withdrawn_at = NOW
    session.flush()
    assert remind(session, BEFORE) == 1
    asked.answered_at = NOW
    session.flush()
    assert remind(session, ON) == 0
    assert told(session) == [(stranger.name, False)]


def test_the_equality_lead_is_told_once_when_opinions_are_five_days_late(
    session: Session, context: AssessmentContext, reviewer: Reviewer, equality_lead: Person
) -> None:
    remind(session, date(2026, 3, 26))
    assert told(session, Kind.REVIEW_LATE) == []
    remind(session, LATE)
    remind(session, LATE + timedelta(days=3))
    assert told(session, Kind.REVIEW_LATE) == [(equality_lead.name, False)]


def test_an_unclaimed_review_becomes_late_too(
    session: Session, context: AssessmentContext, equality_lead: Person
) -> None:
    remind(session, LATE)
    assert told(session, Kind.REVIEW_LATE) == [(equality_lead.name, False)]


def test_with_every_opinion_in_nothing_is_late(
    session: Session, context: AssessmentContext
) -> None:
    for n in range(round_of(session, context).quorum):
        give(session, context, add_person(session, f"C {n}", Role.CHAMPION))
    remind(session, LATE)
    assert told(session, Kind.REVIEW_LATE) == []


@pytest.mark.parametrize("action", [Transition.COMPLETE_REVIEW, Transition.WITHDRAW])
def test_after_the_review_nobody_is_reminded(
    session: Session,
    context: AssessmentContext,
    reviewer: Reviewer,
    make_assessment: Makers,
    action: Transition,
) -> None:
    make_assessment.step(context, action)
    assert remind(session, ON) == 0
