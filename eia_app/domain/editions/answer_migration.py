"""The outcome for each answer when an assessment is carried over to another edition.

A question is known by its id. An answer is carried over if it is still asked in the same way: about
the whole proposal, about a group, or in a row of a list. An answer that the newer edition cannot
take is `gone`: kept for the author to read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from eia_app.domain.questionnaire.answers import Answers, Key, Row, Value, chosen, is_empty, longest
from eia_app.domain.questionnaire.choices import in_words
from eia_app.domain.questionnaire.linked_questions import lists_of
from eia_app.domain.questionnaire.model import (
    AnswerType,
    Edition,
    Group,
    Question,
    Section,
    SectionKind,
)

TEXTS = frozenset({AnswerType.TEXT, AnswerType.LONG})


@dataclass(frozen=True)
class ToConfirm:
    """The carried answers, and rows by id, that nobody has confirmed or changed yet."""

    answers: frozenset[Key] = frozenset()
    rows: frozenset[str] = frozenset()

    def has(self, group: str | None, question: str) -> bool:
        return (group, question) in self.answers


NOTHING_CARRIED = ToConfirm()


class MigrationOutcome(StrEnum):
    KEPT = "kept"
    REWORDED = "reworded"  # asked in other words, so somebody should look at the answer again
    MOVED = "moved"  # asked in another section
    GONE = "gone"  # not asked any more, or not a possible answer any more


@dataclass(frozen=True)
class MigratedValue:
    """One answer, or the part of it that has one outcome. `to` is its section now ("" = gone)."""

    outcome: MigrationOutcome
    section: Section
    group: Group | None
    row: str | None
    question: Question  # as it was asked
    value: Value
    to: str = ""
    now: tuple[str, ...] = ()  # the words of what is asked and chosen that are other words now

    @property
    def needs_confirming(self) -> bool:
        return self.outcome in {MigrationOutcome.REWORDED, MigrationOutcome.MOVED}


@dataclass
class MigrationPlan:
    """The answers that are carried. `rows` has the list to which each row goes ("" = to none)."""

    answers: list[MigratedValue] = field(default_factory=list)
    rows: dict[str, str] = field(default_factory=dict)
    new: list[Question] = field(default_factory=list)  # asked now, and not before

    def with_outcome(self, outcome: MigrationOutcome) -> list[MigratedValue]:
        return [answer for answer in self.answers if answer.outcome is outcome]


@dataclass(frozen=True)
class Side:
    """An edition with the groups that an assessment asks about."""

    edition: Edition
    groups: Sequence[Group]

    def group(self, id_: str | None) -> Group | None:
        return next((group for group in self.groups if group.id == id_), None)

    def asks(self, id_: str, group: str | None) -> bool:
        """Return whether the edition asks this question, about this group if one is given."""
        section = self.edition.section_of.get(id_)
        if section is None or section.kind.is_of_groups is not bool(group):
            return False
        return not group or self.group(group) is not None


def carry(before: Side, now: Side, answers: Answers) -> MigrationPlan:
    """Return the outcome for every answer; each part of an answer occurs exactly once."""
    plan = MigrationPlan(new=_new(before.edition, now.edition))
    for section_id, rows in answers.rows.items():
        to = _list_for(before.edition, now.edition, section_id)
        plan.rows |= {row.id: to.id if to else "" for row in rows}
    while True:  # a row that is left out takes its citations with it, and so perhaps more rows
        plan.answers = list(_migrated(_Planner(before, now, plan.rows), answers))
        rows_left = _without_empty(plan)
        if rows_left == plan.rows:
            return plan
        plan.rows = rows_left


def _migrated(planner: _Planner, answers: Answers) -> Iterator[MigratedValue]:
    for (group, id_), value in answers.values.items():
        yield from planner.answer(group, id_, value)
    for section_id, rows in answers.rows.items():
        for row in rows:
            yield from planner.row(section_id, row)


def _new(before: Edition, now: Edition) -> list[Question]:
    return [question for id_, question in now.questions.items() if id_ not in before.questions]


def _list_for(before: Edition, now: Edition, section_id: str) -> Section | None:
    """Return the list that takes the rows of a section: the same, or one that has its questions.

    Actions are kept apart from other lists, so neither becomes the other.
    """
    ids = [question.id for question in before.by_id[section_id].row_questions]
    lists = [section for section in now.sections if section.kind is SectionKind.LIST]
    takers = [section for section in lists if any(q.id in ids for q in section.row_questions)]
    takers.sort(key=lambda section: section.id != section_id)
    was_actions = section_id == before.means("actions")
    fitting = (section for section in takers if (section.id == now.means("actions")) is was_actions)
    return next(fitting, None)


def _without_empty(plan: MigrationPlan) -> dict[str, str]:
    """Return where each row goes: to no list, if none of its answers is left."""
    alive = {part.row for part in plan.answers if part.outcome is not MigrationOutcome.GONE}
    return {id_: to if id_ in alive else "" for id_, to in plan.rows.items()}


class _Planner:
    """Decides for one answer after the other. `rows` says where each row goes."""

    def __init__(self, before: Side, now: Side, rows: Mapping[str, str]) -> None:
        self.before, self.now, self.rows = before, now, rows

    def answer(self, group_id: str | None, id_: str, value: Any) -> Iterator[MigratedValue]:
        """Yield the parts of an answer that is given on a page."""
        question = self.before.edition.questions.get(id_)
        if question is None or is_empty(value):
            return
        section, group = self.before.edition.section_of[id_], self.before.group(group_id)
        if group_id is not None and group is None:
            group = Group(group_id, group_id, group_id)  # of a council that no longer asks about it
        to = self.now.edition.section_of.get(id_)
        if to is None or self._is_of_row(to, id_) or not self.now.asks(id_, group_id):
            yield MigratedValue(MigrationOutcome.GONE, section, group, None, question, value)
            return
        yield from self._parts(section, to, group, None, question, value)

    def row(self, section_id: str, row: Row) -> Iterator[MigratedValue]:
        """Yield the answers of a row of a list."""
        section, to = self.before.edition.by_id[section_id], self.rows[row.id]
        takes = {q.id for q in self.now.edition.by_id[to].row_questions} if to else set()
        for id_, value in row.values.items():
            question = self.before.edition.questions.get(id_)
            if question is None or is_empty(value):
                continue
            if id_ in takes:
                target = self.now.edition.by_id[to]
                yield from self._parts(section, target, None, row.id, question, value)
            else:
                yield MigratedValue(MigrationOutcome.GONE, section, None, row.id, question, value)

    def _is_of_row(self, to: Section, id_: str) -> bool:
        return to.kind is SectionKind.LIST and id_ in {q.id for q in to.row_questions}

    def _parts(
        self,
        section: Section,
        to: Section,
        group: Group | None,
        row: str | None,
        question: Question,
        value: Any,
    ) -> Iterator[MigratedValue]:
        """Yield the part of an answer that can still be given, and the part that cannot."""
        asked_now = self.now.edition.questions[question.id]
        fits, lost = self._split(question, asked_now, value)
        if not is_empty(fits):
            words = self._reads(question, self.before, group, fits)
            words_now = self._reads(asked_now, self.now, group, fits)
            other = tuple(text for text in words_now if text not in words)
            moved = MigrationOutcome.MOVED if section.id != to.id else MigrationOutcome.REWORDED
            same = not other and is_empty(lost) and section.id == to.id
            outcome = MigrationOutcome.KEPT if same else moved
            yield MigratedValue(outcome, section, group, row, question, fits, to.id, other)
        if not is_empty(lost):
            yield MigratedValue(MigrationOutcome.GONE, section, group, row, question, lost)

    def _split(self, question: Question, asked_now: Question, value: Any) -> tuple[Any, Any]:
        """Return the part of a value that the question can have as asked now, and the rest."""
        if not _same_kind(question, asked_now, value):
            return None, value
        match asked_now.type:
            case AnswerType.CHOOSE_ONE:
                return (value, None) if self._offers(asked_now, value) else (None, value)
            case AnswerType.CHOOSE_MANY | AnswerType.CHOOSE_ROWS:
                return _parted(value, [v for v in value if self._offers(asked_now, v)])
            case AnswerType.EACH_CHOICE:
                about = self.now.edition.questions[asked_now.of]
                fits = {
                    key: choice
                    for key, choice in value.items()
                    if self._offers(about, key) and self._offers(asked_now, choice)
                }
                return fits, {key: choice for key, choice in value.items() if key not in fits}
        return value, None

    def _offers(self, question: Question, value: str) -> bool:
        """Return whether a choice can be kept; always, of a council's list, as lists may change."""
        is_row = self.rows.get(value) in lists_of(self.now.edition, question)
        if is_row or value in {option.value for option in question.options}:
            return True
        if question.options_from == "groups":
            return self.now.group(value) is not None
        return bool(question.options_from)

    def _reads(self, question: Question, side: Side, group: Group | None, value: Any) -> list[str]:
        """Return the words of the question and of the chosen options, as one side has them."""
        known = side.group(group.id) if group else None
        labels = [o.label for o in question.options if o.value in chosen(value)]
        return [in_words(known, question.ask), *labels]


def _same_kind(question: Question, asked_now: Question, value: Any) -> bool:
    """Return whether both answers are of one kind. A text must have room in the other."""
    if question.type in TEXTS and asked_now.type in TEXTS:
        room = longest(asked_now) or 0
        one_line = asked_now.type is AnswerType.LONG or "\n" not in value
        return len(value) <= room and one_line
    return question.type is asked_now.type


def _parted(value: list[str], fits: list[str]) -> tuple[list[str], list[str]]:
    return fits, [choice for choice in value if choice not in fits]
