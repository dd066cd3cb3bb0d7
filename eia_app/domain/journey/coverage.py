"""Rows of a list that each stand for several groups, and the groups that no row stands for yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from eia_app.domain.journey.tasks import Missing
from eia_app.domain.questionnaire.answers import Key, Row, Value, chosen
from eia_app.domain.questionnaire.choices import in_words
from eia_app.domain.questionnaire.linked_questions import covering_question
from eia_app.domain.questionnaire.model import Edition, Group, Question, Section
from eia_app.domain.questionnaire.row_words import RowWords

SHARED = {  # meaning of the question of a row: meaning of the question of each group
    "explanation_shared": "explanation",
    "known_shared": "known",
    "cited_shared": "cited",
}


@dataclass
class Coverage:
    """The groups that the rows of one list have to take up, and those that each row has."""

    question: Question
    to_cover: tuple[Group, ...]
    by_row: dict[str, list[str]] = field(default_factory=dict)  # row id to group ids

    def take(self, row: str, value: Value | None) -> list[str] | None:
        """Note the groups of a row; return those of its groups that it can have, if any.

        A group whose answer has changed drops out and, where each belongs to one row, one that an
        earlier row has.
        """
        groups = [id_ for id_ in self.free_for(row) if id_ in chosen(value)]
        if groups:
            self.by_row[row] = groups
        return groups or None

    def free_for(self, row: str) -> list[str]:
        """Return the groups that a row may have; those of no row yet for one that is not there."""
        taken = {
            group
            for other, groups in self.by_row.items()
            if other != row and self.question.covers and self.question.covers.once
            for group in groups
        }
        return [group.id for group in self.to_cover if group.id not in taken]

    @property
    def left(self) -> list[Group]:
        """The groups that are in no row."""
        covered = {group for groups in self.by_row.values() for group in groups}
        return [group for group in self.to_cover if group.id not in covered]

    def row_of(self, group: str) -> str | None:
        """Return the id of the first row that has this group."""
        return next((row for row, groups in self.by_row.items() if group in groups), None)


def coverage_of(
    section: Section, groups: Iterable[Group], values: Mapping[Key, Value]
) -> Coverage | None:
    """Return what the rows of a list have to cover, given the live answers about each group."""
    question = covering_question(section)
    if question is None or question.covers is None:
        return None
    covers = question.covers
    to_cover = [
        group
        for group in groups
        if not chosen(values.get((group.id, covers.question))).isdisjoint(covers.values)
    ]
    return Coverage(question, tuple(to_cover))


def missing_groups(section: Section, coverage: Coverage | None) -> list[Missing]:
    """Return what a list lacks for each group that has to be in a row, and is in none."""
    if coverage is None or coverage.question.covers is None:
        return []
    page, message = section.pages[0].id, coverage.question.covers.message
    return [
        Missing(section.id, None, page, "", in_words(group, message)) for group in coverage.left
    ]


def shared_values(
    edition: Edition, coverage_by_list: Mapping[str, Coverage], rows: Mapping[str, Sequence[Row]]
) -> dict[Key, tuple[str, Value | None]]:
    """Return the row that answers for a group, with its answer, by group and question.

    A question is there without an answer if the row has none. The first row of a group counts.
    """
    shared: dict[Key, tuple[str, Value | None]] = {}
    for list_id, coverage in coverage_by_list.items():
        shared = _shared(edition, edition.by_id[list_id], coverage, rows.get(list_id, ())) | shared
    return shared


def _shared(
    edition: Edition, section: Section, coverage: Coverage, rows: Sequence[Row]
) -> dict[Key, tuple[str, Value | None]]:
    rows_by_id = {row.id: row for row in rows}
    shared: dict[Key, tuple[str, Value | None]] = {}
    question_ids = {question.id for question in section.row_questions}
    for group in coverage.to_cover:
        row = rows_by_id.get(coverage.row_of(group.id) or "")
        if row is None:
            continue
        for meaning, own_meaning in SHARED.items():
            question = next((q for q in edition.values_meaning(meaning) if q in question_ids), None)
            if question and edition.means(own_meaning):
                shared[group.id, edition.means(own_meaning)] = row.id, row.values.get(question)
    return shared


def notice(words: RowWords, groups: Sequence[Group]) -> str:
    """Return which groups are in no row yet, in a sentence; "" for none."""
    if not groups:
        return ""
    titles = ", ".join(group.title for group in groups)
    article = "an" if words.one[0] in "aeiou" else "a"
    how_many = "1 group still needs" if len(groups) == 1 else f"{len(groups)} groups still need"
    return f"{how_many} {article} {words.one}: {titles}"
