"""The wizard's pages: show a page of questions, save what was typed, go on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from eia_app.domain.errors import NotAllowed, NotFound
from eia_app.domain.questionnaire.group_questions import answer_key
from eia_app.domain.questionnaire.model import SectionKind
from eia_app.domain.workflow.permissions import Permission
from eia_app.services.answers import save as answers_save
from eia_app.web.assessment.guards import locked, require_same_edition
from eia_app.web.assessment.navigation import NOT_ASKED, navigation
from eia_app.web.evidence.views import CITE, cite
from eia_app.web.guidance.guide import GUIDE, guide_from
from eia_app.web.guidance.worked_example import EXAMPLE, example_from
from eia_app.web.http.authorization import for_assessment
from eia_app.web.http.form_data import posted_fields, requested_next
from eia_app.web.http.unsaved_text import redirect_to_drafts, restored_fields
from eia_app.web.wizard.drafts import offered_page
from eia_app.web.wizard.page_context import (
    Heading,
    Refusal,
    question_page,
    render_page,
    save_page,
)
from eia_app.web.wizard.suggestions import suggested
from eia_app.wizard.form import PageForm

if TYPE_CHECKING:
    from eia_app.domain.journey.tasks import Task
    from eia_app.services.assessment.loading import AssessmentContext

NO_PAGE = "There is no such page."
bp = Blueprint("sections", __name__, url_prefix="/assessments/<uuid:assessment_id>/sections")


@bp.route("/<slug:section>/<slug:page>", methods=["GET", "POST"])
@for_assessment(Permission.EDIT)
def page(context: AssessmentContext, section: str, page: str) -> ResponseReturnValue:
    """A page of questions about the whole proposal."""
    return _page(context, section, None, page)


@bp.route("/<slug:section>/groups/<slug:group>/<slug:page>", methods=["GET", "POST"])
@for_assessment(Permission.EDIT)
def group_page(
    context: AssessmentContext, section: str, group: str, page: str
) -> ResponseReturnValue:
    """A page of questions about one group."""
    return _page(context, section, group, page)


def _page(
    context: AssessmentContext, section: str, group: str | None, page_id: str
) -> ResponseReturnValue:
    require_same_edition(context)
    task = _task(context, section, group, page_id)
    if task is not None and request.method == "GET" and context.journey.is_locked(*task.key):
        return locked(context, task)
    if task is None or not context.journey.may_visit(section, group, page_id):
        if request.method == "POST":
            raise NotAllowed(NOT_ASKED)
        return redirect_to_drafts() or redirect(navigation(context).overview())
    if request.method == "POST":
        return _save(context, task, page_id)
    return _render(context, page_id, _form(context, task, page_id, restored_fields()))


def _task(
    context: AssessmentContext, section_id: str, group_id: str | None, page_id: str
) -> Task | None:
    """Return the task of an address, None if it is not asked.

    Raise NotFound for an address that the edition never has.
    """
    section = context.edition.by_id.get(section_id)
    if section is None or section.kind is SectionKind.LIST or section.page(page_id) is None:
        raise NotFound(NO_PAGE)
    if (group_id is None) is (section.kind is SectionKind.EACH_GROUP):
        raise NotFound(NO_PAGE)
    if group_id and context.journey.group(group_id) is None:
        raise NotFound(NO_PAGE)
    return context.journey.task(section_id, group_id)


def _form(
    context: AssessmentContext, task: Task, page_id: str, posted: list[tuple[str, str]] | None
) -> PageForm:
    """Return the form of a page, filled with what is saved or with what was posted."""
    questions = context.journey.on_page(task, page_id)
    _, task_group = task.key
    keys = {question.id: answer_key(task_group, question.id) for question in questions}
    saved = {id_: context.answers.get(question, group) for id_, (group, question) in keys.items()}
    offered = suggested(context, questions, saved, group=task_group)
    return PageForm(
        context.journey, context.choices, task, questions, saved, posted, suggested=offered
    )


def _save(context: AssessmentContext, task: Task, page_id: str) -> ResponseReturnValue:
    form = _form(context, task, page_id, posted_fields())
    refusal = save_page(context, form, partial(answers_save.save_answers, context, *task.key))
    if refusal:
        return _render(context, page_id, form, refusal), refusal.status
    return redirect(_after_save(context, task, page_id))


def _after_save(context: AssessmentContext, task: Task, page_id: str) -> str:
    """Return the address that the pressed button leads to."""
    then, go = requested_next(), navigation(context)
    if then.startswith(CITE):
        return cite(context, task, page_id, then)
    if then == GUIDE and task.group:
        return guide_from(context, task, page_id)
    if then == EXAMPLE:
        return example_from(context, task, page_id)
    if then == "later" or context.journey.is_locked(*task.key):
        return go.overview()
    return go.after(task, page_id, request.args.get("back", ""))


def _render(
    context: AssessmentContext, page_id: str, form: PageForm, refusal: Refusal | None = None
) -> str:
    task = form.task
    page = question_page(
        context,
        form,
        _heading(task, page_id),
        page_id=page_id,
        revision=context.revision(*task.key),
        back=navigation(context).before(task, page_id, request.args.get("back", "")),
        draft=offered_page(form),
        is_carried=any(question.carried for question in form.show_flat()),
        refusal=refusal,
    )
    return render_page(context, page)


def _heading(task: Task, page_id: str) -> Heading:
    """Return the group’s title for a group’s page, else the page’s own, with its introductions."""
    section = task.section
    page = next(page for page in section.pages if page.id == page_id)
    if task.group:
        return Heading(task.group.title, section.title, task.group.hint, [page.intro])
    intro = section.intro if task.pages[:1] == (page_id,) else ""
    caption = section.title if page.title != section.title else ""
    return Heading(page.title, caption, intros=[intro, page.intro])
