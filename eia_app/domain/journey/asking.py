"""Questions that are asked, and missing answers, given the answers that a question can see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from eia_app.domain.journey.linked_rows import KnownRows
from eia_app.domain.journey.tasks import Visible
from eia_app.domain.questionnaire.answers import Row, Value, is_empty
from eia_app.domain.questionnaire.evaluate_conditions import any_holds, holds
from eia_app.domain.questionnaire.model import AnswerType, Edition, Group, Question


@dataclass(frozen=True)
class Situation:
    """Circumstances, beside the answers, that the way through an edition depends on."""

    thresholds: Mapping[str, int] = field(default_factory=dict)  # of the council, by name
    is_signed: bool = False


BEFORE_SIGNING = Situation()


class Asking:
    """Rules of an edition over the rows and facts known so far."""

    known_rows: KnownRows

    def __init__(self, edition: Edition, groups: Iterable[Group], situation: Situation) -> None:
        self.edition, self.groups, self.situation = edition, tuple(groups), situation
        self.rows: dict[str, list[Row]] = {}
        self._facts: dict[str, Any] = dict(situation.thresholds)

    def is_missing(
        self, question: Question, value: Value | None, visible: Mapping[str, Any]
    ) -> bool:
        """Return whether an answer is required here and not, or not wholly, given."""
        is_table = question.type is AnswerType.EACH_CHOICE
        if not question.required or not (is_table or is_empty(value)):
            return False
        if not any_holds(question.required_when, visible, self._facts):
            return False
        given = value if isinstance(value, dict) else {}
        return not is_table or any(key not in given for key in self.each_of(question, visible))

    def is_time_for(self, question: Question) -> bool:
        """Return whether a question is asked yet, in the state that the assessment has."""
        return question.from_state is None or self.situation.is_signed

    def is_shown(self, question: Question, visible: Mapping[str, Any]) -> bool:
        """Return whether a question is asked, given the answers that it can see."""
        if not self.is_time_for(question):
            return False
        if question.type is AnswerType.EACH_CHOICE and not self.each_of(question, visible):
            return False
        if question.type is AnswerType.CHOOSE_ROWS and not self._has_choices(question):
            return False
        return any_holds(question.shown_when, visible, self._facts)

    def _has_choices(self, question: Question) -> bool:
        """Return whether a choose_rows has anything to select, or a box to write into."""
        beside = question.options or question.writes
        return bool(beside or self.known_rows.of(question, self.rows))

    def wording(self, question: Question, visible: Mapping[str, Any]) -> str:
        """Return how a question is asked, given the answers that it can see."""
        fitting = (words.ask for words in question.asks if holds(words, visible, self._facts))
        return next(fitting, question.ask)

    def each_of(self, question: Question, visible: Mapping[str, Any]) -> list[str]:
        """Return the values that an each_choice asks about: chosen earlier, and not exclusive."""
        exclusive = {o.value for o in self.edition.questions[question.of].options if o.exclusive}
        return [value for value in visible.get(question.of, []) if value not in exclusive]

    def live_value(self, question: Question, value: Value | None, visible: Visible) -> Value | None:
        """Return the part of a stored answer that still refers to something."""
        if isinstance(value, dict):
            value = {key: value[key] for key in self.each_of(question, visible) if key in value}
        if question.type is AnswerType.CHOOSE_ROWS and isinstance(value, list):
            value = self.known_rows.part(question, value, self.rows)
        return None if is_empty(value) else value
