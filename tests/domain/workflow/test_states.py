"""The life of an assessment: every state and every action, as a table."""

from __future__ import annotations

import pytest

from eia_app.domain.errors import NotAllowed
from eia_app.domain.journey.routing import Route
from eia_app.domain.workflow.states import (
    EDITABLE,
    OPEN,
    SIGNED,
    TRANSITIONS,
    State,
    Transition,
    is_possible,
    next_state,
)

S, M = Route.STANDARD, Route.MAJOR

# The state that follows each action, standard route / major route; "–" where it cannot be done.
GRID = """
                   submit             request_changes   resubmit           complete_review   decline           sign_off   record_decision reopen close  withdraw  restore    ask_review
draft              awaiting/in_review –                 –                  –                 –                 –          –               –      –      withdrawn –          –
in_review          –                  changes           –                  awaiting          –                 –          –               –      –      withdrawn –          –
changes_requested  –                  –                 awaiting/in_review –                 –                 –          –               –      –      withdrawn –          –
awaiting_sign_off  –                  –                 –                  –                 changes           signed_off –               –      –      withdrawn –          in_review
signed_off         –                  –                 –                  –                 –                 –          decided         draft  –      withdrawn –          –
decided            –                  –                 –                  –                 –                 –          –               draft  closed withdrawn –          –
closed             –                  –                 –                  –                 –                 –          –               –      –      –         –          –
withdrawn          –                  –                 –                  –                 –                 –          –               –      –      –         draft      –
"""  # noqa: E501
SHORT = {"awaiting": State.AWAITING_SIGN_OFF, "changes": State.CHANGES_REQUESTED}


def expected() -> dict[tuple[State, Transition, Route], State | None]:
    head, *lines = GRID.strip("\n").splitlines()
    found: dict[tuple[State, Transition, Route], State | None] = {}
    for line in lines:
        state, *cells = line.split()
        for action, cell in zip(head.split(), cells, strict=True):
            for route, word in zip((S, M), (cell.split("/") * 2)[:2], strict=True):
                to = None if word == "–" else SHORT.get(word) or State(word)
                found[State(state), Transition(action), route] = to
    return found


def what_follows(state: State, action: Transition, route: Route) -> State | None:
    try:
        return next_state(state, action, route=route)
    except NotAllowed:
        return None


def test_the_table_of_transitions_is_this_grid() -> None:
    assert {
        (state, action, route): what_follows(state, action, route)
        for state in State
        for action in TRANSITIONS
        for route in (S, M)
    } == expected()


@pytest.mark.parametrize(
    "action",
    [
        Transition.START,
        Transition.ADD_CONTRIBUTOR,
        Transition.REMOVE_CONTRIBUTOR,
        Transition.OVERRIDE_ROUTE,
    ],
)
def test_what_changes_no_state_is_in_no_transition(action: Transition) -> None:
    assert not any(is_possible(state, action) for state in State)


def test_a_screening_goes_straight_to_sign_off() -> None:
    assert (
        next_state(State.DRAFT, Transition.SUBMIT, route=Route.SCREENING) is State.AWAITING_SIGN_OFF
    )


def test_what_was_reviewed_and_then_declined_returns_to_sign_off() -> None:
    state = next_state(State.CHANGES_REQUESTED, Transition.RESUBMIT, route=M, reviewed=True)
    assert state is State.AWAITING_SIGN_OFF


def test_what_became_major_after_it_was_declined_is_reviewed_first() -> None:
    assert next_state(State.CHANGES_REQUESTED, Transition.RESUBMIT, route=M) is State.IN_REVIEW


@pytest.mark.parametrize("state", sorted(OPEN))
def test_a_withdrawn_assessment_is_restored_to_where_it_was(state: State) -> None:
    assert next_state(State.WITHDRAWN, Transition.RESTORE, withdrawn_from=state) is state


def test_a_refusal_says_where_the_assessment_is() -> None:
    with pytest.raises(NotAllowed, match="while the assessment is in review"):
        next_state(State.IN_REVIEW, Transition.SUBMIT)
    with pytest.raises(NotAllowed, match="while the assessment is awaiting sign off"):
        next_state(State.AWAITING_SIGN_OFF, Transition.SUBMIT)


def test_only_drafts_and_what_was_sent_back_are_edited() -> None:
    assert set(EDITABLE) == {State.DRAFT, State.CHANGES_REQUESTED}
    assert set(SIGNED) == {State.SIGNED_OFF, State.DECIDED, State.CLOSED}


def test_what_the_review_group_was_asked_to_look_at_goes_to_review_once() -> None:
    asked = [
        next_state(state, action, route=S, review_asked=True, reviewed=reviewed)
        for state, action in (
            (State.DRAFT, Transition.SUBMIT),
            (State.CHANGES_REQUESTED, Transition.RESUBMIT),
        )
        for reviewed in (False, True)
    ]
    assert asked == [State.IN_REVIEW, State.AWAITING_SIGN_OFF] * 2


def test_steps_that_set_somebody_back_need_a_reason() -> None:
    assert {action for action, step in TRANSITIONS.items() if step.needs_reason} == {
        Transition.REQUEST_CHANGES,
        Transition.DECLINE,
        Transition.REOPEN,
        Transition.WITHDRAW,
        Transition.RESTORE,
        Transition.ASK_REVIEW,
    }
