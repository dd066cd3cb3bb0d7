"""Turns the files of a worked example into an Example, or says why they cannot be one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from eia_app.domain.checked_tables import Day, FaultList, FormTable, read_table
from eia_app.domain.guidance.worked_example import Example, paragraphs
from eia_app.domain.questionnaire.answers import Answers, Key, Row, Value, fits
from eia_app.domain.questionnaire.council import Council
from eia_app.domain.questionnaire.linked_questions import lists_of
from eia_app.domain.questionnaire.model import AnswerType, Edition, Question, SectionKind
from eia_app.domain.text.conversions import day

ABOUT = "example.toml"  # who the council is, and the day on which the example is told
IDS = UUID("6f1d9c1e-2f4b-5d0a-9b53-7c0e8d3b5a21")  # a row has the same id in every process
WANTED = {
    AnswerType.NUMBER: "a number",
    AnswerType.DATE: "a date such as 2027-03-30, in quotes",
    AnswerType.CHOOSE_MANY: "a list of texts",
    AnswerType.CHOOSE_ROWS: "a list of texts",
    AnswerType.EACH_CHOICE: "a table with a text for each choice",
}
Tables = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class About(FormTable):
    """The council of the example, and the day on which it is told."""

    told_on: Day
    council: Council


@dataclass(frozen=True)
class RowTables(FormTable):
    row: tuple[dict[str, Any], ...] = ()


def read_example(
    name: str, tables: Tables, edition: Edition, files: Mapping[str, str], faults: FaultList
) -> Example | None:
    """Return the example of the edition `name`; None if it has no files, or they have faults.

    `files` says which section each file of sections/ is, without its ending.
    """
    place = f"{name}/example"
    if not tables:
        return None
    before, main = len(faults.messages), f"{place}/{ABOUT}"
    if ABOUT not in tables:
        faults.add(main, "the file is missing")
        return None
    about = read_table(About, tables[ABOUT], main, faults)
    if about is None:
        return None
    reader = _Reader(edition, about.council, _row_names(tables, files), faults)
    for file, raw in tables.items():
        if file != ABOUT:
            reader.read_file(f"{place}/{file}", files.get(file.removesuffix(".toml"), ""), raw)
    reader.check_citations()
    if len(faults.messages) > before:
        return None
    answers = Answers(reader.values, reader.rows)
    return Example(name, edition, about.council, about.told_on, answers, reader.files, reader.names)


def review_group(tables: Tables) -> str:
    """Return the name that the council of an example gives its review group; "" if none."""
    council = tables.get(ABOUT, {}).get("council")
    name = council.get("review_group") if isinstance(council, dict) else ""
    return name if isinstance(name, str) else ""


def _row_names(tables: Tables, files: Mapping[str, str]) -> dict[str, set[str]]:
    """Return what the rows of each list are called, before they are read."""
    listed = {
        files.get(file.removesuffix(".toml"), ""): raw.get("row") for file, raw in tables.items()
    }
    return {
        section: {str(row.get("id", "")) for row in rows if isinstance(row, dict)}
        for section, rows in listed.items()
        if isinstance(rows, list)
    }


class _Reader:
    """Collects the answers of every file."""

    def __init__(
        self,
        edition: Edition,
        council: Council,
        row_names: Mapping[str, set[str]],
        faults: FaultList,
    ) -> None:
        self.edition, self.row_names, self.faults = edition, row_names, faults
        self.groups = {group.id for group in (*edition.groups, *council.local_groups)}
        self.values: dict[Key, Value] = {}
        self.rows: dict[str, list[Row]] = {}
        self.files: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self._cited: list[tuple[str, tuple[str, ...], str]] = []

    def read_file(self, where: str, section_id: str, raw: Mapping[str, Any]) -> None:
        section = self.edition.by_id.get(section_id)
        if section is None:
            self.faults.add(where, "is not named as a file of sections/")
            return
        self.files[section.id] = where
        match section.kind:
            case SectionKind.QUESTIONS:
                self._answers(where, section.questions, raw, None)
            case SectionKind.EACH_GROUP | SectionKind.ALL_GROUPS:
                for group, table in raw.items():
                    self._group(f"{where} {group}", section.questions, table, group)
            case SectionKind.LIST:
                self._list(where, section.id, raw)

    def _group(self, where: str, questions: Iterable[Question], table: Any, group: str) -> None:
        if group not in self.groups:
            self.faults.add(where, "there is no such group in the edition or the example’s council")
        elif not isinstance(table, dict):
            self.faults.add(where, "must be a table with the answers for the group")
        else:
            self._answers(where, questions, table, group)

    def _answers(
        self, where: str, questions: Iterable[Question], raw: Mapping[str, Any], group: str | None
    ) -> None:
        for id_, value in self._read(where, questions, raw).items():
            self.values[group, id_] = value

    def _list(self, where: str, section_id: str, raw: Mapping[str, Any]) -> None:
        section = self.edition.by_id[section_id]
        tables = read_table(RowTables, {"row": raw.get("row", [])}, where, self.faults)
        for number, table in enumerate(tables.row if tables else (), 1):
            name = str(table.get("id", "")).strip()
            place, id_ = f"{where} row {name or number}", _row_id(section_id, name)
            if not name:
                self.faults.add(place, "“id” is missing")
            elif id_ in self.names:
                self.faults.add(place, "there is another row with this id")
            self.names[id_] = name
            rest = {key: value for key, value in table.items() if key != "id"}
            values = self._read(place, section.row_questions, rest)
            self.rows.setdefault(section_id, []).append(Row(id_, values))
        rest = {key: value for key, value in raw.items() if key != "row"}
        own = (q for q in section.questions if q.when_empty or q.above_rows)
        self._answers(where, own, rest, None)

    def _read(
        self, where: str, asked_questions: Iterable[Question], raw: Mapping[str, Any]
    ) -> dict[str, Value]:
        """Return the values that fit their questions; add a fault for every other."""
        questions, values = {question.id: question for question in asked_questions}, {}
        for id_, value in raw.items():
            question, spot = questions.get(id_), f"{where} {id_}"
            if question is None:
                self.faults.add(spot, "there is no such question here")
            elif question.type is AnswerType.PERSON:
                self.faults.add(spot, "nobody in an example can sign in: leave this out")
            elif not fits(question.type, value) or not _is_day(question, value):
                self.faults.add(spot, f"must be {WANTED.get(question.type, 'text')}")
            else:
                values[id_] = self._value(spot, question, value)
        return values

    def _value(self, spot: str, question: Question, value: Any) -> Value:
        if question.type is AnswerType.CHOOSE_ROWS:
            return [self._choice(spot, question, name) for name in value]
        answer: Value = paragraphs(value) if isinstance(value, str) else value
        return answer

    def _choice(self, spot: str, question: Question, name: str) -> str:
        """Return an option as it is, and the id of a row of the first list that has this name."""
        if name in {option.value for option in question.options}:
            return name
        lists = lists_of(self.edition, question)
        self._cited.append((spot, lists, name))
        own = (list_id for list_id in lists if name in self.row_names.get(list_id, ()))
        return _row_id(next(own, lists[0]), name)

    def check_citations(self) -> None:
        """Find what is cited and is not there, once every list has been read."""
        for spot, lists, name in self._cited:
            if not any(_row_id(list_id, name) in self.names for list_id in lists):
                self.faults.add(spot, f"there is no row “{name}” in {' or '.join(lists)}")


def _row_id(section: str, name: str) -> str:
    """Return the id for the name that a file gives a row; it looks like that of a stored row."""
    return str(uuid5(IDS, f"{section}:{name}"))


def _is_day(question: Question, value: Any) -> bool:
    return question.type is not AnswerType.DATE or day(value) is not None
