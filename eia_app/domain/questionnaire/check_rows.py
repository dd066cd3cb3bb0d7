"""Faults of what makes pages light: rows written together, folds, and what is filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from eia_app.domain.questionnaire import offers
from eia_app.domain.questionnaire.answers import fits, is_offered
from eia_app.domain.questionnaire.council import LISTS
from eia_app.domain.questionnaire.model import AnswerType, Question, Section, SectionKind

OFFERED_TO = frozenset({AnswerType.DATE, AnswerType.TEXT, AnswerType.CHOOSE_ONE})


def faults_of_rows(section: Section) -> Iterator[str]:
    """Yield the faults of the table `row` that concern rows written together."""
    row = section.row
    if row is None or not row.starts:
        return
    if not section.is_together:
        yield "starts belongs to rows with edit = “together”"
    questions = {question.id: question for question in section.row_questions}
    for number, answers in enumerate(row.starts, 1):
        if not answers:
            yield f"starts {number} is empty"
        for id_, value in answers.items():
            question = questions.get(id_)
            if question is None:
                yield f"starts {number}: there is no question “{id_}” in the row"
            elif not fits(question.type, value) or not is_offered(question, value):
                yield f"starts {number}: “{value}” is not an answer to “{id_}”"


def faults_of_place(question: Question, section: Section) -> Iterator[str]:
    """Yield the faults of where a question stands: above rows, instead of them, or in a fold."""
    if question.above_rows:
        if section.kind is not SectionKind.LIST or not section.is_together:
            yield "above_rows belongs to a list with edit = “together”"
        if question.when_empty:
            yield "a question is asked above the rows or instead of them, not both"
    if not question.behind:
        return
    if question.required:
        yield "what is behind a press cannot be required"
    if question.when_empty:
        yield "what is asked instead of rows cannot be behind a press"
    others = {other.id: other for page in section.pages for other in page.questions}
    for condition in question.shown_when:
        control = others.get(condition.question, question)
        if control.page == question.page and control.behind != question.behind:
            yield f"follows from “{control.id}”, so it must be behind the same words"


def faults_of_help(question: Question, seen: Mapping[str, Question], row: Section) -> Iterator[str]:
    """Yield the faults of `offer`, `suggest` and `guess`. `seen` may be looked at by an offer."""
    if question.offer:
        yield from _faults_of_offer(question, seen)
    if question.suggest and question.type is not AnswerType.TEXT:
        yield "suggest belongs to a text"
    elif question.suggest and question.suggest not in LISTS:
        yield f"suggest: there is no list “{question.suggest}”"
    if question.guess:
        yield from _faults_of_guess(question, row)


def _faults_of_offer(question: Question, seen: Mapping[str, Question]) -> Iterator[str]:
    offer = offers.parse(question.offer)
    if offer is None:
        yield (
            f"offer: “{question.offer}” is neither a date of the assessment, such as"
            " “decision_date + 1 year”, nor person.job_title or person.service"
        )
    elif question.type not in OFFERED_TO:
        yield "offer belongs to a text, a date or a choose_one"
    elif offer.of_person:
        if question.type is AnswerType.DATE:
            yield f"offer: “{question.offer}” is no date"
    elif question.type is not AnswerType.DATE:
        yield f"offer: “{question.offer}” is a date, and the question is none"
    elif (source := seen.get(offer.source)) is None:
        yield f"offer: “{offer.source}” is not asked before it"
    elif source.type is not AnswerType.DATE:
        yield f"offer: “{offer.source}” is not a date"


def _faults_of_guess(question: Question, section: Section) -> Iterator[str]:
    page = next((page for page in section.pages if question in page.questions), None)
    source = next((q for q in page.questions if q.id == question.guess), None) if page else None
    if question.type is not AnswerType.CHOOSE_ONE:
        yield "guess belongs to a choose_one"
    elif source is None or source.type not in {AnswerType.TEXT, AnswerType.LONG}:
        yield f"guess: “{question.guess}” is no text of the same page"
    elif not offers.GUESSED.keys() & {option.value for option in question.options}:
        known = ", ".join(offers.GUESSED)
        yield f"guess: none of its answers can be guessed; those that can are {known}"
