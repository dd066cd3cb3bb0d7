"""Mitigating actions after sign-off: they live on, and are kept up to date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from eia_app.domain.questionnaire.answers import Row
from eia_app.domain.questionnaire.model import Question
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.permissions import Permission
from eia_app.services.answers.rows import change_row
from eia_app.services.assessment.content import StoredRow
from eia_app.services.assessment.derived_columns import flush
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.storage.models.people import Person


def followed(context: AssessmentContext) -> tuple[Question, ...]:
    """Return the questions of an action that may still be answered once the assessment is signed
    off.
    """
    ids = context.edition.values_meaning("action_followed")
    return tuple(context.edition.questions[id_] for id_ in ids)


def rows(context: AssessmentContext) -> list[Row]:
    """The actions of the plan, in its order."""
    return list(context.journey.live.rows.get(context.edition.means("actions"), ()))


def is_over(context: AssessmentContext, row: Row) -> bool:
    """Done, or dropped with a reason."""
    status = row.values.get(context.edition.means("action_status"))
    return status in context.edition.values_meaning("action_over")


def update(
    context: AssessmentContext,
    row: StoredRow,
    values: Mapping[str, Any],
    *,
    by: Person,
    now: datetime,
    seen: int,
) -> None:
    """Say how far an action has got. The signed snapshot is not touched.

    Raise Denied, and Stale when somebody else updated it since the page was drawn.
    """
    permissions.require(Permission.UPDATE_ACTIONS, by, context.assessment)
    allowed = {question.id for question in followed(context)}
    unchanged = {q: v for q, v in row.values.items() if q not in allowed}
    given = {q: v for q, v in values.items() if q in allowed}
    change_row(context, row, {**unchanged, **given}, by=by, now=now, seen=seen)
    flush(context.session)
    context.renew()
