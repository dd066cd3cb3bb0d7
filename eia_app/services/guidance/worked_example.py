"""The worked example beside an assessment: what it answers to the questions of a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from eia_app.domain.errors import NotFound
from eia_app.domain.guidance.worked_example import Example, ExampleAnswer
from eia_app.domain.journey.tasks import Task
from eia_app.domain.questionnaire.group_questions import answer_key
from eia_app.domain.questionnaire.model import Question
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.storage.forms.folder import Forms


def of(context: AssessmentContext) -> Example | None:
    """The example of the edition that an assessment is answered against, if it has one."""
    return context.forms.example(context.frozen.name)


def newest(forms: Forms) -> Example:
    """Return the example of the edition of new assessments. Raise NotFound."""
    return known(forms.example(forms.newest))


def known(example: Example | None) -> Example:
    """Return an example that is there. Raise NotFound for None."""
    if example is None:
        raise NotFound("There is no worked example of these questions.")
    return example


def answers(
    context: AssessmentContext, task: Task, questions: Iterable[Question]
) -> Mapping[str, ExampleAnswer]:
    """Return the example's answers for the group of the page by question; of one row for a list.

    What it was not asked, and a group that its council has not, is not in it.
    """
    example = of(context)
    if example is None:
        return {}
    answers = {
        question.id: example.answer_in_a_row(question.id)
        if task.section.row
        else _answer(example, task, question)
        for question in questions
    }
    return {id_: answer for id_, answer in answers.items() if answer}


def _answer(example: Example, task: Task, question: Question) -> ExampleAnswer | None:
    group, id_ = answer_key(task.key[1], question.id)
    return example.answer(id_, group)
