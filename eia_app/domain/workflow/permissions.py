"""The permissions: one table of who may do what, in which states. All else is denied."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from eia_app.domain.errors import Denied
from eia_app.domain.roles import Role
from eia_app.domain.workflow import states
from eia_app.domain.workflow.predicates import (
    Actor,
    AssessmentFacts,
    AssessmentInState,
    Predicate,
    is_champion,
    is_contributor,
    is_equality_lead,
    is_for_review,
    is_head_of_service,
    is_independent,
    is_invited,
    is_lead,
    is_not_lead,
    is_not_recused,
    is_not_reviewing,
    is_report_author,
    is_reviewing,
)
from eia_app.domain.workflow.states import (
    EDITABLE,
    FOLLOWED_UP,
    FOR_SIGN_OFF,
    PAST_DRAFT,
    SIGNED,
    State,
    Transition,
    not_in_state,
)


class Permission(StrEnum):
    """A permission that is not the one for a transition: that is the transition itself."""

    USE_SERVICE = "use_service"
    MANAGE_PEOPLE = "manage_people"
    OVERSEE_PEOPLE = "oversee_people"
    SEE_QUEUE = "see_queue"
    RUN_WORKSHOP = "run_workshop"
    READ = "read"
    EDIT = "edit"
    MANAGE_CONTRIBUTORS = "manage_contributors"
    DOWNLOAD_REPORT = "download_report"
    UPDATE_ACTIONS = "update_actions"
    READ_DISCUSSION = "read_discussion"
    SEE_COACH = "see_coach"
    COMMENT = "comment"
    REPLY = "reply"
    EDIT_PARAGRAPH = "edit_paragraph"
    FINISH_PRACTISING = "finish_practising"


AnyPermission = Permission | Transition


@dataclass(frozen=True)
class Grant:
    """A permission given to people who meet every condition of `who`, in the states of `when`.

    No condition can look at the state, as its type has none: whether the person or only the state
    forbids something is told from `who` alone.
    """

    who: tuple[Predicate, ...]
    when: frozenset[State]

    def is_given_to(self, person: Actor, assessment: AssessmentFacts) -> bool:
        return all(condition(person, assessment) for condition in self.who)

    def is_valid_for(self, person: Actor, assessment: AssessmentInState) -> bool:
        """Look at the state first: the contributors are asked of the database."""
        return assessment.state in self.when and self.is_given_to(person, assessment)


PermissionRule = tuple[Grant, ...]
People = Predicate | tuple[Predicate, ...]  # one condition, or several that must all hold

ALWAYS = frozenset(State)
DRAFT = frozenset({State.DRAFT})
IN_REVIEW = frozenset({State.IN_REVIEW})
CHANGES_REQUESTED = frozenset({State.CHANGES_REQUESTED})


def _given_to(*everybody: People, when: frozenset[State] = ALWAYS) -> PermissionRule:
    """Return a rule by which each of these people has the permission, in the same states."""
    return tuple(Grant(who if isinstance(who, tuple) else (who,), when) for who in everybody)


AUTHORS = (is_lead, is_contributor)
PRACTISERS = _given_to(*AUTHORS, is_equality_lead)
# Every page of an assessment asks for this first. The register has the same as a condition for the
# database: `visible_to` of services/assessment/register.py.
READERS = (
    *_given_to(*AUTHORS, is_equality_lead),
    *_given_to((is_champion, is_for_review), when=PAST_DRAFT),
    *_given_to(is_head_of_service, when=FOR_SIGN_OFF),
    *_given_to(is_report_author, when=SIGNED),
    *_given_to(is_invited, when=PAST_DRAFT),
)
# Comments are read by the people who work on the assessment, review it independently, or sign it.
# Whoever comments, replies, gives an opinion or asks for one needs this too.
DISCUSSING = (
    *_given_to(*AUTHORS, is_equality_lead),
    *_given_to((is_champion, is_for_review, is_independent), when=PAST_DRAFT),
    *_given_to(is_head_of_service, when=FOR_SIGN_OFF),
)

# Who takes each step of the workflow; TRANSITIONS has the states in which it is taken.
STEP_TAKERS: dict[Transition, tuple[People, ...]] = {
    Transition.SUBMIT: AUTHORS,
    Transition.RESUBMIT: AUTHORS,
    Transition.REQUEST_CHANGES: (is_equality_lead,),
    Transition.COMPLETE_REVIEW: (is_equality_lead,),
    Transition.DECLINE: ((is_head_of_service, is_not_lead),),
    Transition.SIGN_OFF: ((is_head_of_service, is_not_lead),),
    Transition.RECORD_DECISION: (is_lead, is_equality_lead, is_report_author),
    Transition.REOPEN: (is_lead, is_equality_lead),
    Transition.CLOSE: (is_equality_lead,),
    Transition.WITHDRAW: (is_lead, is_equality_lead),
    Transition.RESTORE: (is_lead, is_equality_lead),
    Transition.ASK_REVIEW: (is_equality_lead,),
}

STEPS: dict[AnyPermission, PermissionRule] = {
    step: _given_to(*STEP_TAKERS[step], when=rule.sources)
    for step, rule in states.TRANSITIONS.items()
}

# What is asked of an assessment.
PERMISSIONS: dict[AnyPermission, PermissionRule] = {
    Permission.READ: READERS,
    Permission.DOWNLOAD_REPORT: READERS,
    Permission.EDIT: _given_to(*AUTHORS, when=EDITABLE),
    Permission.MANAGE_CONTRIBUTORS: _given_to(is_lead, is_equality_lead, when=EDITABLE),
    Transition.OVERRIDE_ROUTE: _given_to(is_equality_lead, when=EDITABLE),
    Permission.UPDATE_ACTIONS: _given_to(*AUTHORS, is_equality_lead, when=FOLLOWED_UP),
    **STEPS,
    Permission.READ_DISCUSSION: DISCUSSING,
    Permission.SEE_COACH: DISCUSSING,
    Transition.CLAIM: _given_to((is_champion, is_independent, is_not_reviewing), when=IN_REVIEW),
    Transition.UNCLAIM: _given_to((is_champion, is_reviewing), when=IN_REVIEW),
    Transition.RECUSE: _given_to((is_champion, is_for_review, is_not_recused), when=PAST_DRAFT),
    Permission.COMMENT: _given_to((is_champion, is_reviewing), is_equality_lead, when=IN_REVIEW),
    Transition.GIVE_OPINION: _given_to((is_champion, is_reviewing), when=IN_REVIEW),
    Transition.INVITE: _given_to((is_champion, is_reviewing), is_equality_lead, when=IN_REVIEW),
    Transition.ANSWER_INVITATION: _given_to(is_invited, when=IN_REVIEW),
    Transition.ASSIGN: _given_to(is_equality_lead, when=IN_REVIEW),
    Transition.EXCEPT: _given_to(is_equality_lead, when=IN_REVIEW),
    Transition.EXTEND: _given_to(is_equality_lead, when=IN_REVIEW),
    Transition.REFER_UP: _given_to(is_equality_lead, when=IN_REVIEW),
    Transition.CHASE: _given_to(is_equality_lead, when=IN_REVIEW),
    Permission.REPLY: _given_to(*AUTHORS, when=CHANGES_REQUESTED),
    Permission.EDIT_PARAGRAPH: _given_to(is_lead, is_equality_lead, is_report_author, when=SIGNED),
    Transition.CARRY_OVER: _given_to(is_lead, is_equality_lead, when=DRAFT),
    Transition.ASSESS_AGAIN: _given_to(*AUTHORS, is_equality_lead, when=SIGNED),
}

# What is asked of an assessment for practice, whatever else is added above: it is sent to nobody,
# reviewed by nobody and signed by nobody.
PRACTICE_PERMISSIONS: dict[AnyPermission, PermissionRule] = {
    Permission.READ: PRACTISERS,
    Permission.DOWNLOAD_REPORT: PRACTISERS,
    Permission.SEE_COACH: PRACTISERS,
    Permission.FINISH_PRACTISING: PRACTISERS,
    Permission.EDIT: PERMISSIONS[Permission.EDIT],
    Permission.MANAGE_CONTRIBUTORS: PERMISSIONS[Permission.MANAGE_CONTRIBUTORS],
    Transition.WITHDRAW: PERMISSIONS[Transition.WITHDRAW],
    Transition.RESTORE: PERMISSIONS[Transition.RESTORE],
}

# What is asked without an assessment, with the roles that have it; none for any active person.
SERVICE_PERMISSIONS: dict[AnyPermission, frozenset[Role]] = {
    Permission.USE_SERVICE: frozenset(),
    Transition.START: frozenset(),
    Permission.MANAGE_PEOPLE: frozenset({Role.ADMINISTRATOR}),
    Permission.OVERSEE_PEOPLE: frozenset({Role.ADMINISTRATOR, Role.EQUALITY_LEAD}),
    Permission.SEE_QUEUE: frozenset({Role.CHAMPION, Role.EQUALITY_LEAD}),
    Permission.RUN_WORKSHOP: frozenset({Role.EQUALITY_LEAD}),
}

# Done only by somebody who gave their password a short while ago.
ASKS_AGAIN: frozenset[AnyPermission] = frozenset({Permission.MANAGE_PEOPLE, Transition.SIGN_OFF})
DENIED = "You do not have permission to do this."


def is_allowed(
    permission: AnyPermission, person: Actor, assessment: AssessmentInState | None = None
) -> bool:
    """Return whether this person may do this now: to this assessment, or to none."""
    if assessment is None:
        return _has_role_for(permission, person)
    grants = _grants(permission, person, assessment)
    return any(grant.is_valid_for(person, assessment) for grant in grants)


def require(
    permission: AnyPermission, person: Actor, assessment: AssessmentInState | None = None
) -> None:
    """Raise Denied if this person may not do this, and NotAllowed if only the state forbids it."""
    if is_allowed(permission, person, assessment):
        return
    if assessment is not None:
        grants = _grants(permission, person, assessment)
        if any(grant.is_given_to(person, assessment) for grant in grants):
            raise not_in_state(assessment.state)
    raise Denied(DENIED)


def _has_role_for(permission: AnyPermission, person: Actor) -> bool:
    roles = SERVICE_PERMISSIONS.get(permission)
    if roles is None or not person.is_active:
        return False
    return not roles or not roles.isdisjoint(person.roles)


def _grants(
    permission: AnyPermission, person: Actor, assessment: AssessmentInState
) -> PermissionRule:
    """Return the rule that holds for an assessment; an empty one for somebody who has left."""
    rules = PRACTICE_PERMISSIONS if assessment.practice else PERMISSIONS
    return rules.get(permission, ()) if person.is_active else ()
