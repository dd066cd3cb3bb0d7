"""Who may do what: one table of named predicates. Whatever is not listed is denied."""

from __future__ import annotations

from collections.abc import Callable, Collection
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from eia_app.domain.errors import Denied
from eia_app.domain.routing import Route
from eia_app.domain.workflow import EDITABLE, SIGNED, Action, State


class Role(StrEnum):
    """An author needs no role: every active person may start an assessment."""

    CHAMPION = "champion"
    EQUALITY_LEAD = "equality_lead"
    HEAD_OF_SERVICE = "head_of_service"
    REPORT_AUTHOR = "report_author"
    ADMINISTRATOR = "administrator"


class May(StrEnum):
    """What may be asked for. Those named like an Action are asked before that action."""

    START = "start"
    MANAGE_PEOPLE = "manage_people"
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


class Someone(Protocol):
    """The part of a person that the rules look at."""

    @property
    def id(self) -> UUID: ...
    @property
    def is_active(self) -> bool: ...
    @property
    def roles(self) -> Collection[Role]: ...


class Something(Protocol):
    """The part of an assessment that the rules look at."""

    @property
    def lead_id(self) -> UUID: ...
    @property
    def contributor_ids(self) -> Collection[UUID]: ...
    @property
    def state(self) -> State: ...
    @property
    def route(self) -> Route | None: ...


Predicate = Callable[[Someone, Something], bool]


def is_lead(person: Someone, it: Something) -> bool:
    return person.id == it.lead_id


def is_contributor(person: Someone, it: Something) -> bool:
    return person.id in it.contributor_ids


def is_not_lead(person: Someone, it: Something) -> bool:
    return person.id != it.lead_id


def is_champion(person: Someone, _: Something) -> bool:
    return Role.CHAMPION in person.roles


def is_equality_lead(person: Someone, _: Something) -> bool:
    return Role.EQUALITY_LEAD in person.roles


def is_head_of_service(person: Someone, _: Something) -> bool:
    return Role.HEAD_OF_SERVICE in person.roles


def is_report_author(person: Someone, _: Something) -> bool:
    return Role.REPORT_AUTHOR in person.roles


def is_editable(_: Someone, it: Something) -> bool:
    return it.state in EDITABLE


def is_signed(_: Someone, it: Something) -> bool:
    return it.state in SIGNED


def is_followed_up(_: Someone, it: Something) -> bool:
    """Signed off and not closed: its actions live on and are kept up to date."""
    return it.state in {State.SIGNED_OFF, State.DECIDED}


def is_for_review(_: Someone, it: Something) -> bool:
    """Major, and past the author's first draft: what the review group advises on."""
    return it.route is Route.MAJOR and it.state not in {State.DRAFT, State.WITHDRAWN}


def is_for_sign_off(_: Someone, it: Something) -> bool:
    return it.state is State.AWAITING_SIGN_OFF or it.state in SIGNED


AnyOfAll = tuple[tuple[Predicate, ...], ...]
AUTHORS: AnyOfAll = ((is_lead,), (is_contributor,))
READERS: AnyOfAll = (
    *AUTHORS,
    (is_equality_lead,),
    (is_champion, is_for_review),
    (is_head_of_service, is_for_sign_off),
    (is_report_author, is_signed),
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
}

# Asked without an assessment: a role, or None for any active person.
ANYWHERE: dict[May, Role | None] = {May.START: None, May.MANAGE_PEOPLE: Role.ADMINISTRATOR}


def may(what: May, person: Someone, it: Something | None = None) -> bool:
    """Whether this person may do this, to this assessment."""
    if not person.is_active:
        return False
    if it is None:
        needed = ANYWHERE.get(what)
        return what in ANYWHERE and (needed is None or needed in person.roles)
    return any(all(test(person, it) for test in tests) for tests in RULES.get(what, ()))


def require(what: May, person: Someone, it: Something | None = None) -> None:
    """Raises Denied if this person may not do this."""
    if not may(what, person, it):
        raise Denied("You do not have permission to do this.")


def may_act(action: Action, person: Someone, it: Something) -> bool:
    """Whether this person may take a step of the workflow, whatever the state."""
    return any(may(what, person, it) for what in May if what.value == action.value)
