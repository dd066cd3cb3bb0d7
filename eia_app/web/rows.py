"""Lists in the wizard: add another, change, take away."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.calendar import local_date
from eia_app.domain.cited import old_rows
from eia_app.domain.conversions import sent_number, sent_or
from eia_app.domain.errors import NotAllowed, NotFound, Stale
from eia_app.domain.policy import May
from eia_app.domain.questionnaire import Section, SectionKind
from eia_app.domain.walk import Status
from eia_app.services import coaching, example, guide, replies, sections
from eia_app.web.access import for_assessment, signed_in
from eia_app.web.drafts import left_over, offered_list, offered_page
from eia_app.web.example import EXAMPLE, example_from, rows_beside
from eia_app.web.file_links import after_row
from eia_app.web.forms import RemoveForm
from eia_app.web.held import held_fields, to_what_is_kept
from eia_app.web.posted import posted_fields
from eia_app.web.row_forms import empty_form, row_form
from eia_app.web.second_look import SecondLook, second_look, wish
from eia_app.web.sections import locked, require_same_edition
from eia_app.web.tasks import NOT_ASKED, navigation
from eia_app.wizard.page import PageForm
from eia_app.wizard.second_look import small_counts

if TYPE_CHECKING:
    from eia_app.domain.walk import Task
    from eia_app.services.opened import Opened

bp = Blueprint("rows", __name__, url_prefix="/assessments/<uuid:assessment_id>/lists")


@bp.route("/<slug:section>", methods=["GET", "POST"])
@for_assessment(May.EDIT)
def listing(opened: Opened, section: str) -> ResponseReturnValue:
    """The rows there are; for an empty list, the question asked instead of rows."""
    task = _task(opened, section)
    if task is None or task.status is Status.CANNOT_START:
        return _not_asked(opened)
    if request.method == "GET" and opened.journey.is_locked(section):
        return locked(opened, task)
    return _finish(opened, task) if request.method == "POST" else _list(opened, task)


@bp.get("/<slug:section>/add")
@for_assessment(May.EDIT)
def add(opened: Opened, section: str) -> ResponseReturnValue:
    """A new row has its id before it is written, so that saving twice adds one."""
    _section(opened, section)
    return redirect(
        url_for("rows.edit", assessment_id=opened.assessment.id, section=section, row_id=uuid4())
    )


@bp.route("/<slug:section>/<uuid:row_id>", methods=["GET", "POST"])
@for_assessment(May.EDIT)
def edit(opened: Opened, section: str, row_id: UUID) -> ResponseReturnValue:
    """Write a new row, or change one."""
    task = _task(opened, section)
    row = opened.rows.get(row_id)
    if task is None or task.status is Status.CANNOT_START:
        return _not_asked(opened)
    if row is not None and row.section != section:
        raise NotFound("There is no such page.")
    if request.method == "GET" and opened.journey.is_locked(section):
        return locked(opened, task)
    return _save(opened, task, row_id) if request.method == "POST" else _show(opened, task, row_id)


@bp.route("/<slug:section>/<uuid:row_id>/remove", methods=["GET", "POST"])
@for_assessment(May.EDIT)
def remove(opened: Opened, section: str, row_id: UUID) -> ResponseReturnValue:
    """Ask once, then take the row away."""
    row = opened.rows.get(row_id)
    there = url_for("rows.listing", assessment_id=opened.assessment.id, section=section)
    if row is None or row.section != section:
        return redirect(there)
    form = RemoveForm()
    if form.validate_on_submit():
        sections.remove_row(opened, row_id, by=signed_in(), now=datetime.now(UTC))
        return redirect(there)
    known = opened.edition.by_id[section]
    found = next(r for r in opened.answers.rows[section] if r.id == str(row_id))
    name = opened.choices.row_name(section, found)
    return render_template(
        "pages/rows/remove.html", opened=opened, section=known, name=name, form=form, there=there
    )


def _not_asked(opened: Opened) -> ResponseReturnValue:
    """What was typed is given back; who only looks is sent where the tasks are."""
    if request.method == "POST":
        raise NotAllowed(NOT_ASKED)
    return to_what_is_kept() or redirect(navigation(opened).overview())


def _section(opened: Opened, section: str) -> Section:
    known = opened.edition.by_id.get(section)
    if known is None or known.kind is not SectionKind.LIST:
        raise NotFound("There is no such page.")
    return known


def _task(opened: Opened, section: str) -> Task | None:
    require_same_edition(opened)
    _section(opened, section)
    return opened.journey.task(section)


def _list(
    opened: Opened,
    task: Task,
    form: PageForm | None = None,
    message: str = "",
    stale: Stale | None = None,
    look: SecondLook | None = None,
) -> str:
    posted, rows = held_fields(), opened.journey.answers.rows.get(task.section.id, ())
    form = form or empty_form(opened, task, posted)
    errors = form.summary() or ([{"text": message, "href": "#add"}] if message else [])
    revision = stale.revision if stale else opened.revision(task.section.id, None)
    return render_template(
        "pages/rows/listing.html",
        opened=opened,
        task=task,
        rows=rows,
        old=old_rows(opened.edition, task.section.id, rows, local_date(datetime.now(UTC))),
        look=look,
        incomplete={each.row for each in task.missing if each.row and not each.carried},
        to_confirm=opened.journey.to_confirm.rows & {row.id for row in rows},
        revisions={str(id_): row.revision for id_, row in opened.rows.items()},
        shown=form.show(guide.helps(opened)),
        has_example=example.of(opened) is not None,
        example_rows=rows_beside(opened, task),
        errors=errors,
        seen=str(revision),
        stale=stale,
        offers=offered_list(opened, task, form),
        remarks=replies.about(opened, task, form.questions),
        noticed=coaching.on_page(opened, task, form.questions, now=datetime.now(UTC)),
        go=navigation(opened),
        back=navigation(opened).overview(),
    )


def _finish(opened: Opened, task: Task) -> ResponseReturnValue:
    """The list is as the person wants it: go on, or say what it still needs."""
    form = empty_form(opened, task, posted_fields())
    then = wish()
    look = second_look(form, opened.council) if form.check(required=then == "next") else None
    if form.errors or look:
        return _list(opened, task, form, look=look), 422
    try:
        sections.save_answers(
            opened,
            *task.key,
            form.savable(),
            by=signed_in(),
            now=datetime.now(UTC),
            seen=request.form.get("seen", type=sent_number),
            confirms=then == "next",
        )
    except Stale as stale:
        form.show_theirs(stale.clashes)
        return _list(opened, task, form, stale=stale), 409
    if then == EXAMPLE:
        return redirect(example_from(opened, task, ""))
    now = opened.journey.task(*task.key) or task
    if now.missing and then == "next":
        return _list(opened, now, message=now.still_needed), 422
    return redirect(navigation(opened).overview())


def _show(opened: Opened, task: Task, row_id: UUID) -> ResponseReturnValue:
    posted = held_fields()
    form = row_form(opened, task, row_id, posted)
    seen = next((value for name, value in posted or () if name == "seen"), None)
    return _render_row(opened, task, row_id, form, seen=seen)


def _save(opened: Opened, task: Task, row_id: UUID) -> ResponseReturnValue:
    form, seen = row_form(opened, task, row_id, posted_fields()), request.form.get("seen")
    to_read = wish() == EXAMPLE
    if to_read and row_id not in opened.rows and form.is_blank:
        return redirect(example_from(opened, task, str(row_id)))
    look = second_look(form, opened.council) if form.check(required=not to_read) else None
    if form.errors or look:
        return _render_row(opened, task, row_id, form, seen=seen, look=look), 422
    try:
        sections.save_row(
            opened,
            task.section.id,
            row_id,
            form.savable(),
            by=signed_in(),
            now=datetime.now(UTC),
            seen=request.form.get("seen", 0, type=sent_number),
            confirms=not to_read,
        )
    except Stale as stale:
        form.show_theirs(stale.clashes)
        revision = str(stale.revision)
        return _render_row(opened, task, row_id, form, seen=revision, stale=stale), 409
    if to_read:
        return redirect(example_from(opened, task, str(row_id)))
    return redirect(after_row(opened, task, row_id))


def _render_row(
    opened: Opened,
    task: Task,
    row_id: UUID,
    form: PageForm,
    *,
    seen: str | None = None,
    stale: Stale | None = None,
    look: SecondLook | None = None,
) -> str:
    row = opened.rows.get(row_id)
    revision = row.revision if row else 0
    return render_template(
        "pages/rows/edit.html",
        opened=opened,
        task=task,
        is_new=row is None,
        is_carried=row is not None and row.carried,
        shown=form.show(guide.helps(opened), example.answers(opened, task, form.questions)),
        has_example=example.of(opened) is not None,
        errors=form.summary(),
        seen=str(sent_or(seen, revision)),
        stale=stale,
        offer=offered_page(form),
        left_over=left_over(form),
        remarks=replies.about(opened, task, form.questions, row_id),
        back=navigation(opened).from_row(task, request.args.get("back", "")),
        look=look,
        notices=small_counts(form),
        noticed=coaching.on_page(opened, task, form.questions, now=datetime.now(UTC), row=row_id),
    )
