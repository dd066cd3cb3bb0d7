"""Reads a snapshot by meaning: the only place that knows how a snapshot is laid out in depth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from eia_app.domain.journey.routing import Route
from eia_app.domain.questionnaire.model import AnswerType
from eia_app.reports.blocks import Line
from eia_app.reports.text.rich_text import clean, one_line

Json = Mapping[str, Any]
NO_ANSWER = Line("No answer given", muted=True)
# By what the rows of a list are cited: F2 is the second fact.
LETTERS = {"evidence": "F", "engagement": "S", "gaps": "G", "options": "O", "actions": "A"}


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
        """Return whether it was written for practice, and is no assessment."""
        return bool(self.snapshot.get("practice"))

    def means(self, name: str) -> str:
        """Return the id of the question or list with this meaning, or nothing."""
        value = self.snapshot["meaning"].get(name, "")
        return value if isinstance(value, str) else value[0]

    def question(self, name: str) -> Json | None:
        """Return the question with this meaning, if it was asked of this assessment."""
        return self._questions.get(self.means(name))

    def words(self, name: str) -> str:
        """Return the answer with this meaning on one line; nothing where there is none."""
        question = self.question(name)
        return one_line("; ".join(question["text"])) if question else ""

    def typed(self, name: str) -> str:
        """Return the answer with this meaning as it was typed."""
        question = self.question(name)
        return typed(question) if question else ""

    def asks(self, name: str) -> bool:
        """Return whether the edition has this meaning, and this assessment was asked."""
        return self.section_of(name) is not None or self.question(name) is not None

    def section_of(self, name: str) -> Json | None:
        """Return the list with this meaning, if this assessment has it."""
        id_ = self.means(name)
        lists = (section for section in self.sections if "rows" in section)
        return next((section for section in lists if section["id"] == id_), None)

    def rows(self, name: str) -> list[Json]:
        """Return the rows of the list with this meaning."""
        section = self.section_of(name)
        return list(section["rows"]) if section else []

    def answer_in(self, questions: list[Json], name: str) -> str:
        """Return the answer with this meaning among the questions of one row or group."""
        id_ = self.means(name)
        return next((typed(question) for question in questions if question["id"] == id_), "")

    def part_of(self, name: str) -> str:
        """Return the id of the part that asks the question with this meaning."""
        id_ = self.means(name)
        return next(
            (
                f"part-{part['id']}"
                for part in self.snapshot["parts"]
                for section in part["sections"]
                if any(question["id"] == id_ for question in section.get("questions", ()))
            ),
            "",
        )

    @cached_property
    def _questions(self) -> dict[str, Json]:
        sections = list(self.sections)
        questions = {q["id"]: q for section in sections for q in section.get("questions", ())}
        instead = (section["instead"] for section in sections if section.get("instead"))
        return {**questions, **{question["id"]: question for question in instead}}

    @cached_property
    def group_sections(self) -> tuple[Json, ...]:
        """Return the sections that ask for the effect on each group."""
        return tuple(section for section in self.sections if "groups" in section)

    @cached_property
    def effects(self) -> dict[str, Json]:
        """Return the effect on each group that has been considered, by the id of the group."""
        return {effect["group"]: effect for effect in self.snapshot["effects"]}

    def letter(self, section: Json) -> str:
        """Return the letter by which the rows of a list are cited."""
        letters = {self.means(name): letter for name, letter in LETTERS.items()}
        return letters.get(section["id"]) or section["one"][:1].upper()

    @cached_property
    def citations(self) -> dict[str, str]:
        """Return the number by which each row is cited, such as F2, by the id of the row."""
        return {
            row["id"]: f"{self.letter(section)}{number}"
            for section in self.sections
            for number, row in enumerate(section.get("rows", ()), 1)
        }

    def is_first_look(self, section: Json) -> bool:
        """Return whether a section asked in short for effects that were then asked by group."""
        return bool(self.effects) and any(
            question["type"] == AnswerType.EACH_CHOICE for question in section.get("questions", ())
        )


def typed(question: Json) -> str:
    """Return an answer as it was typed, one line for each choice."""
    return "\n".join(question["text"])


def label(question: Json) -> str:
    """Return the words of the question for readers of a report."""
    return clean(question.get("label") or question["ask"])


def is_printed(question: Json) -> bool:
    """Return whether reports print it: the people who get reminders are internal."""
    return bool(question["type"] != AnswerType.PERSON)


def group_id(group: str) -> str:
    return f"group-{group}"


def row_id(row: str) -> str:
    return f"row-{row}"
