"""The forms of a list: of one row, of all its rows, and of the question asked instead of rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from flask import request

from eia_app.domain.errors import NotFound
from eia_app.domain.questionnaire.model import Question, Section, SectionKind
from eia_app.domain.text.conversions import sent_or
from eia_app.services.answers.derived_values import saved_values
from eia_app.web.assessment.guards import require_same_edition
from eia_app.web.wizard.suggestions import suggested
from eia_app.wizard.form import NOTHING_SUGGESTED, PageForm
from eia_app.wizard.rows_form import SEEN, RowForm, RowsForm, posted_ids, prefix_of

if TYPE_CHECKING:
    from eia_app.domain.journey.tasks import Task
    from eia_app.services.assessment.loading import AssessmentContext

MOST_NEW = 25  # empty rows that an address may ask for
Pairs = list[tuple[str, str]]


def empty_form(context: AssessmentContext, task: Task, posted: Pairs | None) -> PageForm:
    """Return the form of the question asked instead of rows; if there are rows, without it."""
    question = task.section.empty_question
    questions = [question] if question and not context.answers.rows.get(task.section.id) else []
    return _own_form(context, task, questions, posted)


def _own_form(
    context: AssessmentContext, task: Task, questions: Iterable[Question], posted: Pairs | None
) -> PageForm:
    """Return the form of questions that are asked of the list itself."""
    own_questions = list(questions)
    saved = {question.id: context.answers.get(question.id) for question in own_questions}
    return PageForm(
        context.journey,
        context.choices,
        task,
        own_questions,
        saved,
        posted,
        suggested=suggested(context, own_questions, saved),
    )


def row_form(
    context: AssessmentContext,
    task: Task,
    row_id: UUID,
    posted: Pairs | None,
    *,
    prefix: str = "",
    start: Mapping[str, Any] = NOTHING_SUGGESTED,
) -> PageForm:
    """Return the form of one row, filled with what is saved or with what was posted.

    `start` are answers that a new row begins with.
    """
    row, questions = context.rows.get(row_id), context.journey.of_row(task)
    saved = saved_values(context, task.section.id, row) if row else {}
    offered = {**suggested(context, questions, saved, is_new=row is None), **start}
    return PageForm(
        context.journey,
        context.choices,
        task,
        questions,
        saved,
        posted,
        prefix=prefix,
        suggested=offered,
        row_id=str(row_id),
    )


def rows_form(context: AssessmentContext, task: Task, posted: Pairs | None) -> RowsForm:
    """Return the forms of a page on which all rows of a list are written.

    It has the rows that were posted; else those that are saved, empty ones that the address asks
    for, and as many as are still needed. A list that was never saved begins with its `starts`.
    """
    section = task.section
    instead = section.empty_question
    is_empty = not context.answers.rows.get(section.id)
    return RowsForm(
        section.row.one if section.row else "row",
        _own_form(context, task, section.questions_above, posted),
        _posted_rows(context, task, posted) if posted is not None else _rows(context, task),
        _own_form(context, task, [instead] if instead and is_empty else [], posted),
    )


def _posted_rows(context: AssessmentContext, task: Task, posted: Pairs) -> list[RowForm]:
    fields = dict(posted)
    return [
        _row(context, task, row_id, posted, seen=sent_or(fields.get(prefix_of(row_id) + SEEN), 0))
        for row_id in posted_ids(posted)
    ]


def _rows(context: AssessmentContext, task: Task) -> list[RowForm]:
    section = task.section
    saved = [UUID(row.id) for row in context.answers.rows.get(section.id, ())]
    rows = [
        _row(context, task, row_id, None, seen=context.rows[row_id].revision) for row_id in saved
    ]
    was_saved = (section.id, "") in context.states
    starts = section.row.starts if section.row and not saved and not was_saved else ()
    rows += [_row(context, task, uuid4(), None, start=start) for start in starts]
    new = [id_ for id_ in request.args.getlist("new", type=UUID) if id_ not in context.rows]
    has_reason = any(context.answers.get(q.id) for q in section.questions if q.when_empty)
    needed = 1 if has_reason else max(task.rows_needed, 1)
    missing = [uuid4() for _ in range(needed - len(rows) - len(new[:MOST_NEW]))]
    return rows + [_row(context, task, row_id, None) for row_id in (*new[:MOST_NEW], *missing)]


def _row(
    context: AssessmentContext,
    task: Task,
    row_id: UUID,
    posted: Pairs | None,
    *,
    seen: int = 0,
    start: Mapping[str, Any] = NOTHING_SUGGESTED,
) -> RowForm:
    form = row_form(context, task, row_id, posted, prefix=prefix_of(row_id), start=start)
    row = context.rows.get(row_id)
    is_here = row is not None and row.section == task.section.id
    return RowForm(row_id, form, seen, is_here, is_carried=row is not None and row.carried)


def section_of(context: AssessmentContext, section: str) -> Section:
    known = context.edition.by_id.get(section)
    if known is None or known.kind is not SectionKind.LIST:
        raise NotFound("There is no such page.")
    return known


def task_of(context: AssessmentContext, section: str) -> Task | None:
    require_same_edition(context)
    section_of(context, section)
    return context.journey.task(section)


def row_title(task: Task, *, is_new: bool) -> str:
    """Return the title of a row’s own page."""
    noun = task.section.row.one if task.section.row else "row"
    if not is_new:
        return f"Change this {noun}"
    return f"Add {'an' if noun[0] in 'aeiou' else 'a'} {noun}"
