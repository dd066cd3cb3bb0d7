"""Links between the pages of an assessment, and where Back leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eia_app.domain.workflow.permissions import Permission, is_allowed
from eia_app.web.http.authorization import signed_in
from eia_app.wizard.fields import Choice
from eia_app.wizard.navigation import Navigation

if TYPE_CHECKING:
    from eia_app.domain.journey.tasks import Task
    from eia_app.services.assessment.loading import AssessmentContext

NOT_ASKED = "Other answers have changed since you opened this page, so it is not asked now."


def navigation(context: AssessmentContext) -> Navigation:
    return Navigation(context.assessment.id, context.journey)


def way_back(context: AssessmentContext, back: str) -> str:
    """Return the page that a page to read was opened from, for an editor; else the overview."""
    go = navigation(context)
    may_edit = is_allowed(Permission.EDIT, signed_in(), context.assessment)
    return go.opened_from(back) if may_edit else go.overview()


def task_choices(context: AssessmentContext) -> list[Any]:
    """Return every task as a choice of what needs changes: “section:group”."""
    return [
        Choice(f"{section}:{group or ''}", _name(task))
        for task in context.journey.tasks
        for section, group in (task.key,)
    ]


def _name(task: Task) -> str:
    return f"{task.section.title}: {task.title}" if task.group else task.title
