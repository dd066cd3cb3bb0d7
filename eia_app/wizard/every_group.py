"""A page about every group: its questions in two parts, and the help that stands above them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eia_app.domain.guidance.parse_guidance import QuestionHelp
from eia_app.domain.questionnaire.model import Question, SectionKind
from eia_app.wizard.form import PageForm
from eia_app.wizard.shown_question import Shown


@dataclass(frozen=True)
class EveryGroup:
    """The questions about the protected characteristics, and about the groups of the council."""

    helps: Sequence[tuple[Question, QuestionHelp]]
    protected: Sequence[Shown]
    local: Sequence[Shown]


def every_group(form: PageForm, helps: Mapping[str, QuestionHelp]) -> EveryGroup | None:
    """Return the parts of a page about every group, None for any other page."""
    section = form.task.section
    if section.kind is not SectionKind.ALL_GROUPS:
        return None
    shown = form.show()
    return EveryGroup(
        helps=[(q, helps[q.id]) for q in section.questions if q.id in helps],
        protected=[question for question in shown if not _is_local(question)],
        local=[question for question in shown if _is_local(question)],
    )


def _is_local(question: Shown) -> bool:
    return question.about is not None and question.about.local
