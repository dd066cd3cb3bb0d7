"""The guide: what the duty is, what to think about for each group, good and weak answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.errors import NotFound
from eia_app.domain.workflow.permissions import Permission
from eia_app.services.guidance import guide
from eia_app.web.assessment.navigation import way_back
from eia_app.web.http import current
from eia_app.web.http.authorization import for_assessment, needs

if TYPE_CHECKING:
    from eia_app.domain.journey.tasks import Task
    from eia_app.services.assessment.loading import AssessmentContext
    from eia_app.services.guidance.guide import Book

bp = Blueprint("guide", __name__)
GUIDE = "guide"  # what the button “Save and read the whole guide” asks for
NONE = "There is no such page in the guide."


def _book() -> Book:
    return guide.book(current.parts().forms)


@bp.get("/guide")
@needs(Permission.USE_SERVICE)
def index() -> ResponseReturnValue:
    """The contents of the guide."""
    forms = current.parts().forms
    has_example = forms.example(forms.newest) is not None
    return render_template("pages/guidance/index.html", book=_book(), has_example=has_example)


@bp.get("/guide/everything")
@needs(Permission.USE_SERVICE)
def everything() -> ResponseReturnValue:
    """The whole guide on one page, to be printed or searched."""
    return render_template("pages/guidance/everything.html", book=_book())


@bp.get("/guide/answers")
@needs(Permission.USE_SERVICE)
def answers() -> ResponseReturnValue:
    """Show the reason for each question, with a good answer and a weak one."""
    return render_template("pages/guidance/answers.html", book=_book())


@bp.get("/guide/topics/<slug:topic>")
@needs(Permission.USE_SERVICE)
def topic(topic: str) -> ResponseReturnValue:
    """The page of one topic."""
    pages_by_id = {page.id: page for page in _book().topics}
    if topic not in pages_by_id:
        raise NotFound(NONE)
    return render_template("pages/guidance/topic.html", topic=pages_by_id[topic])


@bp.get("/guide/groups/<slug:group>")
@needs(Permission.USE_SERVICE)
def group(group: str) -> ResponseReturnValue:
    """Show the prompts about one group, for proposals of every kind."""
    panel = next((panel for panel in _book().groups if panel.group.id == group), None)
    if panel is None:
        raise NotFound(NONE)
    return render_template("pages/guidance/group.html", panel=panel, back=url_for("guide.index"))


@bp.get("/assessments/<uuid:assessment_id>/groups/<slug:group>/guide")
@for_assessment(Permission.READ)
def for_group(context: AssessmentContext, group: str) -> ResponseReturnValue:
    """Show the prompts about one group, those that fit this proposal first."""
    about = context.journey.group(group)
    panel = guide.panel(context, about) if about else None
    if panel is None:
        raise NotFound(NONE)
    back = _back(context, group)
    return render_template("pages/guidance/group.html", context=context, panel=panel, back=back)


def guide_from(context: AssessmentContext, task: Task, page: str) -> str:
    """Return the address of the guide to the group of a page, with the way back to that page."""
    section, group = task.key
    return url_for(
        "guide.for_group",
        assessment_id=context.assessment.id,
        group=group,
        back=f"{section}:{page}",
    )


def _back(context: AssessmentContext, group: str) -> str:
    """Return the page that the guide was opened from, or the assessment’s own."""
    section, _, page = request.args.get("back", "").partition(":")
    return way_back(context, f"{section}:{group}:{page}")
