"""Every step of the workflow through the real service: where it leads, who may, what it records."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from eia_app.domain.errors import Denied, EiaError, Invalid, NotAllowed, NotReady
from eia_app.domain.journey.routing import Route
from eia_app.domain.roles import Role
from eia_app.domain.workflow.states import TRANSITIONS, State, Transition, is_possible
from eia_app.services.answers.save import save_answers
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.snapshots import snapshots
from eia_app.services.workflow.transitions import (
    TransitionRequest,
    apply_transition,
    available_transitions,
    request_for_changes,
)
from eia_app.storage.models.people import HeldRole, Person
from tests.factories import NOW, Makers, history

LATER = NOW + timedelta(minutes=5)


def events(session: Session, context: AssessmentContext) -> list[tuple[str, str, int]]:
    """The history, oldest first: action, the state that followed, version."""
    found = reversed(history(session, context.assessment))
    return [(event.action.value, event.state.value, event.version) for event in found]


def outcome(
    makers: Makers, context: AssessmentContext, action: Transition
) -> State | type[EiaError]:
    """The state after somebody who may has taken a step, or how it was refused."""
    try:
        makers.step(context, action)
    except EiaError as error:
        return type(error)
    return context.assessment.state


@pytest.mark.parametrize("state", State)
def test_every_step_from_every_state_leads_where_the_table_says(
    make_assessment: Makers, session: Session, state: State
) -> None:
    # A draft goes straight to sign-off here, and what is withdrawn was a draft.
    depends = {
        Transition.SUBMIT: State.AWAITING_SIGN_OFF,
        Transition.RESUBMIT: State.AWAITING_SIGN_OFF,
        Transition.RESTORE: State.DRAFT,
    }
    context = make_assessment(state)
    before = len(events(session, context))
    for action, step in TRANSITIONS.items():
        if action is Transition.DECLINE and state is State.IN_REVIEW:
            continue  # the maker would ask for changes instead
        with session.begin_nested() as point:
            found = outcome(make_assessment, context, action)
            recorded = events(session, context)[before:]
            point.rollback()
        session.refresh(context.assessment)
        context.renew()
        expected = (step.to or depends[action]) if is_possible(state, action) else NotAllowed
        assert (action, found) == (action, expected)
        version = context.assessment.version + (action is Transition.REOPEN)
        done = [(action.value, expected.value, version)] if isinstance(expected, State) else []
        assert recorded == done


@pytest.mark.parametrize(
    "action",
    [Transition.START, Transition.ADD_CONTRIBUTOR, Transition.REMOVE_CONTRIBUTOR],
)
def test_a_transition_that_is_no_step_is_denied(
    make_assessment: Makers, lead: Person, action: Transition
) -> None:
    with pytest.raises(Denied):
        apply_transition(make_assessment(blank=True), TransitionRequest(action), by=lead, now=LATER)


def test_a_step_records_who_when_what_and_why(
    make_assessment: Makers, session: Session, lead: Person
) -> None:
    context = make_assessment(blank=True)
    apply_transition(
        context, TransitionRequest(Transition.WITHDRAW, "No longer wanted"), by=lead, now=LATER
    )
    event = history(session, context.assessment)[0]
    assert (event.by_id, event.at, event.action, event.note, event.detail) == (
        lead.id,
        LATER,
        Transition.WITHDRAW,
        "No longer wanted",
        {"from": "draft"},
    )
    assert context.assessment.changed_at == LATER


def test_the_whole_life_of_a_major_assessment_is_in_its_history(
    make_assessment: Makers, session: Session
) -> None:
    context = make_assessment(State.CLOSED, route=Route.MAJOR)
    assert events(session, context) == [
        ("start", "draft", 1),
        ("submit", "in_review", 1),
        ("complete_review", "awaiting_sign_off", 1),
        ("sign_off", "signed_off", 1),
        ("record_decision", "decided", 1),
        ("close", "closed", 1),
    ]


@pytest.mark.parametrize("route", Route)
def test_only_what_is_major_is_reviewed(make_assessment: Makers, route: Route) -> None:
    context = make_assessment(route=route)
    make_assessment.step(context, Transition.SUBMIT)
    to = State.IN_REVIEW if route is Route.MAJOR else State.AWAITING_SIGN_OFF
    assert (context.assessment.state, context.assessment.route) == (to, route)


@pytest.mark.parametrize(
    "action", [action for action, step in TRANSITIONS.items() if step.needs_reason]
)
def test_a_step_that_needs_a_reason_is_refused_without_one(
    make_assessment: Makers, action: Transition
) -> None:
    state = next(state for state in State if is_possible(state, action))
    context = make_assessment(state)
    with pytest.raises(Invalid) as refused:
        apply_transition(
            context, TransitionRequest(action, " \n"), by=make_assessment.who(action), now=LATER
        )
    assert refused.value.errors == {"reason": "Enter a reason"}
    assert context.assessment.state is state


def test_what_is_not_complete_is_not_submitted_and_says_what_is_missing(
    make_assessment: Makers, lead: Person
) -> None:
    context = make_assessment()
    save_answers(context, "conclusion", None, {"outcome": None}, by=lead, now=LATER)
    with pytest.raises(NotReady) as refused:
        apply_transition(context, TransitionRequest(Transition.SUBMIT), by=lead, now=LATER)
    assert refused.value.missing == ("Select what you recommend",)
    assert (context.assessment.state, context.assessment.submitted_at) == (State.DRAFT, None)


def test_who_may_take_no_step_is_denied_and_offered_none(
    make_assessment: Makers, stranger: Person, lead: Person
) -> None:
    context = make_assessment()
    with pytest.raises(Denied):
        apply_transition(context, TransitionRequest(Transition.SUBMIT), by=stranger, now=LATER)
    assert available_transitions(context, stranger) == []
    assert available_transitions(context, lead) == [Transition.SUBMIT, Transition.WITHDRAW]


def test_what_was_sent_back_names_its_tasks_until_they_are_saved(
    make_assessment: Makers, lead: Person, reload_assessment: Any
) -> None:
    context = make_assessment(State.IN_REVIEW)
    asked = [["effects", "age"], ["conclusion", ""], ["proposal", ""]]
    make_assessment.step(context, Transition.REQUEST_CHANGES, sections=asked)
    again = reload_assessment(context)
    assert list(again.changes) == [("effects", "age"), ("conclusion", None), ("proposal", None)]
    event = request_for_changes(again)
    assert event is not None
    assert event.note == "A reason"
    save_answers(again, "conclusion", None, {"outcome": "stop"}, by=lead, now=LATER)
    save_answers(again, "effects", "age", {"effect": ["positive"]}, by=lead, now=LATER)
    assert list(reload_assessment(again).changes) == [("proposal", None)]


@pytest.mark.parametrize("route", [Route.STANDARD, Route.MAJOR])
def test_what_was_declined_returns_to_sign_off(
    make_assessment: Makers, session: Session, route: Route
) -> None:
    context = make_assessment(State.AWAITING_SIGN_OFF, route=route)
    make_assessment.step(context, Transition.DECLINE)
    assert context.assessment.state is State.CHANGES_REQUESTED
    make_assessment.step(context, Transition.RESUBMIT)
    assert events(session, context)[-2:] == [
        ("decline", "changes_requested", 1),
        ("resubmit", "awaiting_sign_off", 1),
    ]


def test_what_was_sent_back_in_review_returns_to_review(make_assessment: Makers) -> None:
    context = make_assessment(State.IN_REVIEW)
    for _ in range(2):
        make_assessment.step(context, Transition.REQUEST_CHANGES)
        make_assessment.step(context, Transition.RESUBMIT)
        assert context.assessment.state is State.IN_REVIEW


def test_what_became_major_while_it_was_changed_is_reviewed_before_sign_off(
    make_assessment: Makers, lead: Person
) -> None:
    context = make_assessment(State.CHANGES_REQUESTED)
    save_answers(context, "quick_check", None, {"q_trigger": ["closes"]}, by=lead, now=LATER)
    make_assessment.step(context, Transition.RESUBMIT)
    assert context.assessment.state is State.IN_REVIEW


def test_a_reopened_assessment_is_a_new_version_that_is_reviewed_again(
    make_assessment: Makers, session: Session
) -> None:
    context = make_assessment(State.DECIDED, route=Route.MAJOR)
    make_assessment.step(context, Transition.REOPEN)
    it = context.assessment
    assert (it.state, it.version, it.submitted_at) == (State.DRAFT, 2, None)
    assert snapshots.newest(session, it) is None
    assert snapshots.sign_off_of(session, it) is None
    assert snapshots.decision_of(session, it) is None
    assert context.journey.is_complete
    make_assessment.step(context, Transition.SUBMIT)
    assert events(session, context)[-2:] == [("reopen", "draft", 2), ("submit", "in_review", 2)]


@pytest.mark.parametrize("state", [s for s in State if is_possible(s, Transition.WITHDRAW)])
def test_a_withdrawn_assessment_is_restored_to_where_it_was(
    make_assessment: Makers, state: State
) -> None:
    context = make_assessment(state)
    make_assessment.step(context, Transition.WITHDRAW, **{"from": "nowhere"})
    assert context.assessment.state is State.WITHDRAWN
    make_assessment.step(context, Transition.RESTORE)
    assert context.assessment.state is state


def test_a_head_of_service_who_leads_it_is_offered_no_sign_off(
    make_assessment: Makers, session: Session, lead: Person
) -> None:
    context = make_assessment(State.AWAITING_SIGN_OFF)
    lead.held.append(HeldRole(role=Role.HEAD_OF_SERVICE))
    session.flush()
    assert available_transitions(context, lead) == [Transition.WITHDRAW]
    for action in (Transition.SIGN_OFF, Transition.DECLINE):
        with pytest.raises(Denied):
            apply_transition(context, TransitionRequest(action, "A reason"), by=lead, now=LATER)
