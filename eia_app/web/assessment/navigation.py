"""Links between the pages of an assessment, and where Back leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eia_app.domain.questionnaire.model import SectionKind
from eia_app.domain.workflow.permissions import Permission, is_allowed
from eia_app.web.http.authorization import signed_in
from eia_app.wizard.fields import Choice
from eia_app.wizard.navigation import Navigation, anchor_of, anchor_on_page

if TYPE_CHECKING:
    from eia_app.domain.journey.tasks import Task
    from eia_app.domain.review.review import Location
    from eia_app.services.assessment.loading import AssessmentContext

NOT_ASKED = "Other answers have changed since you opened this page, so it is not asked now."


def navigation(context: AssessmentContext) -> Navigation:
    return Navigation(context.assessment.id, context.journey)


def way_back(context: AssessmentContext, back: str) -> str:
    """Return the page that a page to read was opened from, for an editor; else the overview."""
    go = navigation(context)
    may_edit = is_allowed(Permission.EDIT, signed_in(), context.assessment)
    return go.opened_from(back) if may_edit else go.overview()


def place_address(context: AssessmentContext, place: Location, *, may_edit: bool) -> str:
    """Return the page on which a place can be changed; for readers, where it can be read."""
    go, task = navigation(context), context.journey.task(place.section, place.group or None)
    if task is None:
        return go.answers()
    if not may_edit:
        return go.answers(anchor_of(task))
    if place.row:
        return go.row(place.section, str(place.row), question=place.question)
    question = context.edition.questions.get(place.question)
    if task.section.kind is SectionKind.LIST or question is None:
        return go.task(task)
    page = go.page(task, question.page or task.section.pages[0].id)
    return f"{page}{anchor_on_page(task, place.group, place.question)}"


def task_choices(context: AssessmentContext) -> list[Any]:
    """Return every task as a choice of what needs changes: “section:group”."""
    return [
        Choice(f"{section}:{group or ''}", _name(task))
        for task in context.journey.tasks
        for section, group in (task.key,)
    ]


def _name(task: Task) -> str:
    return f"{task.section.title}: {task.title}" if task.group else task.title
