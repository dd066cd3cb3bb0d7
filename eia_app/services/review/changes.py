"""The changes since a round of review."""

from __future__ import annotations

from typing import Any

from eia_app.domain.errors import NotFound
from eia_app.domain.journey.tasks import TaskKey
from eia_app.domain.workflow.states import EDITABLE
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.review import replies
from eia_app.services.review.discussion import RoundView
from eia_app.services.snapshots import snapshots
from eia_app.storage.models.people import Person


def present_content(context: AssessmentContext) -> dict[str, Any]:
    """Return the present content: the answers while they are edited, else the newest snapshot."""
    stored = snapshots.newest(context.session, context.assessment)
    if stored is None or context.assessment.state in EDITABLE:
        return snapshots.take(context)
    return snapshots.content(stored)


def round_to_compare(
    context: AssessmentContext, person: Person, number: int | None = None
) -> RoundView:
    """Return the closed round to compare with.

    It is the one of this number; without a number, the newest in which this person spoke, else the
    newest. Raise NotFound when there is none.
    """
    closed = [round_view for round_view in replies.every_round(context) if not round_view.is_open]
    if number is not None:
        closed = [round_view for round_view in closed if round_view.round.number == number]
    if not closed:
        raise NotFound("There is no such round of review.")
    return next((round_view for round_view in closed if _has_spoken(round_view, person)), closed[0])


def _has_spoken(round_view: RoundView, person: Person) -> bool:
    judges = [opinion.person_id for opinion in round_view.opinions if opinion.given_at is not None]
    return person.id in {*judges, *(comment.person_id for comment in round_view.comments)}


def tasks_commented_on(round_view: RoundView, person: Person) -> set[TaskKey]:
    """Return the sections (and groups) that this person's comments in a round are about."""
    comments = [comment for comment in round_view.comments if comment.person_id == person.id]
    return {(comment.section, comment.group_id or None) for comment in comments if comment.section}
