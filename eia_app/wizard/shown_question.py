"""A question of a page as its template shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from eia_app.domain.guidance.parse_guidance import QuestionHelp
from eia_app.domain.guidance.worked_example import ExampleAnswer
from eia_app.domain.questionnaire.model import Group, Option, Question


@dataclass
class Shown:
    """One question as the template sees it."""

    question: Question
    ask: str
    hint: str
    field: Any
    options: Sequence[Option] = ()
    each: Sequence[Option] = ()
    error: str = ""
    theirs: Sequence[str] | None = None  # what somebody else saved meanwhile, in words
    revealed: dict[str, list[Shown]] = field(default_factory=dict)  # by option value
    limit: int | None = None
    help: QuestionHelp | None = None
    carried: bool = False  # carried over, to be confirmed or changed
    example: ExampleAnswer | None = None  # what the worked example answers
    about: Group | None = None  # on a page about every group, the one that is asked about

    @property
    def id(self) -> str:
        return self.question.id

    @property
    def first_id(self) -> str:
        """Return the id of the control that an error summary leads to."""
        kind = self.question.type
        if kind == "date":
            return str(self.field.first_id)
        if kind == "each_choice" and self.each:
            answered = self.field.answer()
            empty = next((o for o in self.each if o.value not in answered), self.each[0])
            return self.id_of(empty)
        return self.id

    def id_of(self, option: Option) -> str:
        """Return the id of the first control about one of `each`: one word, whatever the value."""
        return "-".join((self.id, *option.value.split()))
