"""The page of a list whose rows are all written on it: add, take away, save, go on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.calendar import local_date
from eia_app.domain.errors import Stale
from eia_app.domain.questionnaire.model import AnswerType
from eia_app.domain.text.conversions import sent_number
from eia_app.services.answers.row_sets import PostedRow, StaleRows, save_rows
from eia_app.services.answers.written_rows import add_written_rows
from eia_app.web.assessment.navigation import navigation
from eia_app.web.attachments.links import FILES, FileLinks
from eia_app.web.guidance.worked_example import EXAMPLE, example_from
from eia_app.web.http import current
from eia_app.web.http.authorization import signed_in
from eia_app.web.http.form_data import posted_fields, requested_next
from eia_app.web.http.unsaved_text import restored_fields
from eia_app.web.wizard.list_forms import rows_form
from eia_app.web.wizard.page_context import Refusal
from eia_app.web.wizard.privacy_warnings import privacy_warning
from eia_app.web.wizard.together_page import render_rows
from eia_app.wizard.row_fields import written_on
from eia_app.wizard.rows_form import RowForm, RowsForm, as_id, prefix_of

if TYPE_CHECKING:
    from eia_app.domain.errors import Clash
    from eia_app.domain.journey.tasks import Task
    from eia_app.domain.questionnaire.model import Question
    from eia_app.services.assessment.loading import AssessmentContext

# What the buttons ask for, beside “next” and “later”; the last two with the id of a row.
ADD = "add"
REMOVE = "remove:"
FILES_OF = f"{FILES}:"


def show(context: AssessmentContext, task: Task) -> str:
    """Return the page as it is saved, or with a draft that was asked for."""
    return render_rows(context, task, rows_form(context, task, restored_fields()))


def at_row(context: AssessmentContext, task: Task, row_id: UUID) -> str:
    """Return the address of the page at one row; at an empty one for an id that is not there."""
    if row_id in context.rows:
        go = navigation(context)
        return go.row(task.section.id, str(row_id), request.args.get("back", ""))
    return _list_page(context, task, new=[row_id], anchor=_first_control(task, row_id))


def save(context: AssessmentContext, task: Task) -> ResponseReturnValue:
    """Save what was typed, then do what the pressed button asks for."""
    form, then = rows_form(context, task, posted_fields()), requested_next()
    refusal = _save(context, task, form, then)
    if refusal:
        return render_rows(context, task, form, refusal), refusal.status
    saved_task = context.journey.task(*task.key) or task
    if then == "next" and saved_task.missing:
        return render_rows(
            context, saved_task, rows_form(context, saved_task, None), is_short=True
        ), 422
    return redirect(_after(context, saved_task, form, then))


def _save(context: AssessmentContext, task: Task, form: RowsForm, then: str) -> Refusal | None:
    completes, removed = then == "next", _row_asked_for(form, then, REMOVE)
    is_right = form.check(required=completes, without=removed.id if removed else None)
    warning = (
        privacy_warning(context.council, local_date(current.now()), *form.forms)
        if is_right
        else None
    )
    if not is_right or warning:
        return Refusal(warning=warning)
    try:
        save_rows(
            context,
            task.section.id,
            [PostedRow(row.id, row.form.savable(), row.seen) for row in form.written],
            form.own_values(),
            by=signed_in(),
            now=current.now(),
            seen=request.form.get("seen", type=sent_number),
            confirms=completes,
        )
        written = [row for form_of_row in form.forms for _, row in written_on(form_of_row)]
        add_written_rows(context, written, by=signed_in(), now=current.now())
    except StaleRows as stale:
        _show_theirs(form, stale)
        return Refusal(stale=stale)
    except Stale as stale:
        form.above.show_theirs(_about(form.above.questions, stale))
        form.instead.show_theirs(_about(form.instead.questions, stale))
        return Refusal(stale=stale)
    return None


def _about(questions: Iterable[Question], stale: Stale) -> list[Clash]:
    """Return the clashes that concern these questions."""
    question_ids = {question.id for question in questions}
    return [clash for clash in stale.clashes if clash.question in question_ids]


def _show_theirs(form: RowsForm, stale: StaleRows) -> None:
    """Show what others saved beside what this person wrote; take over what only they changed."""
    for row in form.rows:
        clash = stale.rows.get(row.id)
        if clash is not None:
            row.seen, row.is_removed = clash.revision, clash.is_removed
            row.form.take_theirs(clash.theirs)
            row.form.show_theirs(clash.clashes)


def _row_asked_for(form: RowsForm, then: str, button: str) -> RowForm | None:
    """Return the row whose button was pressed; None if it was another button."""
    return form.row(as_id(then.removeprefix(button))) if then.startswith(button) else None


def _after(context: AssessmentContext, task: Task, form: RowsForm, then: str) -> str:
    """Return where the pressed button leads once the page is saved."""
    go, back = navigation(context), request.args.get("back", "")
    removed, attached = _row_asked_for(form, then, REMOVE), _row_asked_for(form, then, FILES_OF)
    if then == ADD:
        return _with_new_row(context, task, form)
    if removed is not None and removed.id in context.rows:
        return url_for(
            "rows.remove",
            assessment_id=context.assessment.id,
            section=task.section.id,
            row_id=removed.id,
        )
    if attached is not None and attached.id in context.rows:
        links = FileLinks(context)
        if links.taken_by(task.section.id):
            return links.listed(task.section.id, attached.id, back)
    if removed is not None or attached is not None:
        return _list_page(context, task, new=_empty(form, but=removed), anchor="rows")
    if then == EXAMPLE:
        return example_from(context, task, "")
    return go.from_row(task, back) if back and then == "next" else go.overview()


def _with_new_row(context: AssessmentContext, task: Task, form: RowsForm) -> str:
    """Return the address of the page with one more row, at its first question."""
    new = uuid4()
    return _list_page(context, task, new=[*_empty(form), new], anchor=_first_control(task, new))


def _first_control(task: Task, row_id: UUID) -> str:
    """Return the id of the first control of an empty row."""
    first = task.section.row_questions[0]
    return f"{prefix_of(row_id)}{first.id}{'-day' if first.type is AnswerType.DATE else ''}"


def _empty(form: RowsForm, but: RowForm | None = None) -> list[UUID]:
    """Return the rows of a page that were left empty, and stay on it."""
    return [row.id for row in form.rows if not row.is_written and row is not but]


def _list_page(
    context: AssessmentContext, task: Task, *, new: Sequence[UUID] = (), anchor: str = ""
) -> str:
    return url_for(
        "rows.listing",
        assessment_id=context.assessment.id,
        section=task.section.id,
        back=request.args.get("back") or None,
        _anchor=anchor or None,
        new=list(new),
    )
