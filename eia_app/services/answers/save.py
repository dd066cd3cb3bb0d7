"""Saves what was typed: pages of questions and rows of lists. Replaced values are kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from eia_app.domain.errors import NotAllowed, NotFound, Stale
from eia_app.domain.questionnaire.answers import is_empty
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.permissions import Permission
from eia_app.services.answers.conflicts import Values, row_clash, same, to_save, without_clashes
from eia_app.services.assessment.derived_columns import (
    columns_of_action,
    flush,
    update_derived_columns,
)
from eia_app.services.assessment.loading import AssessmentContext, Stored, StoredRow
from eia_app.storage.models.assessment import (
    Answer,
    ListRow,
    MitigatingAction,
    ReplacedValue,
    SectionState,
)
from eia_app.storage.models.people import Person

LOCKED = "This section was not sent back, so it cannot be changed now."


def save_answers(
    context: AssessmentContext,
    section: str,
    group: str | None,
    values: Values,
    *,
    by: Person,
    now: datetime,
    seen: int | None = None,
    confirms: bool = True,
) -> None:
    """Save a page's answers, by question id (None takes an answer away).

    `seen` is the section's revision when the page was drawn; None means now. What others saved
    since in questions that this person did not touch is left as it is. What was carried over is
    confirmed by saving it as it is, if the save `confirms`. Raises Denied, NotAllowed when the
    assessment can no longer be edited or the section was not sent back, and Stale with every
    question that both changed.
    """
    permissions.require(Permission.EDIT, by, context.assessment)
    seen = context.revision(section, group) if seen is None else seen
    changed = to_save(context, group, values, confirms=confirms)
    if seen != context.revision(section, group):
        changed = without_clashes(context, section, group, changed, seen)
    if not changed and (section, group or "") in context.states:
        return
    require_unlocked(context, section, group)
    revision = bump_section_revision(context, section, group, by, now)
    old = _answers_to(context, group, changed)
    for question, value in changed.items():
        _put(context, section, group, question, value, revision, old.get(question), by, now)
    update_derived_columns(context, now=now)


def require_unlocked(context: AssessmentContext, section: str, group: str | None = None) -> None:
    """Raises NotAllowed for a section that was not sent back while changes are made."""
    if context.journey.is_locked(section, group):
        raise NotAllowed(LOCKED)


def bump_section_revision(
    context: AssessmentContext, section: str, group: str | None, by: Person, now: datetime
) -> int:
    """Raise the section's revision. Raises Stale when somebody else does so at this moment."""
    key = (section, group or "")
    state = context.states.get(key)
    if state is None:
        state = SectionState(
            assessment_id=context.assessment.id, section=section, group_id=group or ""
        )
        context.states[key] = state
        context.session.add(state)
    state.saved_by_id, state.saved_at = by.id, now
    flag_modified(state, "saved_at")  # raised even if all this happens within one tick of the clock
    flush(context.session)
    return state.revision


def _answers_to(
    context: AssessmentContext, group: str | None, questions: Iterable[str]
) -> dict[str, Answer]:
    """The answers there are to these questions, to be replaced."""
    mine = select(Answer).where(
        Answer.assessment_id == context.assessment.id,
        Answer.group_id == (group or ""),
        Answer.question.in_(list(questions)),
    )
    return {answer.question: answer for answer in context.session.scalars(mine)}


def _put(
    context: AssessmentContext,
    section: str,
    group: str | None,
    question: str,
    value: Any,
    revision: int,
    stored: Answer | None,
    by: Person,
    now: datetime,
) -> None:
    key = (group or "", question)
    if stored is None:
        stored = Answer(
            assessment_id=context.assessment.id, group_id=key[0], question=question, section=section
        )
        context.session.add(stored)
    elif not same(context, group, question, value):
        context.session.add(_replaced(stored, section, question, stored.value, by, now, key[0]))
    stored.value, stored.revision, stored.by_id, stored.at = value, revision, by.id, now
    stored.carried = False
    context.stored[key] = Stored(value, revision)


def _replaced(
    stored: Answer | StoredRow,
    section: str,
    question: str,
    value: Any,
    by: Person,
    now: datetime,
    group: str = "",
) -> ReplacedValue:
    return ReplacedValue(
        assessment_id=stored.assessment_id,
        section=section,
        group_id=group,
        row_id=None if isinstance(stored, Answer) else stored.id,
        question=question,
        value=value,
        revision=stored.revision,
        by_id=stored.by_id,
        at=stored.at,
        replaced_by_id=by.id,
        replaced_at=now,
    )


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

    `seen` is the row's revision when its page was drawn (0 = a new row). Raises as save_answers.
    """
    permissions.require(Permission.EDIT, by, context.assessment)
    row = context.rows.get(row_id)
    if row is None or row.values != _given(values):
        require_unlocked(context, section)
    elif not confirms:
        return
    if row is None:
        row = _removed_row(context, section, row_id, seen) or new_row(context, section, row_id)
        row.values, row.by_id, row.at = _given(values), by.id, now
        columns_of_action(context.edition, row)
    elif not change_row(context, row, values, by=by, now=now, seen=seen):
        return
    bump_section_revision(context, section, None, by, now)
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
    """Put new values into a row and keep the old; whether anything changed. Raises Stale.

    What was carried over counts as changed when it is saved as it is: somebody has confirmed it.
    """
    given = _given(values)
    if row.values == given and not row.carried:
        return False
    if seen != row.revision:
        raise row_clash(context, row, values)
    _keep_old(context, row, given, by, now)
    row.values, row.by_id, row.at, row.carried = given, by.id, now, False
    row.revision += 1
    columns_of_action(context.edition, row)
    return True


def _given(values: Values) -> dict[str, Any]:
    return {question: value for question, value in values.items() if not is_empty(value)}


def _removed_row(
    context: AssessmentContext, section: str, row_id: UUID, seen: int
) -> StoredRow | None:
    """The row of this id that was removed, put back: whoever still writes in it is told first."""
    session, mine = context.session, (context.assessment.id, section)
    row = session.get(ListRow, row_id) or session.get(MitigatingAction, row_id)
    if row is None:
        return None
    if (row.assessment_id, row.section) != mine:
        raise NotFound("There is no such row.")
    if seen != row.revision:
        raise Stale("This was removed while you were writing.", revision=row.revision)
    row.removed_at = None
    row.revision += 1
    context.rows[row_id] = row
    return row


def new_row(context: AssessmentContext, section: str, row_id: UUID) -> StoredRow:
    """A row at the end of its list, with nothing in it yet."""
    table = MitigatingAction if section == context.edition.means("actions") else ListRow
    rows = [each.position for each in context.rows.values() if each.section == section]
    row: StoredRow = table(
        id=row_id,
        assessment_id=context.assessment.id,
        section=section,
        position=max(rows, default=0) + 1,
        revision=1,
    )
    context.rows[row_id] = row
    context.session.add(row)
    return row


def _keep_old(
    context: AssessmentContext, row: StoredRow, given: Values, by: Person, now: datetime
) -> None:
    for question, old in row.values.items():
        if given.get(question) != old:
            context.session.add(_replaced(row, row.section, question, old, by, now))


def remove_row(context: AssessmentContext, row_id: UUID, *, by: Person, now: datetime) -> None:
    """Take a row out of its list. It is kept, and no longer counts. Removing twice is once."""
    permissions.require(Permission.EDIT, by, context.assessment)
    row = context.rows.get(row_id)
    if row is None:
        return
    require_unlocked(context, row.section)
    del context.rows[row_id]
    _keep_old(context, row, {}, by, now)
    row.removed_at = now
    row.revision += 1
    bump_section_revision(context, row.section, None, by, now)
    update_derived_columns(context, now=now)
