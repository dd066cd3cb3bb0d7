"""The answers to one case: by question id for the services, by visible label for a browser."""

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
from tests.journeys.case_words import cut

Given = str | date | list[str] | dict[str, str]  # what a person types, picks or ticks
# Where text goes that is too long elsewhere, one after the other, as far as they are asked.
SPILL = ("purpose", "q_reason", "what_changes", "affected", "contributors", "cumulative")
BEFORE_A_BARE_WORD = "The published form says: "


@dataclass
class CaseAnswers:
    """What to answer. `override` is why the equality lead lets a screening stand, or ""."""

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
        """The way that these answers take, after the equality lead's decision if there is one."""
        decision = Decision(Route.SCREENING, (self.override,)) if self.override else None
        return Journey(self.edition, self.groups, self.answers, override=decision)

    @property
    def honest_route(self) -> Route | None:
        """The route that follows from the quick check alone."""
        return Journey(self.edition, self.groups, self.answers).route

    # By visible label

    def by_label(self) -> dict[str, Given]:
        """What to answer to each question outside lists, by its words (of its group)."""
        found = {}
        for (group_id, id_), value in self.values.items():
            group = next((g for g in self.groups if g.id == group_id), None)
            question = self.edition.questions[id_]
            found[in_words(group, question.ask)] = self._given(question, value)
        return found

    def rows_by_label(self) -> dict[str, list[dict[str, Given]]]:
        """What to answer in each row, by question in words; lists by the title of their section."""
        return {
            self.edition.by_id[section].title: [
                {
                    self.edition.questions[id_].ask: self._given(self.edition.questions[id_], value)
                    for id_, value in row.values.items()
                }
                for row in rows
            ]
            for section, rows in self.rows.items()
        }

    def _given(self, question: Question, value: Value) -> Given:
        if question.type is AnswerType.DATE:
            return date.fromisoformat(str(value))
        if isinstance(value, dict):
            asked = self.edition.questions[question.of]
            return {self._label(asked, k): self._label(question, v) for k, v in value.items()}
        if isinstance(value, list):
            return [self._label(question, each) for each in value]
        if question.type is AnswerType.CHOOSE_ONE:
            return self._label(question, str(value))
        return str(value)

    def _label(self, question: Question, value: str) -> str:
        return self._choices.label(question, value)

    @property
    def _choices(self) -> Choices:
        return choices_for(self.edition, self.groups, self.council, self.answers)


class Sheet:
    """Writes answers down, within their limits; what does not fit goes where there is room."""

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
        """Write paragraphs under what is there already."""
        before = self.get(question, group) or ""
        text = "\n\n".join(filter(None, (str(before), *paragraphs)))
        if text:
            self.put(question, self._not_bare(question, text), group)

    def short(self, question: str, text: str) -> None:
        """Write as much as the question takes; if that is not all, all of it elsewhere."""
        self.put(question, self._fitted(question, text))

    def _fitted(self, question: str, text: str) -> str:
        one_line = " ".join(text.split())
        limit = longest(self.edition.questions[question]) or len(one_line)
        kept, rest = cut(one_line, limit)
        if rest:
            self.more.append(one_line)
        return self._not_bare(question, kept)

    def _not_bare(self, question: str, text: str) -> str:
        refused = self.edition.questions[question].refuse_bare and is_bare(text)
        return f"{BEFORE_A_BARE_WORD}{text}" if refused else text

    def row(self, section: str, values: Mapping[str, Value]) -> str:
        """Add a row; its id."""
        rows = self.filled.rows.setdefault(section, [])
        id_ = str(uuid5(NAMESPACE_URL, f"{self.filled.title}/{section}/{len(rows) + 1}"))
        written: dict[str, Value] = {}
        for question, value in values.items():
            if isinstance(value, str) and not value.strip():
                continue
            written[question] = self._in_row(question, value)
        rows.append(Row(id_, written))
        return id_

    def _in_row(self, question: str, value: Value) -> Value:
        kind = self.edition.questions[question].type
        if isinstance(value, str) and kind is AnswerType.TEXT:
            return self._fitted(question, value)
        if isinstance(value, str) and kind is AnswerType.LONG:
            kept, rest = cut(value, longest(self.edition.questions[question]) or len(value))
            self.more += [rest] if rest else []
            return self._not_bare(question, kept)
        return value

    def finish(self) -> CaseAnswers:
        """Bring every long answer within its limit. Raises ValueError when nothing is left."""
        room = [question for question in SPILL if self.get(question)]
        self.say(room[0], *self.more)
        spilled: list[str] = []
        for key, value in list(self.filled.values.items()):
            if key[1] not in room:
                self._shorten(key, value, spilled)
        self.say(room[0], *spilled)
        for here, there in zip(room, (*room[1:], ""), strict=True):
            rest: list[str] = []
            self._shorten((None, here), self.get(here) or "", rest)
            if rest and not there:
                raise ValueError("This case has more words than an assessment has room for.")
            if rest:
                self.say(there, *rest)
        return self.filled

    def _shorten(self, key: Key, value: Value, rest: list[str]) -> None:
        question = self.edition.questions[key[1]]
        if question.type is AnswerType.LONG and isinstance(value, str):
            kept, left = cut(value, longest(question) or len(value))
            self.filled.values[key] = kept
            rest += [left] if left else []


def listed(words: Iterable[str]) -> str:
    """Several things as they are listed in a sentence."""
    *before, last = list(words) or ["nobody"]
    return f"{', '.join(before)} and {last}" if before else last
