"""The layout of a snapshot on the reading page: blocks in the author’s order.

Each question has the evidence that it cites and the comments about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from eia_app.domain.questionnaire.model import AnswerType
from eia_app.domain.review.locations import WHOLE, question_place, row_name, row_place
from eia_app.domain.review.review import Location

if TYPE_CHECKING:
    from eia_app.storage.models.reviews import Comment

Json = Mapping[str, Any]
Remarks = Mapping[Location, Sequence["Comment"]]


@dataclass(frozen=True)
class Cited:
    """A row that an answer relies on, printed beside it."""

    name: str
    anchor: str
    facts: tuple[Json, ...]
    id: str = ""
    files: Sequence[Json] = ()


@dataclass(frozen=True)
class ReadingQuestion:
    question: Json
    place: Location
    remarks: Sequence[Comment]
    cited: tuple[Cited, ...] = ()

    @property
    def anchor(self) -> str:
        return anchor_of(self.place)


@dataclass(frozen=True)
class Block:
    """A heading with its content. Only the heading of a part has no place to comment on."""

    level: int
    title: str
    anchor: str
    place: Location | None = None
    remarks: Sequence[Comment] = ()
    asked: tuple[ReadingQuestion, ...] = ()
    nothing: bool = False  # a list to which nothing was added
    files: Sequence[Json] = ()

    @property
    def count(self) -> int:
        return len(self.remarks) + sum(len(question.remarks) for question in self.asked)


@dataclass(frozen=True)
class Entry:
    """A line of the contents."""

    level: int
    title: str
    anchor: str
    count: int


@dataclass
class Reading:
    whole: Sequence[Comment]
    blocks: list[Block] = field(default_factory=list)

    @property
    def contents(self) -> list[Entry]:
        """Return the parts, sections and groups, each with its number of comments."""
        entries: list[Entry] = []
        for at, block in enumerate(self.blocks):
            if _is_listed(block):
                rows = takewhile(lambda row: not _is_listed(row), self.blocks[at + 1 :])
                count = sum(counted.count for counted in (block, *rows))
                entries.append(Entry(block.level, block.title, block.anchor, count))
        return entries

    @cached_property
    def following(self) -> dict[str, Block]:
        """Return the next section of each section, by anchor, for keyboard users."""
        listed = [block for block in self.blocks if _is_listed(block)]
        return {block.anchor: next_block for block, next_block in pairwise(listed)}


def _is_listed(block: Block) -> bool:
    if block.place is not None and block.place.row is not None:
        return False
    return block.level <= 3 or bool(block.place and block.place.group)


def lay_out(snapshot: Json, remarks: Remarks) -> Reading:
    """Return the layout of the whole assessment."""
    return _Layout(snapshot, remarks).reading()


def section_of(snapshot: Json, place: Location) -> Reading:
    """Return the layout of one section, or of one group of it, for an invited colleague."""
    layout = _Layout(snapshot, {})
    for part in snapshot["parts"]:
        for section in part["sections"]:
            if section["id"] == place.section:
                layout.section(section, 2, only=place.group)
    return Reading(whole=(), blocks=layout.blocks)


def asked_at(snapshot: Json, place: Location) -> ReadingQuestion | None:
    """Return the question at a place, with its answer; None for a place that is no question."""
    blocks = section_of(snapshot, Location(place.section, place.group)).blocks
    every = (question for block in blocks for question in block.asked)
    return next((question for question in every if question.place == place), None)


def query_of(place: Location) -> str:
    """Return a place as the query of an address, for pages about it."""
    parts = {"section": place.section, "group": place.group, "question": place.question}
    about = {**parts, "row": place.row or ""}
    return urlencode({name: value for name, value in about.items() if value})


def anchor_of(place: Location | None) -> str:
    """Return the id of a place on the page."""
    if place is None or place == WHOLE:
        return "whole"
    parts = (place.section, place.group, place.row, place.question)
    return "-".join(["at", *(str(part).replace("_", "-") for part in parts if part)])


class _Layout:
    def __init__(self, snapshot: Json, remarks: Remarks) -> None:
        self.snapshot, self.remarks = snapshot, remarks
        self.blocks: list[Block] = []
        self.rows = {
            row["id"]: (section, number, row)
            for part in snapshot["parts"]
            for section in part["sections"]
            for number, row in enumerate(section.get("rows", ()), 1)
        }

    def reading(self) -> Reading:
        for part in self.snapshot["parts"]:
            alone = [section["title"] for section in part["sections"]] == [part["title"]]
            if not alone:
                self.blocks.append(Block(2, part["title"], f"part-{part['id'].replace('_', '-')}"))
            for section in part["sections"]:
                self.section(section, 2 if alone else 3)
        return Reading(self.remarks.get(WHOLE, ()), self.blocks)

    def section(self, section: Json, level: int, *, only: str = "") -> None:
        """Add a section, then its groups or rows one level below it."""
        questions = [*section.get("questions", ())]
        if section.get("instead"):
            questions.append(section["instead"])
        nothing = section["kind"] == "list" and not section["rows"] and not questions
        place = Location(section["id"])
        if not only:
            self._block(level, section["title"], place, questions, nothing=nothing)
        for group in section.get("groups", ()):
            if only in {"", group["id"]}:
                place = Location(section["id"], group["id"])
                self._block(level + (not only), group["title"], place, group["questions"])
        for number, row in enumerate(section.get("rows", ()), 1):
            name = row_name(section, number, row)
            place, files = row_place(section, row), row.get("files", ())
            self._block(level + 1, name, place, row["questions"], files=files)

    def _block(
        self,
        level: int,
        title: str,
        place: Location,
        questions: Iterable[Json],
        *,
        nothing: bool = False,
        files: Sequence[Json] = (),
    ) -> None:
        reading_questions = tuple(self._asked(place, question) for question in questions)
        remarks = self.remarks.get(place, ())
        self.blocks.append(
            Block(level, title, anchor_of(place), place, remarks, reading_questions, nothing, files)
        )

    def _asked(self, parent: Location, question: Json) -> ReadingQuestion:
        place = question_place(parent, question)
        cited: tuple[Cited, ...] = ()
        if question["type"] == AnswerType.CHOOSE_ROWS:
            cited = tuple(self._cited(id_) for id_ in question["value"] or () if id_ in self.rows)
        return ReadingQuestion(question, place, self.remarks.get(place, ()), cited)

    def _cited(self, id_: str) -> Cited:
        section, number, row = self.rows[id_]
        facts = tuple(question for question in row["questions"] if question["text"])
        name, anchor = row_name(section, number, row), anchor_of(row_place(section, row))
        return Cited(name, anchor, facts, id_, row.get("files", ()))
