"""The states of an assessment, and the table of the transitions between them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from eia_app.domain.errors import NotAllowed
from eia_app.domain.journey.routing import Route


class State(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    AWAITING_SIGN_OFF = "awaiting_sign_off"
    SIGNED_OFF = "signed_off"
    DECIDED = "decided"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Transition(StrEnum):
    START = "start"
    SUBMIT = "submit"
    REQUEST_CHANGES = "request_changes"
    RESUBMIT = "resubmit"
    COMPLETE_REVIEW = "complete_review"
    DECLINE = "decline"
    SIGN_OFF = "sign_off"
    RECORD_DECISION = "record_decision"
    REOPEN = "reopen"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    RESTORE = "restore"
    ASK_REVIEW = "ask_review"
    # These change no state, and are events all the same.
    ADD_CONTRIBUTOR = "add_contributor"
    REMOVE_CONTRIBUTOR = "remove_contributor"
    OVERRIDE_ROUTE = "override_route"
    CLAIM = "claim"
    UNCLAIM = "unclaim"
    ASSIGN = "assign"
    EXCEPT = "except"
    RECUSE = "recuse"
    GIVE_OPINION = "give_opinion"
    INVITE = "invite"
    ANSWER_INVITATION = "answer_invitation"
    EXTEND = "extend"
    REFER_UP = "refer_up"
    CHASE = "chase"
    CARRY_OVER = "carry_over"
    ASSESS_AGAIN = "assess_again"
    EXPLAIN = "explain"


EDITABLE = frozenset({State.DRAFT, State.CHANGES_REQUESTED})
SIGNED = frozenset({State.SIGNED_OFF, State.DECIDED, State.CLOSED})
FOR_SIGN_OFF = SIGNED | {State.AWAITING_SIGN_OFF}
FOLLOWED_UP = frozenset({State.SIGNED_OFF, State.DECIDED})  # their actions are kept up to date
# A new state is in these two unless it is taken out: champions and invited colleagues read what is
# past its draft.
PAST_DRAFT = frozenset(State) - {State.DRAFT, State.WITHDRAWN}
OPEN = frozenset(State) - {State.CLOSED, State.WITHDRAWN}


@dataclass(frozen=True)
class TransitionRule:
    """The states from which a transition leads, and the state it leads to.

    `to` is None where it depends on the route, or on the state before a withdrawal.
    """

    sources: frozenset[State]
    to: State | None
    needs_reason: bool = False


def _from(*states: State) -> frozenset[State]:
    return frozenset(states)


TRANSITIONS: dict[Transition, TransitionRule] = {
    Transition.SUBMIT: TransitionRule(_from(State.DRAFT), None),
    Transition.REQUEST_CHANGES: TransitionRule(
        _from(State.IN_REVIEW), State.CHANGES_REQUESTED, True
    ),
    Transition.RESUBMIT: TransitionRule(_from(State.CHANGES_REQUESTED), None),
    Transition.COMPLETE_REVIEW: TransitionRule(_from(State.IN_REVIEW), State.AWAITING_SIGN_OFF),
    Transition.DECLINE: TransitionRule(
        _from(State.AWAITING_SIGN_OFF), State.CHANGES_REQUESTED, True
    ),
    Transition.SIGN_OFF: TransitionRule(_from(State.AWAITING_SIGN_OFF), State.SIGNED_OFF),
    Transition.RECORD_DECISION: TransitionRule(_from(State.SIGNED_OFF), State.DECIDED),
    Transition.REOPEN: TransitionRule(_from(State.SIGNED_OFF, State.DECIDED), State.DRAFT, True),
    Transition.CLOSE: TransitionRule(_from(State.DECIDED), State.CLOSED),
    Transition.WITHDRAW: TransitionRule(OPEN, State.WITHDRAWN, True),
    Transition.RESTORE: TransitionRule(_from(State.WITHDRAWN), None, True),
    Transition.ASK_REVIEW: TransitionRule(_from(State.AWAITING_SIGN_OFF), State.IN_REVIEW, True),
}


def is_possible(state: State, transition: Transition) -> bool:
    return transition in TRANSITIONS and state in TRANSITIONS[transition].sources


def next_state(
    state: State,
    transition: Transition,
    *,
    route: Route | None = None,
    review_asked: bool = False,
    reviewed: bool = False,
    withdrawn_from: State | None = None,
) -> State:
    """Return the state that follows a transition.

    A major assessment is submitted to review, and so is any other whose review was asked for,
    unless this version was `reviewed` before; the rest go straight to sign-off. A withdrawn one is
    restored to where it was. Raise NotAllowed for a transition that is not possible in `state`.
    """
    if not is_possible(state, transition):
        raise not_in_state(state)
    target = TRANSITIONS[transition].to
    if target is not None:
        return target
    if transition is Transition.RESTORE:
        return withdrawn_from or State.DRAFT
    to_review = (route is Route.MAJOR or review_asked) and not reviewed
    return State.IN_REVIEW if to_review else State.AWAITING_SIGN_OFF


def not_in_state(state: State) -> NotAllowed:
    """Return what to raise for a thing that cannot be done in this state."""
    return NotAllowed(f"This cannot be done while the assessment is {_in_a_sentence(state)}.")


def _in_a_sentence(state: State) -> str:
    return {State.DRAFT: "a draft", State.IN_REVIEW: "in review"}.get(
        state, state.value.replace("_", " ")
    )
