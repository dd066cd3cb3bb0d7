"""What is asked: the frozen shape of one edition and of a council's own lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


class SectionKind(StrEnum):
    QUESTIONS = "questions"
    EACH_GROUP = "each_group"
    LIST = "list"


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
class Condition:
    """Holds when the answer to `question`, or the fact `fact`, is or contains one of `values`."""

    values: tuple[str, ...]
    question: str = ""
    fact: str = ""


AnyOf = tuple[Condition, ...]  # holds when one of them does; empty means always


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    hint: str = ""
    exclusive: bool = False


@dataclass(frozen=True)
class Question:
    """One question. `required` is the message shown when it is left empty ("" = optional).

    `report` is how a report words it for councillors ("" = as it is asked). A number that
    `counts_people` is refused where it is small enough to point to somebody.
    """

    id: str
    ask: str
    type: AnswerType
    page: str = ""
    report: str = ""
    hint: str = ""
    options: tuple[Option, ...] = ()
    options_from: str = ""
    of: str = ""
    rows_of: str = ""
    required: str = ""
    required_when: AnyOf = ()
    shown_when: AnyOf = ()
    words: int = 0
    at_least: int | None = None
    at_most: int | None = None
    refuse_bare: str = ""
    bad: str = ""
    when_empty: bool = False
    counts_people: bool = False


@dataclass(frozen=True)
class Page:
    id: str
    title: str
    intro: str = ""
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class AtLeast:
    """So many rows are needed when one of the conditions holds."""

    rows: int
    message: str
    when: AnyOf = ()


@dataclass(frozen=True)
class RowWords:
    """How a list names its rows, and which questions stand for a row in the list."""

    one: str
    many: str
    summary: tuple[str, ...]
    at_least: tuple[AtLeast, ...] = ()


@dataclass(frozen=True)
class Section:
    """One task of the task list. `report` is its title in a report ("" = its title)."""

    id: str
    title: str
    kind: SectionKind
    pages: tuple[Page, ...]
    report: str = ""
    intro: str = ""
    after: tuple[str, ...] = ()
    shown_when: AnyOf = ()
    row: RowWords | None = None

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for page in self.pages for question in page.questions)

    @cached_property
    def row_questions(self) -> tuple[Question, ...]:
        return tuple(q for q in self.questions if not q.when_empty)

    @cached_property
    def empty_question(self) -> Question | None:
        """Asked instead of rows when a list has none."""
        return next((q for q in self.questions if q.when_empty), None)

    def page(self, page_id: str) -> Page | None:
        return next((page for page in self.pages if page.id == page_id), None)


@dataclass(frozen=True)
class Group:
    """A protected characteristic, or a local group. `only` limits a question's options."""

    id: str
    title: str
    people: str
    hint: str = ""
    law: str = ""
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    local: bool = False
    on: bool = True


@dataclass(frozen=True)
class Part:
    id: str
    title: str
    sections: tuple[str, ...]


@dataclass(frozen=True)
class RouteRule:
    because: str
    when: tuple[Condition, ...]  # all of them must hold


@dataclass(frozen=True)
class Routing:
    decided_by: str
    screening: str
    full: tuple[RouteRule, ...]
    major: tuple[RouteRule, ...]


@dataclass(frozen=True)
class Edition:
    """One frozen version of the questionnaire, such as eia/2026-1."""

    id: str
    title: str
    parts: tuple[Part, ...]
    groups: tuple[Group, ...]
    sections: tuple[Section, ...]
    routing: Routing
    meaning: Mapping[str, str | tuple[str, ...]]

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


@dataclass(frozen=True)
class Council:
    """A council's own name, colours, contact, lists, local groups and thresholds."""

    id: str
    name: str
    short_name: str
    service_name: str
    review_group: str
    reviewer: str
    area_code: str
    colours: Mapping[str, str]
    contact: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]
    groups: tuple[Group, ...]
    objectives: tuple[tuple[str, str], ...] = ()
    themes: tuple[str, ...] = ()
    names_in_reports: bool = False
    small_number_threshold: int = 5
    review_days: int = 10
    sign_off_days: int = 5
    clear_days: int = 5
    quorum: int = 3

    @cached_property
    def local_groups(self) -> tuple[Group, ...]:
        """The local groups that this council asks about."""
        return tuple(group for group in self.groups if group.on)
