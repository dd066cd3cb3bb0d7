"""One question as the templates see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from eia_app.domain.guidance.parse_guidance import QuestionHelp
from eia_app.domain.guidance.worked_example import ExampleAnswer
from eia_app.domain.questionnaire.answers import is_empty
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
    suggested: bool = False  # filled in by the program, and not saved yet
    suggestions: Sequence[str] = ()  # texts of a council’s list that may be picked
    first: Shown | None = None  # the same question of the first row, which has the hint

    @property
    def id(self) -> str:
        return self.question.id

    @property
    def name(self) -> str:
        """Return the name of the field, which is also the id of its control."""
        return str(self.field.name)

    @property
    def is_in_row(self) -> bool:
        """Return whether it stands on a page beside the same question of other rows."""
        return self.name != self.id

    @property
    def hinted_by(self) -> str:
        """Return the id of the hint, which only the first of several rows has; "" if none."""
        return f"{(self.first or self).name}-hint" if self.hint else ""

    @property
    def is_open(self) -> bool:
        """Return whether it is to be seen at once, though it stands behind a press."""
        has_answer = not is_empty(self.field.answer()) or bool(self.error or self.carried)
        return has_answer or self.theirs is not None

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
        return self.name

    def id_of(self, option: Option) -> str:
        """Return the id of the first control about one of `each`: one word, whatever the value."""
        return "-".join((self.name, *option.value.split()))


def flat(shown: Iterable[Shown]) -> Iterator[Shown]:
    """Yield questions and those that they reveal."""
    for question in shown:
        yield question
        for revealed in question.revealed.values():
            yield from flat(revealed)
