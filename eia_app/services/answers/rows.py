"""Saving, changing and removing the rows of lists."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from eia_app.domain.errors import NotFound, Stale
from eia_app.domain.questionnaire.answers import is_empty
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.permissions import Permission
from eia_app.services.answers.conflicts import Values, row_clash
from eia_app.services.answers.derived_values import without_derived
from eia_app.services.answers.save import bump_section_revision, replaced_value, require_unlocked
from eia_app.services.assessment.content import StoredRow
from eia_app.services.assessment.derived_columns import (
    columns_of_action,
    update_derived_columns,
)
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.storage.models.assessment import (
    ListRow,
    MitigatingAction,
)
from eia_app.storage.models.people import Person


def save_row(
    context: AssessmentContext,
    section: str,
    row_id: UUID,
    values: Values,
    *,
    by: Person,
    now: datetime,
    seen: int = 0,
    confirms: bool = True,
) -> None:
    """Add a row, or change the row that has this id already (so a second press adds no second row).

    `seen` is the row's revision when its page was drawn (0 = a new row). Raise like save_answers.
    """
    permissions.require(Permission.EDIT, by, context.assessment)
    values = without_derived(context, section, row_id, values)
    row = context.rows.get(row_id)
    if row is None or row.values != given_values(values):
        require_unlocked(context, section)
    elif not confirms:
        return
    if row is None:
        row = put_back(context, section, row_id, seen) or new_row(context, section, row_id)
        fill_row(context, row, given_values(values), by=by, now=now)
    elif not change_row(context, row, values, by=by, now=now, seen=seen):
        return
    bump_section_revision(context, section, None, by, now)
    context.renew()
    update_derived_columns(context, now=now)


def change_row(
    context: AssessmentContext,
    row: StoredRow,
    values: Values,
    *,
    by: Person,
    now: datetime,
    seen: int,
) -> bool:
    """Put new values into a row and keep the old. Return whether anything changed. Raise Stale.

    What was carried over counts as changed when it is saved as it is: somebody has confirmed it.
    """
    given = given_values(values)
    if row.values == given and not row.carried:
        return False
    if seen != row.revision:
        raise row_clash(context, row, values)
    _keep_old(context, row, given, by, now)
    row.values, row.by_id, row.at, row.carried = given, by.id, now, False
    row.revision += 1
    columns_of_action(context.edition, row)
    return True


def given_values(values: Values) -> dict[str, Any]:
    return {question: value for question, value in values.items() if not is_empty(value)}


def find_removed(context: AssessmentContext, section: str, row_id: UUID) -> StoredRow | None:
    """Return the row with this id that was removed. Raise NotFound for one of another list."""
    session, place = context.session, (context.assessment.id, section)
    row = session.get(ListRow, row_id) or session.get(MitigatingAction, row_id)
    if row is not None and (row.assessment_id, row.section) != place:
        raise NotFound("There is no such row.")
    return row


def put_back(context: AssessmentContext, section: str, row_id: UUID, seen: int) -> StoredRow | None:
    """Put back the removed row with this id. Raise Stale if it was removed since the page was
    drawn.
    """
    row = find_removed(context, section, row_id)
    if row is None:
        return None
    if seen != row.revision:
        raise Stale("This was removed while you were writing.", revision=row.revision)
    row.removed_at = None
    row.revision += 1
    return row


def new_row(context: AssessmentContext, section: str, row_id: UUID) -> StoredRow:
    """Return a row for the end of a list; `fill_row` puts it there."""
    table = MitigatingAction if section == context.edition.means("actions") else ListRow
    positions = [row.position for row in context.rows.values() if row.section == section]
    row: StoredRow = table(
        id=row_id,
        assessment_id=context.assessment.id,
        section=section,
        position=max(positions, default=0) + 1,
        revision=1,
    )
    context.session.add(row)
    return row


def fill_row(
    context: AssessmentContext,
    row: StoredRow,
    values: dict[str, Any],
    *,
    by: Person,
    now: datetime,
) -> None:
    """Put a row with these values into its list."""
    row.values, row.by_id, row.at = values, by.id, now
    columns_of_action(context.edition, row)
    context.renew(rows={**context.rows, row.id: row})


def _keep_old(
    context: AssessmentContext, row: StoredRow, given: Values, by: Person, now: datetime
) -> None:
    for question in {**row.values, **given}:
        old = row.values.get(question)
        if given.get(question) != old:
            context.session.add(replaced_value(row, row.section, question, old, by, now))


def remove_row(context: AssessmentContext, row_id: UUID, *, by: Person, now: datetime) -> None:
    """Take a row out of its list. It is kept, and no longer counts. Removing twice is once."""
    permissions.require(Permission.EDIT, by, context.assessment)
    row = context.rows.get(row_id)
    if row is None:
        return
    require_unlocked(context, row.section)
    _keep_old(context, row, {}, by, now)
    row.removed_at = now
    row.revision += 1
    bump_section_revision(context, row.section, None, by, now)
    context.renew(rows={id_: other for id_, other in context.rows.items() if id_ != row_id})
    update_derived_columns(context, now=now)
