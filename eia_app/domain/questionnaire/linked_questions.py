"""Questions whose answers are rows of lists, or follow from such answers.

A `choose_rows` names rows of the lists of its `rows_of`. With `writes` it also has a box whose text
becomes a row of the list that asks the question of that name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from pydantic import Field

from eia_app.domain.checked_tables import NOT_EMPTY, Flag, FormTable, Text, Texts

if TYPE_CHECKING:
    from eia_app.domain.questionnaire.model import Edition, Question, Section


class ValueSource(StrEnum):
    """Source of an answer that is filled in until somebody changes it."""

    WRITES = "writes"  # the groups on whose pages the row is selected


@dataclass(frozen=True)
class Covers(FormTable):
    """The groups that the rows of a list have to take up: those with one of these answers.

    With `once`, a group belongs to one row. `message` says what is missing for a group in no row.
    """

    question: Text
    values: Annotated[Texts, Field(alias="is"), NOT_EMPTY]
    message: Text
    once: Flag = False


@dataclass(frozen=True)
class WrittenRow:
    """A text that becomes a row of the list that asks `question`, selected where it was written."""

    id: UUID
    question: str
    text: str


def lists_of(edition: Edition, question: Question) -> tuple[str, ...]:
    """Return the ids of the lists whose rows the answer to a choose_rows may hold."""
    lists = list(question.rows_of)
    written = list_written_by(edition, question)
    if written is not None and written.id not in lists:
        lists.append(written.id)
    return tuple(lists)


def list_written_by(edition: Edition, question: Question) -> Section | None:
    """Return the list that gets a row from what is written under this question."""
    return edition.section_of.get(question.writes) if question.writes else None


def questions_about_rows(edition: Edition, section_id: str) -> Iterator[tuple[Section, Question]]:
    """Yield the questions that choose among the rows of a list, with their sections."""
    for section in edition.sections:
        for question in section.questions:
            if section_id in lists_of(edition, question):
                yield section, question


def covering_question(section: Section) -> Question | None:
    """Return the question of a list that says which groups a row is about."""
    return next((question for question in section.row_questions if question.covers), None)
