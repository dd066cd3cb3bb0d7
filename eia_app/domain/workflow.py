"""The life of an assessment: one table of transitions and one function that reads it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from eia_app.domain.errors import NotAllowed
from eia_app.domain.routing import Route


class State(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    AWAITING_SIGN_OFF = "awaiting_sign_off"
    SIGNED_OFF = "signed_off"
    DECIDED = "decided"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
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
OPEN = frozenset(State) - {State.CLOSED, State.WITHDRAWN}


@dataclass(frozen=True)
class Transition:
    """`to` is None where it depends: on the route, or on where the assessment came from."""

    sources: frozenset[State]
    to: State | None
    needs_reason: bool = False


def _from(*states: State) -> frozenset[State]:
    return frozenset(states)


TRANSITIONS: dict[Action, Transition] = {
    Action.SUBMIT: Transition(_from(State.DRAFT), None),
    Action.REQUEST_CHANGES: Transition(_from(State.IN_REVIEW), State.CHANGES_REQUESTED, True),
    Action.RESUBMIT: Transition(_from(State.CHANGES_REQUESTED), None),
    Action.COMPLETE_REVIEW: Transition(_from(State.IN_REVIEW), State.AWAITING_SIGN_OFF),
    Action.DECLINE: Transition(_from(State.AWAITING_SIGN_OFF), State.CHANGES_REQUESTED, True),
    Action.SIGN_OFF: Transition(_from(State.AWAITING_SIGN_OFF), State.SIGNED_OFF),
    Action.RECORD_DECISION: Transition(_from(State.SIGNED_OFF), State.DECIDED),
    Action.REOPEN: Transition(_from(State.SIGNED_OFF, State.DECIDED), State.DRAFT, True),
    Action.CLOSE: Transition(_from(State.DECIDED), State.CLOSED),
    Action.WITHDRAW: Transition(OPEN, State.WITHDRAWN, True),
    Action.RESTORE: Transition(_from(State.WITHDRAWN), None, True),
    Action.ASK_REVIEW: Transition(_from(State.AWAITING_SIGN_OFF), State.IN_REVIEW, True),
}


def can(state: State, action: Action) -> bool:
    """Whether the table has this action from this state."""
    return action in TRANSITIONS and state in TRANSITIONS[action].sources


def after(
    state: State,
    action: Action,
    *,
    route: Route | None = None,
    review_asked: bool = False,
    reviewed: bool = False,
    withdrawn_from: State | None = None,
) -> State:
    """The state that follows.

    A major assessment is submitted to review, and so is any other whose review was asked for,
    unless this version was `reviewed` before; the rest go straight to sign-off. A withdrawn one is
    restored to where it was. Raises NotAllowed.
    """
    if not can(state, action):
        raise NotAllowed(f"This cannot be done while the assessment is {words(state)}.")
    to = TRANSITIONS[action].to
    if to is not None:
        return to
    if action is Action.RESTORE:
        return withdrawn_from or State.DRAFT
    to_review = (route is Route.MAJOR or review_asked) and not reviewed
    return State.IN_REVIEW if to_review else State.AWAITING_SIGN_OFF


def words(state: State) -> str:
    """A state as it reads inside a sentence."""
    return {State.DRAFT: "a draft", State.IN_REVIEW: "in review"}.get(
        state, state.value.replace("_", " ")
    )
