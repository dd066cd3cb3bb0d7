"""Lists in the wizard: add another, change, take away."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.calendar import local_date
from eia_app.domain.errors import NotAllowed, NotFound
from eia_app.domain.evidence.citations import old_rows
from eia_app.domain.journey.tasks import Status
from eia_app.domain.workflow.permissions import Permission
from eia_app.services.answers import rows as answers_rows
from eia_app.services.answers import save as answers_save
from eia_app.web.assessment.forms import RemoveForm
from eia_app.web.assessment.guards import locked
from eia_app.web.assessment.navigation import NOT_ASKED, navigation
from eia_app.web.attachments.links import after_row
from eia_app.web.guidance.worked_example import EXAMPLE, example_from, rows_beside
from eia_app.web.http import current
from eia_app.web.http.authorization import for_assessment, signed_in
from eia_app.web.http.form_data import posted_fields, requested_next
from eia_app.web.http.unsaved_text import redirect_to_drafts, restored_fields
from eia_app.web.wizard import together
from eia_app.web.wizard.drafts import Draft, offered_list, offered_page
from eia_app.web.wizard.list_forms import empty_form, row_form, row_title, section_of, task_of
from eia_app.web.wizard.page_context import (
    Heading,
    Refusal,
    question_page,
    render_page,
    save_page,
)
from eia_app.wizard.form import PageForm

if TYPE_CHECKING:
    from markupsafe import Markup

    from eia_app.domain.journey.tasks import Task
    from eia_app.domain.questionnaire.answers import Row
    from eia_app.services.assessment.loading import AssessmentContext
    from eia_app.storage.models.people import Person

bp = Blueprint("rows", __name__, url_prefix="/assessments/<uuid:assessment_id>/lists")


@dataclass(frozen=True, kw_only=True)
class ListedRows:
    """The part of a list’s page above its form; sets and keys hold the ids of rows."""

    rows: Sequence[Row]
    incomplete: Collection[str]
    to_confirm: Collection[str]
    old: Collection[str]
    revisions: Mapping[str, int]
    example: Markup
    begun: Sequence[Draft]  # rows that were begun and never saved


@bp.route("/<slug:section>", methods=["GET", "POST"])
@for_assessment(Permission.EDIT)
def listing(context: AssessmentContext, section: str) -> ResponseReturnValue:
    """The rows of a list; of an empty one, the question asked instead of rows."""
    task = task_of(context, section)
    if task is None or task.status is Status.CANNOT_START:
        return _not_asked(context)
    if request.method == "GET" and context.journey.is_locked(section):
        return locked(context, task)
    if task.section.is_together:
        if request.method == "POST":
            return together.save(context, task)
        return together.show(context, task)
    if request.method == "POST":
        return _finish(context, task)
    return _render_list(context, empty_form(context, task, restored_fields()))


@bp.get("/<slug:section>/add")
@for_assessment(Permission.EDIT)
def add(context: AssessmentContext, section: str) -> ResponseReturnValue:
    """Give a new row its id before it is written, so that saving twice adds one."""
    section_of(context, section)
    return redirect(
        url_for("rows.edit", assessment_id=context.assessment.id, section=section, row_id=uuid4())
    )


@bp.route("/<slug:section>/<uuid:row_id>", methods=["GET", "POST"])
@for_assessment(Permission.EDIT)
def edit(context: AssessmentContext, section: str, row_id: UUID) -> ResponseReturnValue:
    """Write a new row, or change one."""
    task = task_of(context, section)
    row = context.rows.get(row_id)
    if task is None or task.status is Status.CANNOT_START:
        return _not_asked(context)
    if row is not None and row.section != section:
        raise NotFound("There is no such page.")
    if request.method == "GET" and context.journey.is_locked(section):
        return locked(context, task)
    if request.method == "POST":
        return _save_row(context, task, row_id)
    if task.section.is_together:
        return redirect_to_drafts() or redirect(together.at_row(context, task, row_id))
    return _render_row(context, row_id, row_form(context, task, row_id, restored_fields()))


@bp.route("/<slug:section>/<uuid:row_id>/remove", methods=["GET", "POST"])
@for_assessment(Permission.EDIT)
def remove(context: AssessmentContext, section: str, row_id: UUID) -> ResponseReturnValue:
    """Ask once, then take the row away."""
    row, form = context.rows.get(row_id), RemoveForm()
    list_page = url_for("rows.listing", assessment_id=context.assessment.id, section=section)
    if row is None or row.section != section:
        return redirect(list_page)
    if form.validate_on_submit():
        answers_rows.remove_row(context, row_id, by=signed_in(), now=current.now())
        return redirect(list_page)
    answered = next(row for row in context.answers.rows[section] if row.id == str(row_id))
    return render_template(
        "pages/wizard/lists/remove.html",
        context=context,
        section=context.edition.by_id[section],
        name=context.choices.row_name(section, answered),
        form=form,
        back=list_page,
    )


def _not_asked(context: AssessmentContext) -> ResponseReturnValue:
    """Refuse what was posted, so that it is given back; lead any other visit to the task list."""
    if request.method == "POST":
        raise NotAllowed(NOT_ASKED)
    return redirect_to_drafts() or redirect(navigation(context).overview())


def _render_list(
    context: AssessmentContext, form: PageForm, refusal: Refusal | None = None, needed: str = ""
) -> str:
    """Return the page of a list. `needed` says what a list that was saved still needs."""
    task, go = form.task, navigation(context)
    draft, begun = offered_list(context, task, form)
    listed = _listed_rows(context, task, begun)
    page = question_page(
        context,
        form,
        Heading(task.section.title, intros=[task.section.intro]),
        revision=context.revision(*task.key),
        back=go.overview(),
        is_carried=bool(listed.to_confirm),
        draft=draft,
        refusal=refusal,
    )
    return render_template(
        "pages/wizard/lists/listing.html",
        context=context,
        page=page,
        listed=listed,
        go=go,
        errors=page.errors or ([{"text": needed, "href": "#add"}] if needed else []),
    )


def _listed_rows(context: AssessmentContext, task: Task, begun: Sequence[Draft]) -> ListedRows:
    section_id = task.section.id
    rows = context.journey.answers.rows.get(section_id, ())
    return ListedRows(
        rows=rows,
        incomplete={missing.row for missing in task.missing if missing.row and not missing.carried},
        to_confirm=context.journey.to_confirm.rows & {row.id for row in rows},
        old=old_rows(context.edition, section_id, rows, local_date(current.now())),
        revisions={str(row_id): row.revision for row_id, row in context.rows.items()},
        example=rows_beside(context, task),
        begun=begun,
    )


def _finish(context: AssessmentContext, task: Task) -> ResponseReturnValue:
    """Save the page of a list, then go on or say what the list still needs."""
    form, then = empty_form(context, task, posted_fields()), requested_next()
    refusal = save_page(context, form, partial(answers_save.save_answers, context, *task.key))
    if refusal:
        return _render_list(context, form, refusal), refusal.status
    if then == EXAMPLE:
        return redirect(example_from(context, task, ""))
    saved_task = context.journey.task(*task.key) or task
    if saved_task.missing and then == "next":
        form = empty_form(context, saved_task, None)
        return _render_list(context, form, needed=saved_task.still_needed), 422
    return redirect(navigation(context).overview())


def _save_row(context: AssessmentContext, task: Task, row_id: UUID) -> ResponseReturnValue:
    form, reads_example = (
        row_form(context, task, row_id, posted_fields()),
        requested_next() == EXAMPLE,
    )
    is_begun = row_id in context.rows or not form.is_blank
    if is_begun or not reads_example:
        refusal = save_page(context, form, partial(_store_row, context, task.section.id, row_id))
        if refusal:
            return _render_row(context, row_id, form, refusal), refusal.status
    if reads_example:
        return redirect(example_from(context, task, str(row_id)))
    return redirect(after_row(context, task, row_id))


def _store_row(
    context: AssessmentContext,
    section_id: str,
    row_id: UUID,
    values: Mapping[str, Any],
    *,
    by: Person,
    now: datetime,
    seen: int | None,
    confirms: bool,
) -> None:
    """Save a row. A page that sent no revision counts as one of a new row."""
    answers_rows.save_row(
        context, section_id, row_id, values, by=by, now=now, seen=seen or 0, confirms=confirms
    )


def _render_row(
    context: AssessmentContext, row_id: UUID, form: PageForm, refusal: Refusal | None = None
) -> str:
    task, row = form.task, context.rows.get(row_id)
    page = question_page(
        context,
        form,
        Heading(row_title(task, is_new=row is None), task.section.title),
        row_id=row_id,
        revision=row.revision if row else 0,
        back=navigation(context).from_row(task, request.args.get("back", "")),
        is_carried=row is not None and row.carried,
        draft=offered_page(form),
        refusal=refusal,
    )
    return render_page(context, page)
