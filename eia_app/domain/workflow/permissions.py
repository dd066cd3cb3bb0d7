"""Who may do what: one table of named predicates. Whatever is not listed is denied."""

from __future__ import annotations

from enum import StrEnum

from eia_app.domain.errors import Denied
from eia_app.domain.roles import Role
from eia_app.domain.workflow import states
from eia_app.domain.workflow.predicates import (
    Actor,
    AssessmentFacts,
    Predicate,
    is_being_changed,
    is_champion,
    is_contributor,
    is_draft,
    is_editable,
    is_equality_lead,
    is_followed_up,
    is_for_review,
    is_for_sign_off,
    is_head_of_service,
    is_in_review,
    is_independent,
    is_invited,
    is_lead,
    is_not_lead,
    is_not_recused,
    is_not_reviewing,
    is_report_author,
    is_reviewing,
    is_signed,
)
from eia_app.domain.workflow.states import Transition


class Permission(StrEnum):
    """What may be asked for. Those named like an Action are asked before that action."""

    START = "start"
    MANAGE_PEOPLE = "manage_people"
    OVERSEE_PEOPLE = "oversee_people"
    READ = "read"
    EDIT = "edit"
    MANAGE_CONTRIBUTORS = "manage_contributors"
    OVERRIDE_ROUTE = "override_route"
    DOWNLOAD_REPORT = "download_report"
    UPDATE_ACTIONS = "update_actions"
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
    SEE_QUEUE = "see_queue"
    READ_DISCUSSION = "read_discussion"
    SEE_COACH = "see_coach"
    CLAIM = "claim"
    UNCLAIM = "unclaim"
    ASSIGN = "assign"
    EXCEPT = "except"
    RECUSE = "recuse"
    COMMENT = "comment"
    GIVE_OPINION = "give_opinion"
    INVITE = "invite"
    ANSWER_INVITATION = "answer_invitation"
    EXTEND = "extend"
    REFER_UP = "refer_up"
    CHASE = "chase"
    REPLY = "reply"
    EDIT_PARAGRAPH = "edit_paragraph"
    CARRY_OVER = "carry_over"
    ASSESS_AGAIN = "assess_again"
    FINISH_PRACTISING = "finish_practising"
    RUN_WORKSHOP = "run_workshop"


AnyOfAll = tuple[tuple[Predicate, ...], ...]
AUTHORS: AnyOfAll = ((is_lead,), (is_contributor,))
READERS: AnyOfAll = (
    *AUTHORS,
    (is_equality_lead,),
    (is_champion, is_for_review),
    (is_head_of_service, is_for_sign_off),
    (is_report_author, is_signed),
    (is_invited,),
)
# Who works on it reads what was said of it; so does who signs it.
DISCUSSING: AnyOfAll = (
    *AUTHORS,
    (is_equality_lead,),
    (is_champion, is_for_review, is_independent),
    (is_head_of_service, is_for_sign_off),
)

# The state comes before the contributors, who are asked of the database.
PERMISSIONS: dict[Permission, AnyOfAll] = {
    Permission.READ: READERS,
    Permission.DOWNLOAD_REPORT: READERS,
    Permission.EDIT: ((is_lead, is_editable), (is_editable, is_contributor)),
    Permission.MANAGE_CONTRIBUTORS: ((is_lead, is_editable), (is_equality_lead, is_editable)),
    Permission.OVERRIDE_ROUTE: ((is_equality_lead, is_editable),),
    Permission.UPDATE_ACTIONS: (
        (is_lead, is_followed_up),
        (is_followed_up, is_contributor),
        (is_equality_lead, is_followed_up),
    ),
    Permission.SUBMIT: AUTHORS,
    Permission.RESUBMIT: AUTHORS,
    Permission.REQUEST_CHANGES: ((is_equality_lead,),),
    Permission.COMPLETE_REVIEW: ((is_equality_lead,),),
    Permission.DECLINE: ((is_head_of_service, is_not_lead),),
    Permission.SIGN_OFF: ((is_head_of_service, is_not_lead),),
    Permission.RECORD_DECISION: ((is_lead,), (is_equality_lead,), (is_report_author,)),
    Permission.REOPEN: ((is_lead,), (is_equality_lead,)),
    Permission.CLOSE: ((is_equality_lead,),),
    Permission.WITHDRAW: ((is_lead,), (is_equality_lead,)),
    Permission.RESTORE: ((is_lead,), (is_equality_lead,)),
    Permission.ASK_REVIEW: ((is_equality_lead,),),
    Permission.READ_DISCUSSION: DISCUSSING,
    Permission.SEE_COACH: DISCUSSING,
    Permission.CLAIM: ((is_champion, is_in_review, is_independent, is_not_reviewing),),
    Permission.UNCLAIM: ((is_champion, is_in_review, is_reviewing),),
    Permission.RECUSE: ((is_champion, is_for_review, is_not_recused),),
    Permission.COMMENT: (
        (is_champion, is_in_review, is_reviewing),
        (is_equality_lead, is_in_review),
    ),
    Permission.GIVE_OPINION: ((is_champion, is_in_review, is_reviewing),),
    Permission.INVITE: (
        (is_champion, is_in_review, is_reviewing),
        (is_equality_lead, is_in_review),
    ),
    Permission.ANSWER_INVITATION: ((is_in_review, is_invited),),
    Permission.ASSIGN: ((is_equality_lead, is_in_review),),
    Permission.EXCEPT: ((is_equality_lead, is_in_review),),
    Permission.EXTEND: ((is_equality_lead, is_in_review),),
    Permission.REFER_UP: ((is_equality_lead, is_in_review),),
    Permission.CHASE: ((is_equality_lead, is_in_review),),
    Permission.REPLY: ((is_lead, is_being_changed), (is_being_changed, is_contributor)),
    Permission.EDIT_PARAGRAPH: (
        (is_lead, is_signed),
        (is_equality_lead, is_signed),
        (is_report_author, is_signed),
    ),
    Permission.CARRY_OVER: ((is_lead, is_draft), (is_equality_lead, is_draft)),
    Permission.ASSESS_AGAIN: (
        (is_lead, is_signed),
        (is_signed, is_contributor),
        (is_equality_lead, is_signed),
    ),
}

# Of an assessment for practice only this may be asked, whatever else is added above: it is sent to
# nobody, reviewed by nobody and signed by nobody.
PRACTISERS: AnyOfAll = (*AUTHORS, (is_equality_lead,))
PRACTICE_PERMISSIONS: dict[Permission, AnyOfAll] = {
    Permission.READ: PRACTISERS,
    Permission.DOWNLOAD_REPORT: PRACTISERS,
    Permission.SEE_COACH: PRACTISERS,
    Permission.FINISH_PRACTISING: PRACTISERS,
    Permission.EDIT: PERMISSIONS[Permission.EDIT],
    Permission.MANAGE_CONTRIBUTORS: PERMISSIONS[Permission.MANAGE_CONTRIBUTORS],
    Permission.WITHDRAW: PERMISSIONS[Permission.WITHDRAW],
    Permission.RESTORE: PERMISSIONS[Permission.RESTORE],
}

# Asked without an assessment: any of these roles, or none for any active person.
SERVICE_PERMISSIONS: dict[Permission, frozenset[Role]] = {
    Permission.START: frozenset(),
    Permission.MANAGE_PEOPLE: frozenset({Role.ADMINISTRATOR}),
    Permission.OVERSEE_PEOPLE: frozenset({Role.ADMINISTRATOR, Role.EQUALITY_LEAD}),
    Permission.SEE_QUEUE: frozenset({Role.CHAMPION, Role.EQUALITY_LEAD}),
    Permission.RUN_WORKSHOP: frozenset({Role.EQUALITY_LEAD}),
}

# Done only by somebody who gave their password a short while ago.
ASKS_AGAIN = frozenset({Permission.MANAGE_PEOPLE, Permission.SIGN_OFF})


def is_allowed(what: Permission, person: Actor, it: AssessmentFacts | None = None) -> bool:
    """Whether this person may do this, to this assessment."""
    if not person.is_active:
        return False
    if it is None:
        needed = SERVICE_PERMISSIONS.get(what)
        return needed is not None and (not needed or not needed.isdisjoint(person.roles))
    rules = PRACTICE_PERMISSIONS if it.practice else PERMISSIONS
    return any(all(test(person, it) for test in tests) for tests in rules.get(what, ()))


def require(what: Permission, person: Actor, it: AssessmentFacts | None = None) -> None:
    """Raises Denied if this person may not do this."""
    if not is_allowed(what, person, it):
        raise Denied("You do not have permission to do this.")


# What is asked before each step of the workflow. One without a permission of its name fails here,
# when the program starts, and does not deny it to everybody.
FOR_TRANSITION: dict[Transition, Permission] = {
    action: Permission(action.value) for action in states.TRANSITIONS
}


def is_transition_allowed(action: Transition, person: Actor, it: AssessmentFacts) -> bool:
    """Return whether this person may take a step of the workflow, whatever the state."""
    return action in FOR_TRANSITION and is_allowed(FOR_TRANSITION[action], person, it)
