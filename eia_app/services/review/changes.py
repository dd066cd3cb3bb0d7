"""What changed since a round of review."""

from __future__ import annotations

from typing import Any

from eia_app.domain.errors import NotFound
from eia_app.domain.journey.traversal import TaskKey
from eia_app.domain.workflow.states import EDITABLE
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.review import replies
from eia_app.services.review.discussion import RoundView
from eia_app.services.snapshots import snapshots
from eia_app.storage.models.people import Person


def now(context: AssessmentContext) -> dict[str, Any]:
    """What is compared with what was reviewed: what is being written, else what was submitted."""
    stored = snapshots.newest(context.session, context.assessment)
    if stored is None or context.assessment.state in EDITABLE:
        return snapshots.take(context)
    return snapshots.content(stored)


def reviewed(context: AssessmentContext, person: Person, number: int | None = None) -> RoundView:
    """The closed round to compare with: this number, else the newest in which this person said
    something, else the newest. Raises NotFound when there is none."""
    over = [each for each in replies.every_round(context) if not each.is_open]
    if number is not None:
        over = [each for each in over if each.round.number == number]
    if not over:
        raise NotFound("There is no such round of review.")
    return next((each for each in over if _spoke(each, person)), over[0])


def _spoke(talk: RoundView, person: Person) -> bool:
    said = [each.person_id for each in talk.opinions if each.given_at is not None]
    return person.id in {*said, *(each.person_id for each in talk.comments)}


def remarked_on(talk: RoundView, person: Person) -> set[TaskKey]:
    """The sections (and groups) that this person's remarks in a round are about."""
    mine = [each for each in talk.comments if each.person_id == person.id]
    return {(each.section, each.group_id or None) for each in mine if each.section}
