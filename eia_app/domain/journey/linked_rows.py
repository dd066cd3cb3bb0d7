"""Places in which rows of lists are selected, and the groups that follow from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from eia_app.domain.questionnaire.answers import Answers, Key, Row, Value, chosen
from eia_app.domain.questionnaire.linked_questions import (
    covering_question,
    lists_of,
    questions_about_rows,
)
from eia_app.domain.questionnaire.model import (
    WRITTEN,
    AnswerType,
    Edition,
    Group,
    Question,
    Section,
    SectionKind,
)

Rows = Mapping[str, Sequence[Row]]


@dataclass(frozen=True)
class Tick:
    """A question in whose answer a row is selected: about a group, or in a row of another list."""

    section: str
    question: str
    group: str | None = None
    row: str | None = None


class KnownRows:
    """The rows that can be selected while an edition is walked, list after list.

    A list that comes later counts with the rows that are stored for it, but for those of `absent`.
    """

    def __init__(self, edition: Edition, answers: Answers, absent: frozenset[str]) -> None:
        self.edition, self.stored, self.absent = edition, answers.rows, absent
        self._order = {section.id: number for number, section in enumerate(edition.sections)}

    def of(self, question: Question, live: Rows) -> list[str]:
        """Return the ids of the rows that a question may choose among."""
        here = self._order[self.edition.section_of[question.id].id]
        known: list[str] = []
        for list_id in lists_of(self.edition, question):
            rows = live if self._order[list_id] < here else self.stored
            known += [row.id for row in rows.get(list_id, ()) if row.id not in self.absent]
        return known

    def part(self, question: Question, value: Sequence[str], live: Rows) -> list[str]:
        """Return the part of an answer that is still there: rows, and options beside the rows."""
        offered = {*self.of(question, live), *(option.value for option in question.options)}
        return [choice for choice in value if choice in offered]

    def gone(self, values: Mapping[Key, Value], live: Rows) -> frozenset[str]:
        """Return the ids of selected rows of later lists that turned out not to be asked for."""
        present = {row.id for rows in live.values() for row in rows}
        stored = {row.id for rows in self.stored.values() for row in rows}
        return frozenset(
            id_
            for question, value in _chosen_rows(self.edition, values, live)
            for id_ in value
            if id_ in stored and id_ not in present
        )


def _chosen_rows(
    edition: Edition, values: Mapping[Key, Value], rows: Rows
) -> Iterator[tuple[Question, list[str]]]:
    """Yield every answer to a choose_rows, on pages and in rows."""
    answers = [
        *((id_, value) for (_, id_), value in values.items()),
        *(item for listed in rows.values() for row in listed for item in row.values.items()),
    ]
    for id_, value in answers:
        question = edition.questions.get(id_)
        if (
            question is not None
            and question.type is AnswerType.CHOOSE_ROWS
            and isinstance(value, list)
        ):
            yield question, value


def ticks_in(
    edition: Edition, list_id: str, values: Mapping[Key, Value], rows: Rows
) -> dict[str, list[Tick]]:
    """Return the places in which each row of a list is selected, in the order of the edition."""
    ticks: dict[str, list[Tick]] = {row.id: [] for row in rows.get(list_id, ())}
    for section, question in questions_about_rows(edition, list_id):
        beside = {option.value for option in question.options}
        for tick, value in _answers_to(section, question, values, rows):
            for id_ in chosen(value) - beside:
                ticks.setdefault(id_, []).append(tick)
    return ticks


def _answers_to(
    section: Section, question: Question, values: Mapping[Key, Value], rows: Rows
) -> Iterator[tuple[Tick, Value]]:
    for (group, id_), value in values.items():
        if id_ == question.id:
            yield Tick(section.id, id_, group), value
    if section.kind is SectionKind.LIST:
        for row in rows.get(section.id, ()):
            if question.id in row.values:
                yield Tick(section.id, question.id, None, row.id), row.values[question.id]


def groups_of_ticks(
    edition: Edition, groups: Iterable[Group], ticks: Iterable[Tick], rows: Rows
) -> list[str]:
    """Return the groups on whose pages a row is selected, and those of rows that select it."""
    named: set[str] = set()
    for tick in ticks:
        if tick.group:
            named.add(tick.group)
        elif tick.row:
            question = covering_question(edition.by_id[tick.section])
            row = next(row for row in rows[tick.section] if row.id == tick.row)
            named |= chosen(row.values.get(question.id)) if question else frozenset()
    return [group.id for group in groups if group.id in named]


def declined_because(answers: Mapping[str, Value], section: Section) -> list[str]:
    """Return the reasons given for selecting no row, such as “nothing more can be done”.

    `answers` are those of one page or row, by question id. A reason is what is written into a
    question that is asked for an option that stands alone beside the rows.
    """
    reasons = []
    for question in section.questions:
        alone = {option.value for option in question.options if option.exclusive}
        if question.type is not AnswerType.CHOOSE_ROWS or chosen(
            answers.get(question.id)
        ).isdisjoint(alone):
            continue
        reasons += [
            str(answers[reason.id])
            for reason in section.questions
            if reason.type in WRITTEN and reason.id in answers and _follows(reason, question, alone)
        ]
    return reasons


def _follows(reason: Question, question: Question, values: set[str]) -> bool:
    return any(
        condition.question == question.id and not values.isdisjoint(condition.values)
        for condition in reason.shown_when
    )
