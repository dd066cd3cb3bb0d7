"""The named predicates of the permissions: small true-or-false questions about a person and an
assessment."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Protocol
from uuid import UUID

from eia_app.domain.journey.routing import Route
from eia_app.domain.review.review import ReviewerStatus, conflict, standing_of
from eia_app.domain.roles import Role
from eia_app.domain.workflow.states import EDITABLE, SIGNED, State


class Actor(Protocol):
    """The part of a person that the rules look at."""

    @property
    def id(self) -> UUID: ...
    @property
    def is_active(self) -> bool: ...
    @property
    def roles(self) -> Collection[Role]: ...
    @property
    def service(self) -> str: ...


class AssessmentFacts(Protocol):
    """The part of an assessment that the rules look at."""

    @property
    def lead_id(self) -> UUID: ...
    @property
    def contributor_ids(self) -> Collection[UUID]: ...
    @property
    def practice(self) -> bool: ...
    @property
    def state(self) -> State: ...
    @property
    def route(self) -> Route | None: ...
    @property
    def service(self) -> str: ...
    @property
    def review_asked(self) -> bool: ...
    @property
    def reviewers(self) -> Collection[ReviewerStatus]: ...
    @property
    def invited_ids(self) -> Collection[UUID]: ...


Predicate = Callable[[Actor, AssessmentFacts], bool]


def is_lead(person: Actor, it: AssessmentFacts) -> bool:
    return person.id == it.lead_id


def is_contributor(person: Actor, it: AssessmentFacts) -> bool:
    return person.id in it.contributor_ids


def is_not_lead(person: Actor, it: AssessmentFacts) -> bool:
    return person.id != it.lead_id


def is_champion(person: Actor, _: AssessmentFacts) -> bool:
    return Role.CHAMPION in person.roles


def is_equality_lead(person: Actor, _: AssessmentFacts) -> bool:
    return Role.EQUALITY_LEAD in person.roles


def is_head_of_service(person: Actor, _: AssessmentFacts) -> bool:
    return Role.HEAD_OF_SERVICE in person.roles


def is_report_author(person: Actor, _: AssessmentFacts) -> bool:
    return Role.REPORT_AUTHOR in person.roles


def is_draft(_: Actor, it: AssessmentFacts) -> bool:
    return it.state is State.DRAFT


def is_editable(_: Actor, it: AssessmentFacts) -> bool:
    return it.state in EDITABLE


def is_signed(_: Actor, it: AssessmentFacts) -> bool:
    return it.state in SIGNED


def is_followed_up(_: Actor, it: AssessmentFacts) -> bool:
    """Signed off and not closed: its actions live on and are kept up to date."""
    return it.state in {State.SIGNED_OFF, State.DECIDED}


def is_for_review(_: Actor, it: AssessmentFacts) -> bool:
    """Major or asked for, and past the author's first draft: what the review group advises on."""
    reviewed = it.route is Route.MAJOR or it.review_asked
    return reviewed and it.state not in {State.DRAFT, State.WITHDRAWN}


def is_in_review(_: Actor, it: AssessmentFacts) -> bool:
    return it.state is State.IN_REVIEW


def is_being_changed(_: Actor, it: AssessmentFacts) -> bool:
    return it.state is State.CHANGES_REQUESTED


def is_independent(person: Actor, it: AssessmentFacts) -> bool:
    """Neither works on it, nor stood aside, nor is of its service without the lead's exception."""
    return conflict_of(person, it) is None


def is_reviewing(person: Actor, it: AssessmentFacts) -> bool:
    """Claimed it or was assigned, and is still independent."""
    mine = standing_of(person.id, it.reviewers)
    return mine is not None and mine.is_reviewing and is_independent(person, it)


def is_not_reviewing(person: Actor, it: AssessmentFacts) -> bool:
    return not is_reviewing(person, it)


def is_not_recused(person: Actor, it: AssessmentFacts) -> bool:
    mine = standing_of(person.id, it.reviewers)
    return mine is None or not mine.is_recused


def is_invited(person: Actor, it: AssessmentFacts) -> bool:
    """Asked for an opinion on a section of an assessment that is past its first draft."""
    past_draft = it.state not in {State.DRAFT, State.WITHDRAWN}
    return past_draft and person.id in it.invited_ids


def conflict_of(person: Actor, it: AssessmentFacts) -> str | None:
    """Why this person may not review this assessment, in a sentence; None when they may."""
    return conflict(
        person.id,
        person.service,
        lead_id=it.lead_id,
        contributor_ids=it.contributor_ids,
        service=it.service,
        standings=it.reviewers,
    )


def is_for_sign_off(_: Actor, it: AssessmentFacts) -> bool:
    return it.state is State.AWAITING_SIGN_OFF or it.state in SIGNED
