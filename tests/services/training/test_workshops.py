"""Workshops: opened once, joined once by each, closed; and the board of their facilitator."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from time import perf_counter
from uuid import uuid4

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from eia_app.domain.coach.rule import Severity
from eia_app.domain.errors import Denied, NotAllowed, NotFound
from eia_app.domain.journey.routing import Route
from eia_app.domain.workflow.states import Transition
from eia_app.services.answers.save import save_answers
from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.services.coach import findings
from eia_app.services.training import dashboard, practice, workshops
from eia_app.services.workflow.transitions import TransitionRequest, apply_transition
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.people import Person
from eia_app.storage.models.training import Workshop
from tests.factories import NOW, add_person, complete_journey, save_journey
from tests.training import MOWERS, TOILETS, PracticeFactory

LONGEST = 1.0  # seconds that a facilitator waits for 25 participants


def test_only_the_equality_lead_runs_a_workshop(
    practice_factory: PracticeFactory, lead: Person
) -> None:
    with pytest.raises(Denied):
        practice_factory.run_workshop(lead)


def test_a_workshop_needs_a_scenario_that_is_there(
    practice_factory: PracticeFactory, equality_lead: Person
) -> None:
    with pytest.raises(NotFound):
        practice_factory.run_workshop(equality_lead, "moon_landing")


def test_to_run_it_twice_with_the_same_id_runs_one(
    session: Session, practice_factory: PracticeFactory, equality_lead: Person
) -> None:
    id_ = uuid4()
    one, two = (practice_factory.run_workshop(equality_lead, id_=id_) for _ in range(2))
    assert one is two
    assert list(workshops.list_open(session)) == [one]


def test_each_who_joins_has_an_assessment_of_their_own_against_its_edition(
    session: Session,
    practice_factory: PracticeFactory,
    lead: Person,
    stranger: Person,
    equality_lead: Person,
) -> None:
    workshop = practice_factory.run_workshop(equality_lead)
    joined = [practice_factory.join(person, workshop) for person in (lead, stranger)]
    assert [(o.assessment.lead, o.assessment.practice) for o in joined] == [
        (lead, True),
        (stranger, True),
    ]
    assert {context.frozen.name for context in joined} == {workshop.edition}
    assert [(each.it, each.workshop) for each in practice.list_own(session, lead)] == [
        (joined[0].assessment, workshop.title)
    ]
    assert [tuple(row) for row in workshops.all_of(session)] == [(workshop, 2)]


def test_who_joins_twice_gets_their_own_back_even_when_it_is_closed(
    session: Session, practice_factory: PracticeFactory, lead: Person, equality_lead: Person
) -> None:
    workshop = practice_factory.run_workshop(equality_lead)
    once = practice_factory.join(lead, workshop)
    assert practice_factory.join(lead, workshop).assessment is once.assessment
    workshops.close(session, workshop, by=equality_lead, now=NOW)
    assert practice_factory.join(lead, workshop).assessment is once.assessment
    assert len(practice.list_own(session, lead)) == 1


def test_a_closed_workshop_is_joined_by_nobody_and_its_people_go_on(
    session: Session,
    practice_factory: PracticeFactory,
    lead: Person,
    stranger: Person,
    equality_lead: Person,
) -> None:
    workshop = practice_factory.run_workshop(equality_lead)
    context = practice_factory.join(lead, workshop)
    workshops.close(session, workshop, by=equality_lead, now=NOW)
    with pytest.raises(NotAllowed, match="closed"):
        practice_factory.join(stranger, workshop)
    assert workshops.list_open(session) == []
    practice_factory.answer_quick_check(context)
    assert context.assessment.route is Route.MAJOR


def test_closing_twice_keeps_the_moment_of_the_first(
    session: Session, practice_factory: PracticeFactory, equality_lead: Person
) -> None:
    workshop = practice_factory.run_workshop(equality_lead)
    for now in (NOW, NOW + timedelta(hours=1)):
        workshops.close(session, workshop, by=equality_lead, now=now)
    assert workshop.closed_at == NOW


def test_one_that_was_closed_too_early_is_opened_again_and_joined_as_before(
    session: Session,
    practice_factory: PracticeFactory,
    lead: Person,
    stranger: Person,
    equality_lead: Person,
) -> None:
    workshop = practice_factory.run_workshop(equality_lead)
    once = practice_factory.join(lead, workshop)
    workshops.close(session, workshop, by=equality_lead, now=NOW)
    for _ in range(2):
        workshops.reopen(session, workshop, by=equality_lead)
    assert list(workshops.list_open(session)) == [workshop]
    assert practice_factory.join(lead, workshop).assessment is once.assessment
    assert practice_factory.join(stranger, workshop).assessment.lead is stranger
    workshops.close(session, workshop, by=equality_lead, now=NOW + timedelta(hours=1))
    assert workshop.closed_at == NOW + timedelta(hours=1)


def test_only_the_equality_lead_closes_it_opens_it_again_and_sees_its_board(
    session: Session,
    practice_factory: PracticeFactory,
    forms: Forms,
    lead: Person,
    equality_lead: Person,
) -> None:
    workshop = practice_factory.run_workshop(equality_lead)
    with pytest.raises(Denied):
        workshops.close(session, workshop, by=lead, now=NOW)
    with pytest.raises(Denied):
        workshops.reopen(session, workshop, by=lead)
    with pytest.raises(Denied):
        dashboard.board(session, forms, workshop, by=lead, now=NOW)


def test_a_workshop_that_is_not_there_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        workshops.find(session, uuid4())


@pytest.fixture
def board_of(
    session: Session, forms: Forms, equality_lead: Person
) -> Callable[[Workshop], dashboard.Board]:
    return lambda it: dashboard.board(session, forms, it, by=equality_lead, now=NOW)


def test_the_board_has_each_with_how_far_they_are_and_their_route(
    practice_factory: PracticeFactory,
    lead: Person,
    stranger: Person,
    equality_lead: Person,
    board_of: Callable[[Workshop], dashboard.Board],
) -> None:
    workshop = practice_factory.run_workshop(equality_lead)
    assert (board_of(workshop).seats, board_of(workshop).routes) == ([], [])
    one, two = practice_factory.join(stranger, workshop), practice_factory.join(lead, workshop)
    practice_factory.answer_quick_check(one, TOILETS)
    practice_factory.answer_quick_check(two, MOWERS)
    practice_factory.join(equality_lead, workshop)
    board = board_of(workshop)
    assert [(seat.it.lead.name, seat.route) for seat in board.seats] == [
        ("Eli Equality", None),
        ("Lee Lead", Route.SCREENING),
        ("Sam Stranger", Route.MAJOR),
    ]
    assert [(seat.done, seat.tasks) for seat in board.seats] == [
        how_far(each) for each in (practice_factory.join(equality_lead, workshop), two, one)
    ]
    assert [(each.route, len(each.seats)) for each in board.routes] == [
        (Route.SCREENING, 1),
        (Route.MAJOR, 1),
        (None, 1),
    ]
    assert ("it would affect many people", 1) in board.routes[1].reasons


def how_far(context: AssessmentContext) -> tuple[int, int]:
    """As the task list counts it."""
    tasks = context.journey.tasks
    closed = [task for task in tasks if task.missing or task.status == "cannot_start"]
    return len(tasks) - len(closed), len(tasks)


def test_the_board_says_in_how_many_the_coach_noticed_the_same(
    session: Session,
    forms: Forms,
    practice_factory: PracticeFactory,
    lead: Person,
    stranger: Person,
    equality_lead: Person,
    board_of: Callable[[Workshop], dashboard.Board],
) -> None:
    workshop = practice_factory.run_workshop(equality_lead)
    thin = {"effect": ["neutral"], "explanation": "None."}
    for person, groups in ((lead, ("age", "sex")), (stranger, ("age",))):
        context = practice_factory.join(person, workshop)
        practice_factory.answer_quick_check(context)
        for group in groups:
            save_answers(context, "effects", group, thin, by=person, now=NOW)
    board = board_of(workshop)
    assert {rule.id: number for rule, number in board.noticed}["thin_reason"] == 2
    for seat in board.seats:
        alone = findings.findings(load_assessment(session, forms, seat.it.id), now=NOW)
        assert seat.rules == {e.rule for e in alone if e.severity is not Severity.TIP}


def test_what_is_put_away_is_on_the_board_and_said_to_be(
    session: Session,
    practice_factory: PracticeFactory,
    lead: Person,
    equality_lead: Person,
    board_of: Callable[[Workshop], dashboard.Board],
) -> None:
    workshop = practice_factory.run_workshop(equality_lead)
    apply_transition(
        practice_factory.join(lead, workshop),
        TransitionRequest(Transition.WITHDRAW),
        by=lead,
        now=NOW,
    )
    assert [seat.is_put_away for seat in board_of(workshop).seats] == [True]


def test_the_board_of_25_takes_as_many_queries_as_that_of_one_and_less_than_a_second(
    session: Session,
    practice_factory: PracticeFactory,
    equality_lead: Person,
    board_of: Callable[[Workshop], dashboard.Board],
) -> None:
    workshop = practice_factory.run_workshop(equality_lead)
    asked: list[str] = []

    def note(*said: object) -> None:
        asked.append(str(said[2]))

    def looked() -> tuple[int, float]:
        session.flush()
        session.expire_all()
        asked.clear()
        began = perf_counter()
        board = board_of(workshop)
        assert board.seats
        return len(asked), perf_counter() - began

    event.listen(session.get_bind().engine, "before_cursor_execute", note)
    counts = []
    for number in range(25):
        person = add_person(session, f"Participant {number} of many")
        context = practice_factory.join(person, workshop)
        practice_factory.answer_quick_check(context)
        journey = complete_journey(context.journey, context.choices, {})
        save_journey(context, journey, by=person, clock=practice_factory.clock)
        if number in (0, 24):
            counts.append(looked())
    event.remove(session.get_bind().engine, "before_cursor_execute", note)
    assert counts[0][0] == counts[1][0] < 12
    assert counts[1][1] < LONGEST
