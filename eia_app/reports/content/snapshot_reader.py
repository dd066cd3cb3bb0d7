"""Reads a snapshot by meaning: the only place that knows how a snapshot is laid out in depth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from textwrap import shorten
from typing import Any

from eia_app.domain.journey.routing import Route
from eia_app.reports.blocks import Line
from eia_app.reports.text.rich_text import one_line

Json = Mapping[str, Any]
NO_ANSWER = Line("No answer given", muted=True)
LONGEST_NAME = 90  # a longer name of a row does not fit in a heading


class SnapshotReader:
    """One snapshot, with its questions found by what the edition says they mean."""

    def __init__(self, snapshot: Json) -> None:
        self.snapshot = snapshot

    @property
    def sections(self) -> Iterator[Json]:
        for part in self.snapshot["parts"]:
            yield from part["sections"]

    @property
    def route(self) -> Route | None:
        route = self.snapshot["route"]["route"]
        return Route(route) if route else None

    @property
    def is_screening(self) -> bool:
        return self.route is Route.SCREENING

    @property
    def is_practice(self) -> bool:
        """Written to learn how it is done: no assessment, whatever it looks like."""
        return bool(self.snapshot.get("practice"))

    def means(self, name: str) -> str:
        """The id of the question with this meaning, or nothing."""
        value = self.snapshot["meaning"].get(name, "")
        return value if isinstance(value, str) else value[0]

    def question(self, name: str) -> Json | None:
        """The question with this meaning, if it was asked of this assessment."""
        return self._questions.get(self.means(name))

    def words(self, name: str) -> str:
        """The answer with this meaning on one line; nothing where there is none."""
        question = self.question(name)
        return one_line("; ".join(question["text"])) if question else ""

    @cached_property
    def _questions(self) -> dict[str, Json]:
        return {q["id"]: q for section in self.sections for q in section.get("questions", ())}

    @cached_property
    def group_sections(self) -> tuple[Json, ...]:
        """The sections that ask for the effect on each group."""
        effect = self.means("effect")
        return tuple(
            section
            for section in self.sections
            if any(q["id"] == effect for g in section.get("groups", ()) for q in g["questions"])
        )

    @cached_property
    def effects(self) -> dict[str, Json]:
        """What the snapshot says of each group that has been considered."""
        return {effect["group"]: effect for effect in self.snapshot["effects"]}

    @cached_property
    def citations(self) -> dict[str, str]:
        """Row id to the words by which other pages cite it: its name and how it begins."""
        return {
            row["id"]: _citation(section, number, row)
            for section in self.sections
            for number, row in enumerate(section.get("rows", ()), 1)
        }

    @cached_property
    def row_names(self) -> dict[str, str]:
        """Row id to its name, such as “Option 2: Do nothing”."""
        return {
            row["id"]: row_name(section, number, row)
            for section in self.sections
            for number, row in enumerate(section.get("rows", ()), 1)
        }


def row_name(section: Json, number: int, row: Json) -> str:
    """The number of a row in its list and, if they are short, the words that name it."""
    first = naming(section, row)
    name = f"{capital(section['one'])} {number}"
    return f"{name}: {one_line(first['text'][0])}" if first else name


def _citation(section: Json, number: int, row: Json) -> str:
    name = row_name(section, number, row)
    first = next((q["text"] for q in row["questions"] if q["id"] in section["summary"][:1]), None)
    if naming(section, row) or not first:
        return name
    return f"{name}: {shorten(one_line(first[0]), LONGEST_NAME, placeholder=' …')}"


def naming(section: Json, row: Json) -> Json | None:
    """The question whose answer stands in the heading of a row, so not below it again."""
    wanted = section["summary"][0] if section["summary"] else ""
    for question in row["questions"]:
        if question["id"] == wanted and question["text"]:
            text = question["text"][0].strip()
            return question if len(text) <= LONGEST_NAME and "\n" not in text else None
    return None


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def group_id(group: str) -> str:
    return f"group-{group}"


def row_id(row: str) -> str:
    return f"row-{row}"
