"""The wizard's pages: show a page of questions, save what was typed, go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from eia_app.domain.errors import NotAllowed, NotFound, Stale
from eia_app.domain.questionnaire.model import SectionKind
from eia_app.domain.text.conversions import sent_number, sent_or
from eia_app.domain.workflow.permissions import Permission
from eia_app.services.answers import save as answers_save
from eia_app.services.coach import findings
from eia_app.services.evidence import indicators
from eia_app.services.guidance import guide, worked_example
from eia_app.services.review import replies
from eia_app.web.assessment.guards import locked, require_same_edition
from eia_app.web.assessment.navigation import NOT_ASKED, navigation
from eia_app.web.evidence.views import CITE, cite
from eia_app.web.guidance.guide import GUIDE, guide_from
from eia_app.web.guidance.worked_example import EXAMPLE, example_from
from eia_app.web.http import current
from eia_app.web.http.authorization import for_assessment, signed_in
from eia_app.web.http.form_data import posted_fields, requested_next
from eia_app.web.http.unsaved_text import redirect_to_drafts, restored_fields
from eia_app.web.wizard.drafts import left_over, offered_page
from eia_app.web.wizard.privacy_warnings import PrivacyWarning, privacy_warning
from eia_app.wizard.form import PageForm
from eia_app.wizard.privacy_warnings import small_counts

if TYPE_CHECKING:
    from eia_app.domain.coach.rule import Finding
    from eia_app.domain.journey.traversal import Task
    from eia_app.services.assessment.loading import AssessmentContext

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
    context: AssessmentContext, section: str, group: str | None, page: str
) -> ResponseReturnValue:
    require_same_edition(context)
    task = _task(context, section, group, page)
    if task is not None and request.method == "GET" and context.journey.is_locked(*task.key):
        return locked(context, task)
    if task is None or not context.journey.may_visit(section, group, page):
        if request.method == "POST":
            raise NotAllowed(NOT_ASKED)
        return redirect_to_drafts() or redirect(navigation(context).overview())
    return _save(context, task, page) if request.method == "POST" else _show(context, task, page)


def _task(context: AssessmentContext, section: str, group: str | None, page: str) -> Task | None:
    """The task of an address. Raises NotFound for one that the edition never has."""
    known = context.edition.by_id.get(section)
    if known is None or known.kind is SectionKind.LIST or known.page(page) is None:
        raise NotFound("There is no such page.")
    if (group is None) != (known.kind is SectionKind.QUESTIONS) or (
        group and context.journey.group(group) is None
    ):
        raise NotFound("There is no such page.")
    return context.journey.task(section, group)


def _form(
    context: AssessmentContext, task: Task, page: str, posted: list[tuple[str, str]] | None
) -> PageForm:
    questions = context.journey.on_page(task, page)
    group = task.key[1]
    saved = {q.id: context.answers.get(q.id, group) for q in questions}
    return PageForm(context.journey, context.choices, task, questions, saved, posted)


def _show(context: AssessmentContext, task: Task, page: str) -> ResponseReturnValue:
    """The page as saved, or as typed when something kept the text from being saved."""
    posted = restored_fields()
    form = _form(context, task, page, posted)
    seen = next((value for name, value in posted or () if name == "seen"), None)
    return _render(context, task, page, form, seen=seen)


def _save(context: AssessmentContext, task: Task, page: str) -> ResponseReturnValue:
    form = _form(context, task, page, posted_fields())
    then, seen = requested_next(), request.form.get("seen")
    look = privacy_warning(form, context.council) if form.check(required=then == "next") else None
    if form.errors or look:
        return _render(context, task, page, form, seen=seen, look=look), 422
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
        drawn = _render(context, task, page, form, seen=str(stale.revision), stale=stale)
        return drawn, 409
    go = navigation(context)
    if then.startswith(CITE):
        return redirect(cite(context, task, page, then))
    if then == GUIDE and task.group:
        return redirect(guide_from(context, task, page))
    if then == EXAMPLE:
        return redirect(example_from(context, task, page))
    if then == "later" or context.journey.is_locked(*task.key):
        return redirect(go.overview())
    return redirect(go.after(task, page, request.args.get("back", "")))


def _render(
    context: AssessmentContext,
    task: Task,
    page: str,
    form: PageForm,
    *,
    seen: str | None = None,
    stale: Stale | None = None,
    look: PrivacyWarning | None = None,
) -> str:
    revision = context.revision(*task.key)
    return render_template(
        "pages/wizard/questions/page.html",
        context=context,
        task=task,
        page=task.section.page(page),
        is_first=task.pages[:1] == (page,),
        shown=form.show(
            guide.helps(context), worked_example.answers(context, task, form.questions)
        ),
        has_example=worked_example.of(context) is not None,
        prompts=guide.panel(context, task.group) if task.group else None,
        remarks=replies.comments_for_task(context, task, form.questions),
        carried=any(each.carried for each in form.show_flat()),
        errors=form.summary(),
        seen=str(sent_or(seen, revision)),
        stale=stale,
        offer=offered_page(form),
        left_over=left_over(form),
        look=look,
        notices=small_counts(form),
        at_hand=indicators.panel(context, *task.key, page),
        ticked=request.form.getlist("figure"),
        noticed=_noticed(context, task, form),
        back=navigation(context).before(task, page, request.args.get("back", "")),
    )


def _noticed(context: AssessmentContext, task: Task, form: PageForm) -> list[Finding]:
    """What the coach notices on a page that is looked at, not on one that comes back."""
    if request.method == "POST":
        return []
    return findings.on_page(context, task, form.questions, now=current.now())
