"""The wizard's pages: show a page of questions, save what was typed, go on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from eia_app.domain.conversions import sent_number, sent_or
from eia_app.domain.errors import NotAllowed, NotFound, Stale
from eia_app.domain.policy import May
from eia_app.domain.questionnaire import SectionKind
from eia_app.services import coaching, evidence, example, guide, replies, sections
from eia_app.web.access import for_assessment, signed_in
from eia_app.web.drafts import left_over, offered_page
from eia_app.web.evidence import CITE, cite
from eia_app.web.example import EXAMPLE, example_from
from eia_app.web.guide import GUIDE, guide_from
from eia_app.web.held import held_fields, to_what_is_kept
from eia_app.web.posted import posted_fields
from eia_app.web.second_look import SecondLook, second_look, wish
from eia_app.web.tasks import NOT_ASKED, navigation
from eia_app.wizard.navigation import anchor_of
from eia_app.wizard.page import PageForm
from eia_app.wizard.second_look import small_counts

if TYPE_CHECKING:
    from eia_app.domain.quality.finding import Finding
    from eia_app.domain.walk import Task
    from eia_app.services.opened import Opened

OTHER_EDITION = (
    "The questions have changed since you opened this page: the assessment was carried over to"
    " another edition."
)
bp = Blueprint("sections", __name__, url_prefix="/assessments/<uuid:assessment_id>/sections")


@bp.route("/<slug:section>/<slug:page>", methods=["GET", "POST"])
@for_assessment(May.EDIT)
def page(opened: Opened, section: str, page: str) -> ResponseReturnValue:
    """A page of questions about the whole proposal."""
    return _page(opened, section, None, page)


@bp.route("/<slug:section>/groups/<slug:group>/<slug:page>", methods=["GET", "POST"])
@for_assessment(May.EDIT)
def group_page(opened: Opened, section: str, group: str, page: str) -> ResponseReturnValue:
    """A page of questions about one group."""
    return _page(opened, section, group, page)


def require_same_edition(opened: Opened) -> None:
    """Raises NotAllowed for what was typed into a page of another edition’s questions."""
    if request.form.get("edition", opened.frozen.name) != opened.frozen.name:
        raise NotAllowed(OTHER_EDITION)


def _page(opened: Opened, section: str, group: str | None, page: str) -> ResponseReturnValue:
    require_same_edition(opened)
    task = _task(opened, section, group, page)
    if task is not None and request.method == "GET" and opened.journey.is_locked(*task.key):
        return locked(opened, task)
    if task is None or not opened.journey.may_visit(section, group, page):
        if request.method == "POST":
            raise NotAllowed(NOT_ASKED)
        return to_what_is_kept() or redirect(navigation(opened).overview())
    return _save(opened, task, page) if request.method == "POST" else _show(opened, task, page)


def _task(opened: Opened, section: str, group: str | None, page: str) -> Task | None:
    """The task of an address. Raises NotFound for one that the edition never has."""
    known = opened.edition.by_id.get(section)
    if known is None or known.kind is SectionKind.LIST or known.page(page) is None:
        raise NotFound("There is no such page.")
    if (group is None) != (known.kind is SectionKind.QUESTIONS) or (
        group and opened.journey.group(group) is None
    ):
        raise NotFound("There is no such page.")
    return opened.journey.task(section, group)


def locked(opened: Opened, task: Task) -> str:
    """Why a section cannot be changed while the others are."""
    go, anchor = navigation(opened), anchor_of(task)
    return render_template(
        "pages/rounds/locked.html", opened=opened, task=task, go=go, anchor=anchor
    )


def _form(opened: Opened, task: Task, page: str, posted: list[tuple[str, str]] | None) -> PageForm:
    questions = opened.journey.on_page(task, page)
    group = task.key[1]
    saved = {q.id: opened.answers.get(q.id, group) for q in questions}
    return PageForm(opened.journey, opened.choices, task, questions, saved, posted)


def _show(opened: Opened, task: Task, page: str) -> ResponseReturnValue:
    """The page as saved, or as typed when something kept the text from being saved."""
    posted = held_fields()
    form = _form(opened, task, page, posted)
    seen = next((value for name, value in posted or () if name == "seen"), None)
    return _render(opened, task, page, form, seen=seen)


def _save(opened: Opened, task: Task, page: str) -> ResponseReturnValue:
    form = _form(opened, task, page, posted_fields())
    then, seen = wish(), request.form.get("seen")
    look = second_look(form, opened.council) if form.check(required=then == "next") else None
    if form.errors or look:
        return _render(opened, task, page, form, seen=seen, look=look), 422
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
        drawn = _render(opened, task, page, form, seen=str(stale.revision), stale=stale)
        return drawn, 409
    go = navigation(opened)
    if then.startswith(CITE):
        return redirect(cite(opened, task, page, then))
    if then == GUIDE and task.group:
        return redirect(guide_from(opened, task, page))
    if then == EXAMPLE:
        return redirect(example_from(opened, task, page))
    if then == "later" or opened.journey.is_locked(*task.key):
        return redirect(go.overview())
    return redirect(go.after(task, page, request.args.get("back", "")))


def _render(
    opened: Opened,
    task: Task,
    page: str,
    form: PageForm,
    *,
    seen: str | None = None,
    stale: Stale | None = None,
    look: SecondLook | None = None,
) -> str:
    revision = opened.revision(*task.key)
    return render_template(
        "pages/sections/page.html",
        opened=opened,
        task=task,
        page=task.section.page(page),
        is_first=task.pages[:1] == (page,),
        shown=form.show(guide.helps(opened), example.answers(opened, task, form.questions)),
        has_example=example.of(opened) is not None,
        prompts=guide.panel(opened, task.group) if task.group else None,
        remarks=replies.about(opened, task, form.questions),
        carried=any(each.carried for each in form.show_flat()),
        errors=form.summary(),
        seen=str(sent_or(seen, revision)),
        stale=stale,
        offer=offered_page(form),
        left_over=left_over(form),
        look=look,
        notices=small_counts(form),
        at_hand=evidence.panel(opened, *task.key, page),
        ticked=request.form.getlist("figure"),
        noticed=_noticed(opened, task, form),
        back=navigation(opened).before(task, page, request.args.get("back", "")),
    )


def _noticed(opened: Opened, task: Task, form: PageForm) -> list[Finding]:
    """What the coach notices on a page that is looked at, not on one that comes back."""
    if request.method == "POST":
        return []
    return coaching.on_page(opened, task, form.questions, now=datetime.now(UTC))
