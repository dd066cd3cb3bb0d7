"""A list as a compact table."""

from __future__ import annotations

from collections.abc import Sequence

from eia_app.domain.attachments.file_types import in_words
from eia_app.domain.questionnaire.model import AnswerType
from eia_app.reports.blocks import Line, Paragraph, Table
from eia_app.reports.content.key_facts import KeyFacts
from eia_app.reports.content.snapshot_reader import Json, is_printed, label, row_id, typed
from eia_app.reports.content.tables import Cell, answered, row, said_once, widths_of, words
from eia_app.reports.text.rich_text import one_line
from eia_app.reports.text.sentences import lead_in, number_of, quoted

UNSAID = {"not known", "not stated", "none", "no", "yes", "n/a"}  # say nothing without a label
SHORT = frozenset({AnswerType.TEXT, AnswerType.CHOOSE_ONE, AnswerType.LINK})


def joined(question: Json) -> str:
    """Return an answer as it was typed; choices in one line."""
    if question["type"] in {AnswerType.CHOOSE_MANY, AnswerType.CHOOSE_ROWS}:
        return ", ".join(question["text"])
    return typed(question)


class ListTable:
    """A list as a table: its name and short answers in one column, each long answer in one."""

    def __init__(self, facts: KeyFacts, section: Json) -> None:
        self.facts, self.section = facts, section
        self.rows: Sequence[Json] = section["rows"]
        questions: dict[str, Json] = {}
        for record in self.rows:
            for question in filter(is_printed, record["questions"]):
                questions.setdefault(question["id"], question)
        self.name = (section["summary"] or [""])[0]
        self.asked = questions
        self.long = [
            id_ for id_, question in questions.items() if question["type"] == AnswerType.LONG
        ]
        self.short = [id_ for id_ in questions if id_ not in self.long and id_ != self.name]

    def table(self) -> Table:
        columns = [id_ for id_ in self.long if not self._once(id_)]
        caption = number_of(len(self.rows), self.section["one"], self.section["many"])
        for id_ in self.long:
            once = self._once(id_)
            caption += f". {label(self.asked[id_])}, for each: {quoted(once)}" if once else ""
        first = [] if self.name in columns else [label(self.asked[self.name])]
        has_short = bool(self.short) and not first
        header = [*first, *(label(self.asked[id_]) for id_ in columns)]
        header += ["Details"] if has_short else []
        rows = []
        for record in self.rows:
            answers = {question["id"]: question for question in record["questions"]}
            cells = [self._named(record, answers)] if first else []
            cells += [self._long(answers, id_) for id_ in columns]
            cells += [self._details(record, answers)] if has_short else []
            cells[0] = _numbered(self.facts.reader.citations[record["id"]], cells[0])
            rows.append(row(row_id(record["id"]), *cells))
        return Table(
            caption if caption.endswith("”") else f"{caption}.",
            tuple(header),
            tuple(rows),
            widths_of(rows),
        )

    def _once(self, id_: str) -> str:
        column = [
            typed(question)
            for record in self.rows
            for question in record["questions"]
            if question["id"] == id_
        ]
        return said_once(column) if id_ != self.name and len(column) == len(self.rows) else ""

    def _named(self, record: Json, answers: dict[str, Json]) -> Cell:
        question = answers.get(self.name)
        return answered(joined(question) if question else "") + self._details(record, answers)

    def _long(self, answers: dict[str, Json], id_: str) -> Cell:
        return answered(typed(answers[id_])) if id_ in answers else ()

    def _details(self, record: Json, answers: dict[str, Json]) -> Cell:
        name = answers[self.name]["text"] if self.name in answers else []
        details = [
            _detail(answers[id_])
            for id_ in self.short
            if id_ in answers and answers[id_]["text"] != name
        ]
        details += [one_line(in_words(file)) for file in record.get("files", ())]
        return words("; ".join(filter(None, details)))


def _detail(question: Json) -> str:
    """Return a short answer, with its label where it does not explain itself."""
    text = one_line(joined(question))
    explains = (
        question["type"] in SHORT
        and any(map(str.isalpha, text))
        and text.rstrip(".").lower() not in UNSAID
    )
    return text if explains or not text else f"{lead_in(label(question))} {text}"


def _numbered(number: str, first: Cell) -> Cell:
    strong = Line(number, strong=True)
    if first and isinstance(first[0], Paragraph):
        return (Paragraph(strong, first[0].lines), *first[1:])
    return (Paragraph(strong), *first)
