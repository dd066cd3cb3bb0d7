"""The rules of review: what champions may say, who is independent, and when a round may be closed.

A review is advice: it never decides.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import UUID


class Recommendation(StrEnum):
    """The advice of a champion or an invited colleague."""

    SUPPORT = "support"
    SUPPORT_WITH_CONDITIONS = "support_with_conditions"
    CHANGES_NEEDED = "changes_needed"
    CANNOT_SAY = "cannot_say"


class CommentKind(StrEnum):
    MUST_ADDRESS = "must_address"
    SUGGESTION = "suggestion"
    QUESTION = "question"
    PRAISE = "praise"


class ReplyKind(StrEnum):
    """The author’s answer to a comment: a change, or none."""

    CHANGED = "changed"
    NOT_CHANGED = "not_changed"


class Outcome(StrEnum):
    """The outcome with which the equality lead closed a round."""

    AGREED = "agreed"
    AGREED_WITH_CONDITIONS = "agreed_with_conditions"
    CHANGES_NEEDED = "changes_needed"


@dataclass(frozen=True)
class Location:
    """The place of a comment; with every part empty, the whole assessment.

    It is a question, a group, a row (an action, a piece of evidence) or a section.
    """

    section: str = ""
    group: str = ""
    question: str = ""
    row: UUID | None = None


class ReviewerStatus(Protocol):
    """The part of a reviewer's row that the rules look at."""

    @property
    def person_id(self) -> UUID: ...
    @property
    def is_reviewing(self) -> bool: ...
    @property
    def is_recused(self) -> bool: ...
    @property
    def is_excepted(self) -> bool: ...


def status_of(person_id: UUID, statuses: Iterable[ReviewerStatus]) -> ReviewerStatus | None:
    return next((status for status in statuses if status.person_id == person_id), None)


def conflict(
    person_id: UUID,
    person_service: str,
    *,
    lead_id: UUID,
    contributor_ids: Collection[UUID],
    service: str,
    statuses: Iterable[ReviewerStatus],
) -> str | None:
    """Return why this person is not independent enough to review an assessment; None if they are.

    Working on it and recusal are final. Being of the same service is not, once the equality lead
    has said why it is accepted. The rule is ours, after the practice of councils that have an
    assessment reviewed from another department.
    """
    if person_id == lead_id or person_id in contributor_ids:
        return "You work on this assessment."
    status = status_of(person_id, statuses)
    if status is not None and status.is_recused:
        return "You said that you should not review this assessment."
    is_same_service = bool(service) and service.casefold() == person_service.casefold()
    if is_same_service and not (status is not None and status.is_excepted):
        return "You work in the same service."
    return None


def lacks_quorum(opinions: int, quorum: int) -> bool:
    return opinions < quorum


def unanswered(must_address: Iterable[UUID], answered: Collection[UUID]) -> list[UUID]:
    """Return the ids of the comments that the author must still answer, in their order."""
    return [comment_id for comment_id in must_address if comment_id not in answered]
