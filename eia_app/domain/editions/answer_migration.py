"""What becomes of each answer when an assessment is carried over to another edition.

A question is known by its id. An answer goes with it where it is still asked in the same way: about
the whole proposal, about a group, or in a row of a list. What the newer edition cannot take as an
answer is `gone`, which is for the author to read and never lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from eia_app.domain.questionnaire.answers import Answers, Key, Row, Value, chosen, is_empty, longest
from eia_app.domain.questionnaire.choices import in_words
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
    """What was carried over and nobody has confirmed or changed yet: answers, and rows by id."""

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
    """One answer, or the part of it that shares a fate. `to` is its section now ("" = gone)."""

    fate: MigrationOutcome
    section: Section
    group: Group | None
    row: str | None
    question: Question  # as it was asked
    value: Value
    to: str = ""
    now: tuple[str, ...] = ()  # the words of what is asked and chosen that are other words now

    @property
    def needs_confirming(self) -> bool:
        return self.fate in {MigrationOutcome.REWORDED, MigrationOutcome.MOVED}


@dataclass
class MigrationPlan:
    """Everything that is carried. `rows` says to which list each row goes ("" = to none)."""

    answers: list[MigratedValue] = field(default_factory=list)
    rows: dict[str, str] = field(default_factory=dict)
    new: list[Question] = field(default_factory=list)  # asked now, and not before

    def of(self, fate: MigrationOutcome) -> list[MigratedValue]:
        return [each for each in self.answers if each.fate is fate]


@dataclass(frozen=True)
class Side:
    """An edition with the groups that an assessment asks about."""

    edition: Edition
    groups: Sequence[Group]

    def group(self, id_: str | None) -> Group | None:
        return next((group for group in self.groups if group.id == id_), None)

    def asks(self, id_: str, group: str | None) -> bool:
        """Whether it asks this question, about a group where it was asked about one."""
        section = self.edition.section_of.get(id_)
        if section is None or section.kind.is_of_groups is not bool(group):
            return False
        return not group or self.group(group) is not None


def carry(before: Side, now: Side, answers: Answers) -> MigrationPlan:
    """What becomes of each of the answers; every part of each is there exactly once."""
    found = MigrationPlan(new=_new(before.edition, now.edition))
    for section_id, rows in answers.rows.items():
        to = _list_for(before.edition, now.edition, section_id)
        for row in rows:
            found.rows[row.id] = to.id if to else ""
    carrier = _Planner(before, now, found.rows)
    for (group, id_), value in answers.values.items():
        found.answers += carrier.answer(group, id_, value)
    for section_id, rows in answers.rows.items():
        for row in rows:
            found.answers += carrier.row(section_id, row)
    _give_up_empty(found)
    return found


def _new(before: Edition, now: Edition) -> list[Question]:
    return [question for id_, question in now.questions.items() if id_ not in before.questions]


def _list_for(before: Edition, now: Edition, section_id: str) -> Section | None:
    """The list that takes the rows of a section: the same one, or where its questions went.

    Actions are kept apart from other lists, so neither becomes the other.
    """
    asked = [question.id for question in before.by_id[section_id].row_questions]
    lists = [each for each in now.sections if each.kind is SectionKind.LIST]
    takes = [each for each in lists if any(q.id in asked for q in each.row_questions)]
    takes.sort(key=lambda each: each.id != section_id)
    was_actions = section_id == before.means("actions")
    fitting = (each for each in takes if (each.id == now.means("actions")) is was_actions)
    return next(fitting, None)


def _give_up_empty(found: MigrationPlan) -> None:
    """A row of which nothing is left goes to no list."""
    alive = {
        each.row for each in found.answers if each.row and each.fate is not MigrationOutcome.GONE
    }
    found.rows = {id_: to if id_ in alive else "" for id_, to in found.rows.items()}


class _Planner:
    """Decides for one answer after the other. `rows` says where each row goes."""

    def __init__(self, before: Side, now: Side, rows: Mapping[str, str]) -> None:
        self.before, self.now, self.rows = before, now, rows

    def answer(self, group_id: str | None, id_: str, value: Any) -> Iterator[MigratedValue]:
        """An answer that stands on a page."""
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
        """What a row of a list says."""
        section, to = self.before.edition.by_id[section_id], self.rows[row.id]
        takes = {q.id for q in self.now.edition.by_id[to].row_questions} if to else set()
        for id_, value in row.values.items():
            question = self.before.edition.questions.get(id_)
            if question is None or is_empty(value):
                continue
            if id_ in takes:
                there = self.now.edition.by_id[to]
                yield from self._parts(section, there, None, row.id, question, value)
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
        """The part of an answer that can still be one, and the part that cannot."""
        asked = self.now.edition.questions[question.id]
        fits, lost = self._split(question, asked, value)
        if not is_empty(fits):
            words = self._reads(question, self.before, group, fits)
            other = tuple(w for w in self._reads(asked, self.now, group, fits) if w not in words)
            moved = MigrationOutcome.MOVED if section.id != to.id else MigrationOutcome.REWORDED
            same = not other and is_empty(lost) and section.id == to.id
            fate = MigrationOutcome.KEPT if same else moved
            yield MigratedValue(fate, section, group, row, question, fits, to.id, other)
        if not is_empty(lost):
            yield MigratedValue(MigrationOutcome.GONE, section, group, row, question, lost)

    def _split(self, question: Question, asked: Question, value: Any) -> tuple[Any, Any]:
        """The part of a value that the question as it is asked now can have, and the rest."""
        if not _same_kind(question, asked, value):
            return None, value
        match asked.type:
            case AnswerType.CHOOSE_ONE:
                return (value, None) if self._offers(asked, value) else (None, value)
            case AnswerType.CHOOSE_MANY:
                return _parted(value, [each for each in value if self._offers(asked, each)])
            case AnswerType.CHOOSE_ROWS:
                return _parted(value, [v for v in value if self.rows.get(v) == asked.rows_of])
            case AnswerType.EACH_CHOICE:
                about = self.now.edition.questions[asked.of]
                fits = {
                    key: each
                    for key, each in value.items()
                    if self._offers(about, key) and self._offers(asked, each)
                }
                return fits, {key: each for key, each in value.items() if key not in fits}
        return value, None

    def _offers(self, asked: Question, value: str) -> bool:
        """A council's list may change at any time, so what was chosen from one stays."""
        if value in {option.value for option in asked.options}:
            return True
        if asked.options_from == "groups":
            return self.now.group(value) is not None
        return bool(asked.options_from)

    def _reads(self, question: Question, side: Side, group: Group | None, value: Any) -> list[str]:
        """What is asked, and how the chosen options are called, in the words of one side."""
        known = side.group(group.id) if group else None
        labels = [o.label for o in question.options if o.value in chosen(value)]
        return [in_words(known, question.ask), *labels]


def _same_kind(question: Question, asked: Question, value: Any) -> bool:
    """Whether the answers are of one kind. A text stays one, if the other has room for it."""
    if question.type in TEXTS and asked.type in TEXTS:
        room = longest(asked) or 0
        one_line = asked.type is AnswerType.LONG or "\n" not in value
        return len(value) <= room and one_line
    return question.type is asked.type


def _parted(value: list[str], fits: list[str]) -> tuple[list[str], list[str]]:
    return fits, [each for each in value if each not in fits]
