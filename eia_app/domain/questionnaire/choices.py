"""The options of a question, and the words of an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from eia_app.domain.calendar import local_date
from eia_app.domain.questionnaire.answers import Answers, Row, Value, is_empty
from eia_app.domain.questionnaire.council import Council
from eia_app.domain.questionnaire.linked_questions import lists_of
from eia_app.domain.questionnaire.model import AnswerType, Edition, Group, Option, Question
from eia_app.domain.text.conversions import day, moment


@dataclass(frozen=True)
class Choices:
    """The sources of options: the edition, the groups, the council's lists, rows and people."""

    edition: Edition
    groups: Sequence[Group]
    lists: Mapping[str, Sequence[str]]
    answers: Answers
    people: Mapping[str, str] = field(default_factory=dict)  # person id to name
    former: Mapping[str, str] = field(default_factory=dict)  # who is no longer offered
    small_number: int = 5  # fewer people than this are not counted

    def options(self, question: Question, group: Group | None = None) -> list[Option]:
        """Return the options of a choice, in the order in which they are shown."""
        if question.type is AnswerType.PERSON:
            return [Option(id_, name) for id_, name in self.people.items()]
        if question.type is AnswerType.CHOOSE_ROWS:
            return [*self._rows(question), *question.options]
        options = [*self._listed(question), *question.options]
        allowed = group.only.get(question.id) if group else None
        return options if allowed is None else [o for o in options if o.value in allowed]

    def _rows(self, question: Question) -> list[Option]:
        return [
            Option(row.id, self.row_name(list_id, row))
            for list_id in lists_of(self.edition, question)
            for row in self.answers.rows.get(list_id, ())
        ]

    def _listed(self, question: Question) -> list[Option]:
        if question.options_from == "groups":
            return [Option(group.id, group.title) for group in self.groups]
        return [Option(text, text) for text in self.lists.get(question.options_from, ())]

    def row_name(self, section: str, row: Row) -> str:
        """Return the first summary answer of a row, which names it in lists."""
        words = self.edition.by_id[section].row
        name = row.values.get(words.summary[0], "") if words else ""
        return str(name)

    def label(self, question: Question, value: str) -> str:
        """Return the words of an option; a value that is no longer offered reads as itself."""
        label = next((o.label for o in self.options(question) if o.value == value), value)
        return self.former.get(value, value) if label == value else label

    def text(self, question: Question, value: Value | None) -> list[str]:
        """Return an answer as paragraphs or list items of plain text; [] if there is none."""
        if value is None or is_empty(value):
            return []
        if isinstance(value, dict):
            about = self.edition.questions[question.of]
            return [f"{self.label(about, k)}: {self.label(question, v)}" for k, v in value.items()]
        if isinstance(value, list):
            return [self.label(question, choice) for choice in value]
        if question.type is AnswerType.DATE:
            return [long_date(str(value))]
        if question.type in {AnswerType.CHOOSE_ONE, AnswerType.PERSON}:
            return [self.label(question, str(value))]
        if question.type is AnswerType.NUMBER:
            return [value if isinstance(value, str) else f"{value:,}"]
        return [str(value)]

    def full_text(self, question: Question, answers: Answers) -> str:
        """Return a short answer in words; “another” reads as the text written beside it."""
        value = answers.get(question.id)
        beside = [
            str(written)
            for other in self.edition.section_of[question.id].questions
            if other.type is AnswerType.TEXT
            and any(c.question == question.id and value in c.values for c in other.shown_when)
            and (written := answers.get(other.id))
        ]
        return ", ".join(beside or self.text(question, value))


def choices_for(
    edition: Edition,
    groups: Sequence[Group],
    council: Council,
    answers: Answers,
    people: Mapping[str, str] | None = None,
) -> Choices:
    lists: dict[str, Any] = dict(council.lists)
    lists["objectives"] = [title for title, _ in council.objectives]
    small = council.small_number_threshold
    return Choices(edition, groups, lists, answers, people or {}, small_number=small)


def long_date(iso: str) -> str:
    """Return “2026-03-07” as “7 March 2026”, a moment as its day in London, other text as it is."""
    at = moment(iso)
    date_read = local_date(at) if at else day(iso)
    return f"{date_read.day} {date_read:%B %Y}" if date_read else iso


def in_words(group: Group | None, text: str) -> str:
    """Return a text of an each-group section with its group's words put in."""
    if group is None:
        return text
    title = group.title[0].lower() + group.title[1:]
    return text.replace("{people}", group.people).replace("{group}", title)
