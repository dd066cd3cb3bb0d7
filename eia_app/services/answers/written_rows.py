"""Rows of lists that are written on another page, where they are selected."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from eia_app.domain.errors import NotFound
from eia_app.domain.questionnaire.linked_questions import WrittenRow
from eia_app.services.answers.rows import fill_row, new_row
from eia_app.services.answers.save import bump_section_revision
from eia_app.services.assessment.derived_columns import update_derived_columns
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.storage.models.assessment import ListRow, MitigatingAction
from eia_app.storage.models.people import Person


def add_written_rows(
    context: AssessmentContext, written: Iterable[WrittenRow], *, by: Person, now: datetime
) -> None:
    """Add a row for each text, once: one that is there already stays as it is.

    It comes after a save that was allowed. The list may be one that was not sent back: its new row
    lacks answers, which opens it. Raise NotFound for the id of a row of something else.
    """
    for row in written:
        if row.id not in context.rows:
            _add(context, row, by, now)


def _add(context: AssessmentContext, written: WrittenRow, by: Person, now: datetime) -> None:
    list_id = context.edition.section_of[written.question].id
    row = _removed(context, list_id, written.id) or new_row(context, list_id, written.id)
    fill_row(context, row, {written.question: written.text}, by=by, now=now)
    bump_section_revision(context, list_id, None, by, now)
    context.renew()
    update_derived_columns(context, now=now)


def _removed(
    context: AssessmentContext, list_id: str, row_id: UUID
) -> ListRow | MitigatingAction | None:
    """Return the removed row with this id, put back: whoever wrote it saves it again."""
    session = context.session
    row = session.get(ListRow, row_id) or session.get(MitigatingAction, row_id)
    if row is None:
        return None
    if (row.assessment_id, row.section) != (context.assessment.id, list_id):
        raise NotFound("There is no such row.")
    row.removed_at = None
    row.revision += 1
    return row
