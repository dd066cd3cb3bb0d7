"""Faults of questions about rows of lists: what they choose among, write and follow from."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from eia_app.domain.questionnaire.linked_questions import (
    covering_question,
    questions_about_rows,
)
from eia_app.domain.questionnaire.model import (
    AnswerType,
    Edition,
    Question,
    Section,
    SectionKind,
)

CHOOSES_ROWS = AnswerType.CHOOSE_ROWS
TEXTS = frozenset({AnswerType.TEXT, AnswerType.LONG})


def faults_of_links(
    edition: Edition, section: Section, question: Question, done: Collection[str]
) -> Iterable[str]:
    """Yield the faults of a question, given the ids of the sections before its own."""
    if question.type is CHOOSES_ROWS:
        yield from _faults_of_rows(edition, section, question)
    elif question.rows_of or question.writes:
        yield "rows_of and writes belong to a choose_rows"
    if question.writes:
        yield from _faults_of_writing(edition, section, question, done)
    if question.covers:
        yield from _faults_of_covers(edition, section, question, done)
    if question.filled_from:
        yield from _faults_of_source(edition, section, question)


def _faults_of_rows(edition: Edition, section: Section, question: Question) -> Iterable[str]:
    if not question.rows_of and not question.writes:
        yield "`rows_of` is missing: name the lists to choose from"
    for list_id in question.rows_of:
        rows_of = edition.by_id.get(list_id)
        if rows_of is None or rows_of.kind is not SectionKind.LIST:
            yield f"`rows_of`: there is no list “{list_id}”"
        elif rows_of is section:
            yield "`rows_of`: a row cannot choose among the rows of its own list"


def _faults_of_writing(
    edition: Edition, section: Section, question: Question, done: Collection[str]
) -> Iterable[str]:
    written = edition.section_of.get(question.writes)
    if written is None or written.row is None:
        yield f"`writes`: “{question.writes}” is not a question of a list"
        return
    if edition.questions[question.writes].type not in TEXTS:
        yield f"`writes`: “{question.writes}” is not a text"
    if written.row.summary[0] != question.writes:
        yield f"`writes`: “{question.writes}” is not the first in the summary of its list"
    if written.id in done or written is section:
        yield f"`writes`: the list of “{question.writes}” must come later"


def _faults_of_covers(
    edition: Edition, section: Section, question: Question, done: Collection[str]
) -> Iterable[str]:
    covers = question.covers
    if not _is_of_groups(section, question):
        yield "covers belongs to a choose_many of groups in a list"
    if sum(bool(other.covers) for other in section.questions) > 1:
        yield "a list has one question with covers"
    if covers is None:
        return
    about = edition.section_of.get(covers.question)
    question_of_groups = edition.questions.get(covers.question)
    if (
        about is None
        or question_of_groups is None
        or not _asks_each_group(about)
        or about.id not in done
    ):
        yield f"covers: “{covers.question}” is not asked about each group before this"
        return
    known = {option.value for option in question_of_groups.options}
    for value in covers.values:
        if value not in known:
            yield f"covers: “{value}” is not an answer to “{covers.question}”"


def _faults_of_source(edition: Edition, section: Section, question: Question) -> Iterable[str]:
    if not _is_of_groups(section, question):
        yield "“from” belongs to a choose_many of groups in a list"
    elif next(questions_about_rows(edition, section.id), None) is None:
        yield "“from”: no question chooses among the rows of this list"


def _is_of_groups(section: Section, question: Question) -> bool:
    is_choice = question.type is AnswerType.CHOOSE_MANY and question.options_from == "groups"
    return is_choice and section.kind is SectionKind.LIST and not question.when_empty


def _asks_each_group(section: Section) -> bool:
    return section.kind not in {SectionKind.QUESTIONS, SectionKind.LIST}


def faults_of_shared(edition: Edition, meaning: str) -> Iterable[str]:
    """Yield the questions of a shared answer that are in no row about several groups."""
    for id_ in edition.values_meaning(meaning):
        section = edition.section_of.get(id_)
        if section is None or covering_question(section) is None:
            yield f"“{id_}” is not a question of a list whose rows cover groups"
