"""The questions: the frozen shape of one edition.

Each class describes a table of the files as well: a field is a key, with its type and default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any

from pydantic import Field, PlainValidator

from eia_app.domain.checked_tables import (
    NO_TWINS,
    NOT_A_KEY,
    NOT_EMPTY,
    ONE_OR_MORE,
    Flag,
    FormTable,
    Id,
    Text,
    Texts,
    Whole,
)
from eia_app.domain.questionnaire.conditions import AnyOf, Routing, Wording
from eia_app.domain.questionnaire.linked_questions import Covers, ValueSource
from eia_app.domain.questionnaire.row_words import RowEdit, RowWords
from eia_app.domain.questionnaire.vocabulary import Aim, FromState


def _meaning(value: Any) -> str | tuple[str, ...]:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(text, str) for text in value):
        return tuple(value)
    raise ValueError("must be text or a list of texts")


Meaning = Annotated[str | tuple[str, ...], PlainValidator(_meaning)]


class SectionKind(StrEnum):
    QUESTIONS = "questions"
    ALL_GROUPS = "all_groups"
    EACH_GROUP = "each_group"
    LIST = "list"

    @property
    def is_of_groups(self) -> bool:
        """Return whether its questions are answered for each group."""
        return self in {SectionKind.ALL_GROUPS, SectionKind.EACH_GROUP}


class AnswerType(StrEnum):
    TEXT = "text"
    LONG = "long"
    NUMBER = "number"
    DATE = "date"
    LINK = "link"
    CHOOSE_ONE = "choose_one"
    CHOOSE_MANY = "choose_many"
    EACH_CHOICE = "each_choice"
    CHOOSE_ROWS = "choose_rows"
    PERSON = "person"


WRITTEN = frozenset({AnswerType.TEXT, AnswerType.LONG, AnswerType.LINK})
MANY = frozenset({AnswerType.CHOOSE_MANY, AnswerType.CHOOSE_ROWS})


@dataclass(frozen=True)
class Option(FormTable):
    value: Text
    label: Text
    hint: str = ""
    exclusive: Flag = False


@dataclass(frozen=True)
class Question(FormTable):
    """One question. `required` is the message shown when it is left empty ("" = optional).

    The first of `asks` that holds is asked in place of `ask`. `report` is how a report words it
    for councillors ("" = as it is asked). A number that `counts_people` is refused where it is
    small enough to point to somebody. Of a list, a question `above_rows` is asked once, of the
    list itself; one `when_empty` instead of rows. Questions that are `behind` the same words stand
    in one fold at the foot of their page or row. `linked_questions` says what `rows_of`, `writes`,
    `covers` and `filled_from` are.
    """

    id: Id
    ask: Text
    type: AnswerType
    page: str = ""
    asks: Annotated[tuple[Wording, ...], ONE_OR_MORE] = ()
    report: str = ""
    hint: str = ""
    options: Annotated[tuple[Option, ...], NO_TWINS] = ()
    options_from: str = ""
    of: str = ""
    rows_of: Texts = ()
    writes: str = ""
    covers: Covers | None = None
    filled_from: Annotated[ValueSource | None, Field(alias="from")] = None
    required: str = ""
    required_when: AnyOf = ()
    shown_when: AnyOf = ()
    words: Whole = 0
    at_least: Whole | None = None
    at_most: Whole | None = None
    refuse_bare: str = ""
    bad: str = ""
    when_empty: Flag = False
    above_rows: Flag = False
    counts_people: Flag = False
    behind: str = ""
    offer: str = ""
    suggest: str = ""
    guess: str = ""
    from_state: FromState | None = None


@dataclass(frozen=True)
class Page(FormTable):
    id: Id
    title: Text
    intro: str = ""
    questions: Annotated[tuple[Question, ...], NOT_A_KEY] = ()


@dataclass(frozen=True)
class Section(FormTable):
    """One task of the task list. `report` is its title in a report ("" = its title)."""

    id: Id
    title: Text
    kind: SectionKind
    page_tables: Annotated[tuple[Page, ...], NO_TWINS, Field(alias="page")] = ()
    question_tables: Annotated[tuple[Question, ...], Field(alias="question")] = ()
    report: str = ""
    intro: str = ""
    after: Texts = ()
    shown_when: AnyOf = ()
    row: RowWords | None = None

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """The pages with their questions; a section that names no page is one page."""
        if not self.page_tables:
            return (Page(self.id, self.title, "", self.question_tables),)
        by_page: dict[str, list[Question]] = {page.id: [] for page in self.page_tables}
        for question in self.question_tables:
            by_page.get(question.page, []).append(question)
        return tuple(replace(page, questions=tuple(by_page[page.id])) for page in self.page_tables)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for page in self.pages for question in page.questions)

    @cached_property
    def row_questions(self) -> tuple[Question, ...]:
        return tuple(q for q in self.questions if not (q.when_empty or q.above_rows))

    @cached_property
    def questions_above(self) -> tuple[Question, ...]:
        """Asked of a list itself, above its rows."""
        return tuple(question for question in self.questions if question.above_rows)

    @property
    def is_together(self) -> bool:
        """Return whether the rows of this list are written on the list’s page."""
        return self.row is not None and self.row.edit is RowEdit.TOGETHER

    @cached_property
    def empty_question(self) -> Question | None:
        """Asked instead of rows when a list has none."""
        return next((q for q in self.questions if q.when_empty), None)

    def page(self, page_id: str) -> Page | None:
        return next((page for page in self.pages if page.id == page_id), None)


@dataclass(frozen=True)
class Group(FormTable):
    """A protected characteristic, or a local group.

    `look` is one line of what to look for. `only` limits a question's options, and `aims` says
    which aims of the duty cover the group (() = all three).
    """

    id: Id
    title: Text
    people: Text
    hint: str = ""
    look: str = ""
    law: str = ""
    only: Mapping[str, Texts] = field(default_factory=dict)
    aims: tuple[Aim, ...] = ()
    local: Annotated[bool, NOT_A_KEY] = False
    on: Annotated[bool, NOT_A_KEY] = True


@dataclass(frozen=True)
class Part(FormTable):
    id: Id
    title: Text
    sections: Annotated[Texts, NOT_EMPTY]


@dataclass(frozen=True)
class Edition(FormTable):
    """One frozen version of the questionnaire, such as eia/2026-1."""

    id: Text
    title: Text
    routing: Routing
    meaning: Mapping[str, Meaning]
    parts: Annotated[tuple[Part, ...], NO_TWINS, Field(alias="part")] = ()
    groups: Annotated[tuple[Group, ...], NO_TWINS, Field(alias="group")] = ()
    sections: Annotated[tuple[Section, ...], NOT_A_KEY] = ()

    @cached_property
    def by_id(self) -> Mapping[str, Section]:
        return {section.id: section for section in self.sections}

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        return {q.id: q for section in self.sections for q in section.questions}

    @cached_property
    def section_of(self) -> Mapping[str, Section]:
        """Question id to the section that asks it."""
        return {q.id: section for section in self.sections for q in section.questions}

    def means(self, name: str) -> str:
        """The id that the edition declares for a meaning ("" if it declares none)."""
        return next(iter(self.values_meaning(name)), "")

    def values_meaning(self, name: str) -> tuple[str, ...]:
        """The answer values that the edition declares for a meaning, such as `negative`."""
        value = self.meaning.get(name, ())
        return (value,) if isinstance(value, str) else value
