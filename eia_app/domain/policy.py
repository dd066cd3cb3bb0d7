"""Who may do what: one table of named predicates. Whatever is not listed is denied."""

from __future__ import annotations

from enum import StrEnum

from eia_app.domain.errors import Denied
from eia_app.domain.predicates import (
    Predicate,
    Someone,
    Something,
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
from eia_app.domain.roles import Role
from eia_app.domain.workflow import Action


class May(StrEnum):
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

RULES: dict[May, AnyOfAll] = {
    May.READ: READERS,
    May.DOWNLOAD_REPORT: READERS,
    May.EDIT: ((is_lead, is_editable), (is_contributor, is_editable)),
    May.MANAGE_CONTRIBUTORS: ((is_lead, is_editable), (is_equality_lead, is_editable)),
    May.OVERRIDE_ROUTE: ((is_equality_lead, is_editable),),
    May.UPDATE_ACTIONS: (
        (is_lead, is_followed_up),
        (is_contributor, is_followed_up),
        (is_equality_lead, is_followed_up),
    ),
    May.SUBMIT: AUTHORS,
    May.RESUBMIT: AUTHORS,
    May.REQUEST_CHANGES: ((is_equality_lead,),),
    May.COMPLETE_REVIEW: ((is_equality_lead,),),
    May.DECLINE: ((is_head_of_service, is_not_lead),),
    May.SIGN_OFF: ((is_head_of_service, is_not_lead),),
    May.RECORD_DECISION: ((is_lead,), (is_equality_lead,), (is_report_author,)),
    May.REOPEN: ((is_lead,), (is_equality_lead,)),
    May.CLOSE: ((is_equality_lead,),),
    May.WITHDRAW: ((is_lead,), (is_equality_lead,)),
    May.RESTORE: ((is_lead,), (is_equality_lead,)),
    May.ASK_REVIEW: ((is_equality_lead,),),
    May.READ_DISCUSSION: DISCUSSING,
    May.SEE_COACH: DISCUSSING,
    May.CLAIM: ((is_champion, is_in_review, is_independent, is_not_reviewing),),
    May.UNCLAIM: ((is_champion, is_in_review, is_reviewing),),
    May.RECUSE: ((is_champion, is_for_review, is_not_recused),),
    May.COMMENT: ((is_champion, is_in_review, is_reviewing), (is_equality_lead, is_in_review)),
    May.GIVE_OPINION: ((is_champion, is_in_review, is_reviewing),),
    May.INVITE: ((is_champion, is_in_review, is_reviewing), (is_equality_lead, is_in_review)),
    May.ANSWER_INVITATION: ((is_in_review, is_invited),),
    May.ASSIGN: ((is_equality_lead, is_in_review),),
    May.EXCEPT: ((is_equality_lead, is_in_review),),
    May.EXTEND: ((is_equality_lead, is_in_review),),
    May.REFER_UP: ((is_equality_lead, is_in_review),),
    May.CHASE: ((is_equality_lead, is_in_review),),
    May.REPLY: ((is_lead, is_being_changed), (is_contributor, is_being_changed)),
    May.EDIT_PARAGRAPH: (
        (is_lead, is_signed),
        (is_equality_lead, is_signed),
        (is_report_author, is_signed),
    ),
    May.CARRY_OVER: ((is_lead, is_draft), (is_equality_lead, is_draft)),
    May.ASSESS_AGAIN: (
        (is_lead, is_signed),
        (is_contributor, is_signed),
        (is_equality_lead, is_signed),
    ),
}

# Of an assessment for practice only this may be asked, whatever else is added above: it is sent to
# nobody, reviewed by nobody and signed by nobody.
PRACTISERS: AnyOfAll = (*AUTHORS, (is_equality_lead,))
PRACTICE: dict[May, AnyOfAll] = {
    May.READ: PRACTISERS,
    May.DOWNLOAD_REPORT: PRACTISERS,
    May.SEE_COACH: PRACTISERS,
    May.FINISH_PRACTISING: PRACTISERS,
    May.EDIT: RULES[May.EDIT],
    May.MANAGE_CONTRIBUTORS: RULES[May.MANAGE_CONTRIBUTORS],
    May.WITHDRAW: RULES[May.WITHDRAW],
    May.RESTORE: RULES[May.RESTORE],
}

# Asked without an assessment: any of these roles, or none for any active person.
ANYWHERE: dict[May, frozenset[Role]] = {
    May.START: frozenset(),
    May.MANAGE_PEOPLE: frozenset({Role.ADMINISTRATOR}),
    May.OVERSEE_PEOPLE: frozenset({Role.ADMINISTRATOR, Role.EQUALITY_LEAD}),
    May.SEE_QUEUE: frozenset({Role.CHAMPION, Role.EQUALITY_LEAD}),
    May.RUN_WORKSHOP: frozenset({Role.EQUALITY_LEAD}),
}

# Done only by somebody who gave their password a short while ago.
ASKS_AGAIN = frozenset({May.MANAGE_PEOPLE, May.SIGN_OFF})


def may(what: May, person: Someone, it: Something | None = None) -> bool:
    """Whether this person may do this, to this assessment."""
    if not person.is_active:
        return False
    if it is None:
        needed = ANYWHERE.get(what)
        return needed is not None and (not needed or not needed.isdisjoint(person.roles))
    rules = PRACTICE if it.practice else RULES
    return any(all(test(person, it) for test in tests) for tests in rules.get(what, ()))


def require(what: May, person: Someone, it: Something | None = None) -> None:
    """Raises Denied if this person may not do this."""
    if not may(what, person, it):
        raise Denied("You do not have permission to do this.")


def may_act(action: Action, person: Someone, it: Something) -> bool:
    """Whether this person may take a step of the workflow, whatever the state."""
    return any(may(what, person, it) for what in May if what.value == action.value)
