"""Answers to one case: by question id for the services, by visible label for a browser."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from eia_app.domain.journey.journey import Journey
from eia_app.domain.journey.routing import Decision, Route
from eia_app.domain.questionnaire.answers import Answers, Key, Row, Value, is_bare, longest
from eia_app.domain.questionnaire.choices import Choices, choices_for, in_words
from eia_app.domain.questionnaire.council import Council
from eia_app.domain.questionnaire.model import AnswerType, Edition, Group, Question
from tests.journeys.case_answers.case_text import split_at_limit

AnswerValue = str | date | list[str] | dict[str, str]  # what a person types, picks or ticks
# Questions that take text which is too long elsewhere, in this order, if they are asked.
OVERFLOW_QUESTIONS = (
    "purpose",
    "q_reason",
    "what_changes",
    "affected",
    "contributors",
    "cumulative",
)
BARE_WORD_PREFIX = "The published form says: "


@dataclass
class CaseAnswers:
    """Answers to a case. `override` is the reason to keep it screened out, or ""."""

    edition: Edition
    council: Council
    title: str
    values: dict[Key, Value] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    override: str = ""

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        return (*self.edition.groups, *self.council.local_groups)

    @property
    def answers(self) -> Answers:
        return Answers(self.values, self.rows)

    @property
    def journey(self) -> Journey:
        """Return the journey of these answers, with the override of the route if there is one."""
        decision = Decision(Route.SCREENING, (self.override,)) if self.override else None
        return Journey(self.edition, self.groups, self.answers, override=decision)

    @property
    def honest_route(self) -> Route | None:
        """Return the route that follows from the quick check alone."""
        return Journey(self.edition, self.groups, self.answers).route

    # By visible label

    def by_label(self) -> dict[str, AnswerValue]:
        """Return the answers outside lists by the label of their question (for their group)."""
        answers = {}
        for (group_id, id_), value in self.values.items():
            group = next((group for group in self.groups if group.id == group_id), None)
            question = self.edition.questions[id_]
            answers[in_words(group, question.ask)] = self._as_typed(question, value)
        return answers

    def rows_by_label(self) -> dict[str, list[dict[str, AnswerValue]]]:
        """Return the rows by the title of their section, with answers by label."""
        return {
            self.edition.by_id[section].title: [
                {
                    self.edition.questions[id_].ask: self._as_typed(
                        self.edition.questions[id_], value
                    )
                    for id_, value in row.values.items()
                }
                for row in rows
            ]
            for section, rows in self.rows.items()
        }

    def _as_typed(self, question: Question, value: Value) -> AnswerValue:
        if question.type is AnswerType.DATE:
            return date.fromisoformat(str(value))
        if isinstance(value, dict):
            chosen_in = self.edition.questions[question.of]
            return {
                self._label(chosen_in, choice): self._label(question, answer)
                for choice, answer in value.items()
            }
        if isinstance(value, list):
            return [self._label(question, option) for option in value]
        if question.type is AnswerType.CHOOSE_ONE:
            return self._label(question, str(value))
        return str(value)

    def _label(self, question: Question, value: str) -> str:
        return self._choices.label(question, value)

    @property
    def _choices(self) -> Choices:
        return choices_for(self.edition, self.groups, self.council, self.answers)


class AnswerSheet:
    """Collects answers within their limits. Text that does not fit goes to other questions."""

    def __init__(self, edition: Edition, council: Council, title: str) -> None:
        self.filled = CaseAnswers(edition, council, title)
        self.edition = edition
        self.more: list[str] = []  # whole texts of which only the beginning fitted

    @property
    def groups(self) -> tuple[Group, ...]:
        return self.filled.groups

    def put(self, question: str, value: Value, group: str | None = None) -> None:
        self.filled.values[(group, question)] = value

    def get(self, question: str, group: str | None = None) -> Any:
        return self.filled.values.get((group, question))

    def say(self, question: str, *paragraphs: str, group: str | None = None) -> None:
        """Add paragraphs below the answer so far."""
        answer = self.get(question, group) or ""
        text = "\n\n".join(filter(None, (str(answer), *paragraphs)))
        if text:
            self.put(question, self._not_bare(question, text), group)

    def short(self, question: str, text: str) -> None:
        """Answer as much as fits; if that is not all, put the whole text elsewhere."""
        self.put(question, self._fitted(question, text))

    def _fitted(self, question: str, text: str) -> str:
        one_line = " ".join(text.split())
        limit = longest(self.edition.questions[question]) or len(one_line)
        beginning, rest = split_at_limit(one_line, limit)
        if rest:
            self.more.append(one_line)
        return self._not_bare(question, beginning)

    def _not_bare(self, question: str, text: str) -> str:
        refused = self.edition.questions[question].refuse_bare and is_bare(text)
        return f"{BARE_WORD_PREFIX}{text}" if refused else text

    def row(self, section: str, values: Mapping[str, Value]) -> str:
        """Add a row, and return its id."""
        rows = self.filled.rows.setdefault(section, [])
        id_ = str(uuid5(NAMESPACE_URL, f"{self.filled.title}/{section}/{len(rows) + 1}"))
        answers: dict[str, Value] = {}
        for question, value in values.items():
            if isinstance(value, str) and not value.strip():
                continue
            answers[question] = self._in_row(question, value)
        rows.append(Row(id_, answers))
        return id_

    def _in_row(self, question: str, value: Value) -> Value:
        kind = self.edition.questions[question].type
        if isinstance(value, str) and kind is AnswerType.TEXT:
            return self._fitted(question, value)
        if isinstance(value, str) and kind is AnswerType.LONG:
            beginning, rest = split_at_limit(
                value, longest(self.edition.questions[question]) or len(value)
            )
            self.more += [rest] if rest else []
            return self._not_bare(question, beginning)
        return value

    def finish(self) -> CaseAnswers:
        """Bring every long answer within its limit. Raise ValueError if there is no room left."""
        room = [question for question in OVERFLOW_QUESTIONS if self.get(question)]
        self.say(room[0], *self.more)
        spilled: list[str] = []
        for key, value in list(self.filled.values.items()):
            if key[1] not in room:
                self._shorten(key, value, spilled)
        self.say(room[0], *spilled)
        for question, next_question in zip(room, (*room[1:], ""), strict=True):
            rest: list[str] = []
            self._shorten((None, question), self.get(question) or "", rest)
            if rest and not next_question:
                raise ValueError("This case has more words than an assessment has room for.")
            if rest:
                self.say(next_question, *rest)
        return self.filled

    def _shorten(self, key: Key, value: Value, rest: list[str]) -> None:
        question = self.edition.questions[key[1]]
        if question.type is AnswerType.LONG and isinstance(value, str):
            beginning, remainder = split_at_limit(value, longest(question) or len(value))
            self.filled.values[key] = beginning
            rest += [remainder] if remainder else []


def join_words(words: Iterable[str]) -> str:
    """Return several things as a sentence lists them: “a, b and c”."""
    *before, last = list(words) or ["nobody"]
    return f"{', '.join(before)} and {last}" if before else last
