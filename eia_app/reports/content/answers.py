"""Questions and what was answered, in the order in which they were asked."""

from __future__ import annotations

from collections.abc import Iterable

from eia_app.domain.questionnaire.model import AnswerType
from eia_app.reports.blocks import Block, Bullets, Fact, Facts, Heading, Line, Paragraph
from eia_app.reports.content.snapshot_reader import NO_ANSWER, Json, SnapshotReader, row_id
from eia_app.reports.text.rich_text import clean, written

SHORT = 120  # characters that fit beside their question


def is_printed(question: Json) -> bool:
    """Who gets the reminders is the council's own affair."""
    return bool(question["type"] != AnswerType.PERSON)


def label(question: Json) -> str:
    """What was asked, as a councillor reads it."""
    return clean(question.get("label") or question["ask"])


def answer(record: SnapshotReader, question: Json) -> tuple[Block, ...]:
    """An answer as blocks; “No answer given” where there is none."""
    texts = question["text"]
    if not texts:
        return (Paragraph(NO_ANSWER),)
    if question["type"] == AnswerType.CHOOSE_ROWS:
        choices = zip(question["value"], texts, strict=True)
        return (Bullets(tuple(_cited(record, row, text) for row, text in choices)),)
    if question["type"] in {AnswerType.TEXT, AnswerType.LONG}:
        return tuple(written(texts[0])) or (Paragraph(NO_ANSWER),)
    if len(texts) == 1:
        return (Paragraph(Line(clean(texts[0]))),)
    return (Bullets(tuple(Line(clean(text)) for text in texts)),)


def _cited(record: SnapshotReader, choice: str, text: str) -> Line:
    """Return a row with the way to it; of an option beside the rows, its words."""
    if choice not in record.citations:
        return Line(clean(text))
    return Line(record.citations[choice], to=row_id(choice))


def fact(record: SnapshotReader, question: Json) -> Fact:
    return Fact(label(question), answer(record, question))


def facts(record: SnapshotReader, questions: Iterable[Json]) -> list[Block]:
    """All of them beside their questions."""
    found = tuple(fact(record, question) for question in questions if is_printed(question))
    return [Facts(found)] if found else []


def questions(
    record: SnapshotReader, asked: Iterable[Json], level: int, said: dict[str, Line]
) -> list[Block]:
    """Short answers beside their questions, long ones under them.

    `said` has a line to print instead of what is printed elsewhere, by question id.
    """
    blocks: list[Block] = []
    short: list[Fact] = []

    def close() -> None:
        if short:
            blocks.append(Facts(tuple(short)))
        short.clear()

    for question in filter(is_printed, asked):
        if question["id"] in said:
            short.append(Fact(label(question), (Paragraph(said[question["id"]]),)))
        elif _is_short(question):
            short.append(fact(record, question))
        else:
            close()
            blocks.append(Heading(level, label(question), is_question=True))
            blocks += answer(record, question)
    close()
    return blocks


def _is_short(question: Json) -> bool:
    """What is not answered is short whatever it might have been."""
    texts = question["text"]
    if question["type"] in {AnswerType.LONG, AnswerType.CHOOSE_ROWS}:
        return not texts
    return all(len(text) <= SHORT for text in texts)
