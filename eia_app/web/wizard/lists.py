"""Lists in the wizard: add another, change, take away."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.calendar import local_date
from eia_app.domain.errors import NotAllowed, NotFound, Stale
from eia_app.domain.evidence.citations import old_rows
from eia_app.domain.journey.traversal import Status
from eia_app.domain.text.conversions import sent_number, sent_or
from eia_app.domain.workflow.permissions import Permission
from eia_app.services.answers import rows as answers_rows
from eia_app.services.answers import save as answers_save
from eia_app.services.coach import findings
from eia_app.services.guidance import guide, worked_example
from eia_app.services.review import replies
from eia_app.web.assessment.forms import RemoveForm
from eia_app.web.assessment.guards import locked
from eia_app.web.assessment.navigation import NOT_ASKED, navigation
from eia_app.web.attachments.links import after_row
from eia_app.web.guidance.worked_example import EXAMPLE, example_from, rows_beside
from eia_app.web.http import current
from eia_app.web.http.authorization import for_assessment, signed_in
from eia_app.web.http.form_data import posted_fields, requested_next
from eia_app.web.http.unsaved_text import redirect_to_drafts, restored_fields
from eia_app.web.wizard.drafts import left_over, offered_list, offered_page
from eia_app.web.wizard.list_forms import empty_form, row_form, section_of, task_of
from eia_app.web.wizard.privacy_warnings import PrivacyWarning, privacy_warning
from eia_app.wizard.form import PageForm
from eia_app.wizard.privacy_warnings import small_counts

if TYPE_CHECKING:
    from eia_app.domain.journey.traversal import Task
    from eia_app.services.assessment.loading import AssessmentContext

bp = Blueprint("rows", __name__, url_prefix="/assessments/<uuid:assessment_id>/lists")


@bp.route("/<slug:section>", methods=["GET", "POST"])
@for_assessment(Permission.EDIT)
def listing(context: AssessmentContext, section: str) -> ResponseReturnValue:
    """The rows there are; for an empty list, the question asked instead of rows."""
    task = task_of(context, section)
    if task is None or task.status is Status.CANNOT_START:
        return _not_asked(context)
    if request.method == "GET" and context.journey.is_locked(section):
        return locked(context, task)
    return _finish(context, task) if request.method == "POST" else _list(context, task)


@bp.get("/<slug:section>/add")
@for_assessment(Permission.EDIT)
def add(context: AssessmentContext, section: str) -> ResponseReturnValue:
    """A new row has its id before it is written, so that saving twice adds one."""
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
    return (
        _save(context, task, row_id) if request.method == "POST" else _show(context, task, row_id)
    )


@bp.route("/<slug:section>/<uuid:row_id>/remove", methods=["GET", "POST"])
@for_assessment(Permission.EDIT)
def remove(context: AssessmentContext, section: str, row_id: UUID) -> ResponseReturnValue:
    """Ask once, then take the row away."""
    row, form = context.rows.get(row_id), RemoveForm()
    there = url_for("rows.listing", assessment_id=context.assessment.id, section=section)
    if row is None or row.section != section:
        return redirect(there)
    if form.validate_on_submit():
        answers_rows.remove_row(context, row_id, by=signed_in(), now=current.now())
        return redirect(there)
    found = next(r for r in context.answers.rows[section] if r.id == str(row_id))
    return render_template(
        "pages/wizard/lists/remove.html",
        context=context,
        section=context.edition.by_id[section],
        name=context.choices.row_name(section, found),
        form=form,
        there=there,
    )


def _not_asked(context: AssessmentContext) -> ResponseReturnValue:
    """What was typed is given back; who only looks is sent where the tasks are."""
    if request.method == "POST":
        raise NotAllowed(NOT_ASKED)
    return redirect_to_drafts() or redirect(navigation(context).overview())


def _list(
    context: AssessmentContext,
    task: Task,
    form: PageForm | None = None,
    message: str = "",
    stale: Stale | None = None,
    look: PrivacyWarning | None = None,
) -> str:
    posted, rows = restored_fields(), context.journey.answers.rows.get(task.section.id, ())
    form = form or empty_form(context, task, posted)
    errors = form.summary() or ([{"text": message, "href": "#add"}] if message else [])
    revision = stale.revision if stale else context.revision(task.section.id, None)
    return render_template(
        "pages/wizard/lists/listing.html",
        context=context,
        task=task,
        rows=rows,
        old=old_rows(context.edition, task.section.id, rows, local_date(current.now())),
        look=look,
        incomplete={each.row for each in task.missing if each.row and not each.carried},
        to_confirm=context.journey.to_confirm.rows & {row.id for row in rows},
        revisions={str(id_): row.revision for id_, row in context.rows.items()},
        shown=form.show(guide.helps(context)),
        has_example=worked_example.of(context) is not None,
        example_rows=rows_beside(context, task),
        errors=errors,
        seen=str(revision),
        stale=stale,
        offers=offered_list(context, task, form),
        remarks=replies.comments_for_task(context, task, form.questions),
        noticed=findings.on_page(context, task, form.questions, now=current.now()),
        go=navigation(context),
        back=navigation(context).overview(),
    )


def _finish(context: AssessmentContext, task: Task) -> ResponseReturnValue:
    """The list is as the person wants it: go on, or say what it still needs."""
    form = empty_form(context, task, posted_fields())
    then = requested_next()
    look = privacy_warning(form, context.council) if form.check(required=then == "next") else None
    if form.errors or look:
        return _list(context, task, form, look=look), 422
    try:
        answers_save.save_answers(
            context,
            *task.key,
            form.savable(),
            by=signed_in(),
            now=current.now(),
            seen=request.form.get("seen", type=sent_number),
            confirms=then == "next",
        )
    except Stale as stale:
        form.show_theirs(stale.clashes)
        return _list(context, task, form, stale=stale), 409
    if then == EXAMPLE:
        return redirect(example_from(context, task, ""))
    now = context.journey.task(*task.key) or task
    if now.missing and then == "next":
        return _list(context, now, message=now.still_needed), 422
    return redirect(navigation(context).overview())


def _show(context: AssessmentContext, task: Task, row_id: UUID) -> ResponseReturnValue:
    posted = restored_fields()
    seen = next((value for name, value in posted or () if name == "seen"), None)
    return _render_row(context, task, row_id, row_form(context, task, row_id, posted), seen=seen)


def _save(context: AssessmentContext, task: Task, row_id: UUID) -> ResponseReturnValue:
    form, seen = row_form(context, task, row_id, posted_fields()), request.form.get("seen")
    to_read = requested_next() == EXAMPLE
    if to_read and row_id not in context.rows and form.is_blank:
        return redirect(example_from(context, task, str(row_id)))
    look = privacy_warning(form, context.council) if form.check(required=not to_read) else None
    if form.errors or look:
        return _render_row(context, task, row_id, form, seen=seen, look=look), 422
    try:
        answers_rows.save_row(
            context,
            task.section.id,
            row_id,
            form.savable(),
            by=signed_in(),
            now=current.now(),
            seen=request.form.get("seen", 0, type=sent_number),
            confirms=not to_read,
        )
    except Stale as stale:
        form.show_theirs(stale.clashes)
        revision = str(stale.revision)
        return _render_row(context, task, row_id, form, seen=revision, stale=stale), 409
    if to_read:
        return redirect(example_from(context, task, str(row_id)))
    return redirect(after_row(context, task, row_id))


def _render_row(
    context: AssessmentContext,
    task: Task,
    row_id: UUID,
    form: PageForm,
    *,
    seen: str | None = None,
    stale: Stale | None = None,
    look: PrivacyWarning | None = None,
) -> str:
    row = context.rows.get(row_id)
    return render_template(
        "pages/wizard/lists/edit.html",
        context=context,
        task=task,
        is_new=row is None,
        is_carried=row is not None and row.carried,
        shown=form.show(
            guide.helps(context), worked_example.answers(context, task, form.questions)
        ),
        has_example=worked_example.of(context) is not None,
        errors=form.summary(),
        seen=str(sent_or(seen, row.revision if row else 0)),
        stale=stale,
        offer=offered_page(form),
        left_over=left_over(form),
        remarks=replies.comments_for_task(context, task, form.questions, row_id),
        back=navigation(context).from_row(task, request.args.get("back", "")),
        look=look,
        notices=small_counts(form),
        noticed=findings.on_page(context, task, form.questions, now=current.now(), row=row_id),
    )
