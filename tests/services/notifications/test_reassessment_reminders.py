"""An assessment that promised to be looked at again: who is reminded, and until when."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.notifications.kinds import DeliveryFrequency, NoticeKind
from eia_app.domain.roles import Role
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.editions import reassess
from eia_app.services.notifications import reassessment_reminders
from eia_app.services.notifications.reassessment_reminders import ReviewDate
from eia_app.services.workflow.transitions import TransitionRequest, apply_transition
from eia_app.storage.models.notifications import Notice
from eia_app.storage.models.people import Person
from tests.factories import NOW, Makers, add_person
from tests.review_dates import forms_with_review_date, signed_off_with_review_date

DUE = date(2027, 3, 12)  # a Friday
EARLY, NEAR, ON, LATE = (date(2027, 2, 11), date(2027, 2, 12), DUE, date(2027, 4, 9))


@pytest.fixture
def makers(make_assessment: Makers, tiny_folder: Path) -> Makers:
    make_assessment.forms = forms_with_review_date(tiny_folder)
    return make_assessment


@pytest.fixture
def signed(makers: Makers) -> AssessmentContext:
    return signed_off_with_review_date(makers, DUE)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 6, 0, tzinfo=UTC)


def remind(context: AssessmentContext, day: date) -> int:
    return reassessment_reminders.make_due(context.session, context.forms, now=at(day))


def told(session: Session) -> list[tuple[str, bool, DeliveryFrequency]]:
    wanted = select(Person.name, Notice.detail, Notice.way).join(
        Notice, Notice.person_id == Person.id
    )
    mine = wanted.where(Notice.kind == NoticeKind.LOOK_AGAIN)
    found = session.execute(mine.order_by(Notice.id, Person.name))
    return sorted((name, bool(detail["late"]), way) for name, detail, way in found)


def test_its_lead_and_the_equality_lead_are_told_when_the_date_is_near_and_when_it_has_passed(
    signed: AssessmentContext, lead: Person, equality_lead: Person
) -> None:
    assert [remind(signed, day) for day in (EARLY, NEAR, NEAR, ON, LATE, LATE)] == [
        *(0, 1, 0, 0),
        *(1, 0),
    ]
    people = sorted((lead.name, equality_lead.name))
    assert told(signed.session) == sorted(
        (n, late, DeliveryFrequency.DAILY) for n in people for late in (0, 1)
    )


def test_a_missed_reminder_is_sent_once_and_as_late(signed: AssessmentContext) -> None:
    assert [remind(signed, LATE), remind(signed, LATE)] == [1, 0]
    assert {late for _, late, _ in told(signed.session)} == {True}


def test_nobody_is_told_once_it_was_assessed_again_unless_that_was_withdrawn(
    signed: AssessmentContext, lead: Person
) -> None:
    new = reassess.assess_again(signed, by=lead, now=NOW, id_=uuid4())
    assert remind(signed, LATE) == 0
    assert reassessment_reminders.of(signed, now=at(LATE)) is None
    apply_transition(new, TransitionRequest(Transition.WITHDRAW, "Not needed"), by=lead, now=NOW)
    assert remind(signed, LATE) == 1


@pytest.mark.parametrize("action", [Transition.REOPEN, Transition.WITHDRAW])
def test_one_that_is_open_again_or_withdrawn_promises_nothing(
    action: Transition, signed: AssessmentContext, lead: Person
) -> None:
    apply_transition(signed, TransitionRequest(action, "A mistake"), by=lead, now=NOW)
    assert (remind(signed, LATE), reassessment_reminders.of(signed, now=at(LATE))) == (0, None)


def test_a_date_that_was_not_asked_any_more_when_it_was_signed_is_no_promise(
    makers: Makers,
) -> None:
    context = signed_off_with_review_date(makers, DUE, "stop")
    assert context.stored["", "look_again"].value == DUE.isoformat()
    assert (remind(context, LATE), told(context.session)) == (0, [])
    assert reassessment_reminders.of(context, now=at(LATE)) is None


def test_an_edition_without_such_a_question_reminds_nobody(make_assessment: Makers) -> None:
    context = make_assessment(State.SIGNED_OFF)
    assert (remind(context, LATE), reassessment_reminders.of(context, now=at(LATE))) == (0, None)


@pytest.mark.parametrize(
    ("today", "words", "is_late"),
    [
        (EARLY, "", False),
        (NEAR, "20 working days left", False),
        (date(2027, 3, 11), "1 working day left", False),
        (ON, "today", False),
        (date(2027, 3, 13), "late", True),  # a Saturday
        (date(2027, 3, 15), "1 working day late", True),
    ],
)
def test_how_near_or_late_it_is_is_said_in_words(
    today: date, words: str, is_late: bool, signed: AssessmentContext
) -> None:
    assert reassessment_reminders.of(signed, now=at(today)) == ReviewDate(
        DUE, is_late, bool(words), words
    )


def test_with_nothing_due_nobody_is_looked_for_and_nothing_is_opened(
    signed: AssessmentContext, session: Session
) -> None:
    add_person(session, "Second Lead", Role.EQUALITY_LEAD)
    remind(signed, LATE)
    assert len(told(session)) == 3
