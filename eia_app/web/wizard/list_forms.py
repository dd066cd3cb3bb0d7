"""The forms of a list: of one row, and of the question asked instead of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from eia_app.wizard.form import PageForm

if TYPE_CHECKING:
    from eia_app.domain.journey.tasks import Task
    from eia_app.services.assessment.loading import AssessmentContext
from eia_app.domain.errors import NotFound
from eia_app.domain.journey.tasks import Task
from eia_app.domain.questionnaire.model import Section, SectionKind
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.web.assessment.guards import require_same_edition


def empty_form(
    context: AssessmentContext, task: Task, posted: list[tuple[str, str]] | None
) -> PageForm:
    """Return the form of the question asked instead of rows; if there are rows, without it."""
    question = task.section.empty_question
    questions = [question] if question and not context.answers.rows.get(task.section.id) else []
    saved = {question.id: context.answers.get(question.id) for question in questions}
    return PageForm(context.journey, context.choices, task, questions, saved, posted)


def row_form(
    context: AssessmentContext, task: Task, row_id: UUID, posted: list[tuple[str, str]] | None
) -> PageForm:
    """Return the form of one row, filled with what is saved or with what was posted."""
    row = context.rows.get(row_id)
    questions = context.journey.of_row(task)
    return PageForm(
        context.journey, context.choices, task, questions, row.values if row else {}, posted
    )


def section_of(context: AssessmentContext, section: str) -> Section:
    known = context.edition.by_id.get(section)
    if known is None or known.kind is not SectionKind.LIST:
        raise NotFound("There is no such page.")
    return known


def task_of(context: AssessmentContext, section: str) -> Task | None:
    require_same_edition(context)
    section_of(context, section)
    return context.journey.task(section)
