"""The conditions of the permissions: questions with a yes or a no about a person and an assessment.

None of them looks at the state of the assessment: permissions.py has the states beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Protocol
from uuid import UUID

from eia_app.domain.journey.routing import Route
from eia_app.domain.review.review import ReviewerStatus, conflict, status_of
from eia_app.domain.roles import Role
from eia_app.domain.workflow.states import State


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
    """The part of an assessment that the conditions look at."""

    @property
    def lead_id(self) -> UUID: ...
    @property
    def contributor_ids(self) -> Collection[UUID]: ...
    @property
    def practice(self) -> bool: ...
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


class AssessmentInState(AssessmentFacts, Protocol):
    """The part of an assessment that the permissions look at."""

    @property
    def state(self) -> State: ...


Predicate = Callable[[Actor, AssessmentFacts], bool]


def is_lead(person: Actor, assessment: AssessmentFacts) -> bool:
    return person.id == assessment.lead_id


def is_contributor(person: Actor, assessment: AssessmentFacts) -> bool:
    return person.id in assessment.contributor_ids


def is_not_lead(person: Actor, assessment: AssessmentFacts) -> bool:
    return person.id != assessment.lead_id


def is_champion(person: Actor, _: AssessmentFacts) -> bool:
    return Role.CHAMPION in person.roles


def is_equality_lead(person: Actor, _: AssessmentFacts) -> bool:
    return Role.EQUALITY_LEAD in person.roles


def is_head_of_service(person: Actor, _: AssessmentFacts) -> bool:
    return Role.HEAD_OF_SERVICE in person.roles


def is_report_author(person: Actor, _: AssessmentFacts) -> bool:
    return Role.REPORT_AUTHOR in person.roles


def is_for_review(_: Actor, assessment: AssessmentFacts) -> bool:
    """Return whether the review group advises on it: it is major, or its review was asked for."""
    return assessment.route is Route.MAJOR or assessment.review_asked


def is_independent(person: Actor, assessment: AssessmentFacts) -> bool:
    return conflict_of(person, assessment) is None


def is_reviewing(person: Actor, assessment: AssessmentFacts) -> bool:
    """Return whether they claimed it or were assigned, and are still independent."""
    status = status_of(person.id, assessment.reviewers)
    return status is not None and status.is_reviewing and is_independent(person, assessment)


def is_not_reviewing(person: Actor, assessment: AssessmentFacts) -> bool:
    return not is_reviewing(person, assessment)


def is_not_recused(person: Actor, assessment: AssessmentFacts) -> bool:
    status = status_of(person.id, assessment.reviewers)
    return status is None or not status.is_recused


def is_invited(person: Actor, assessment: AssessmentFacts) -> bool:
    """Return whether they were asked for an opinion on a section."""
    return person.id in assessment.invited_ids


def conflict_of(person: Actor, assessment: AssessmentFacts) -> str | None:
    """Return why this person may not review this assessment, in a sentence; None if they may."""
    return conflict(
        person.id,
        person.service,
        lead_id=assessment.lead_id,
        contributor_ids=assessment.contributor_ids,
        service=assessment.service,
        statuses=assessment.reviewers,
    )
