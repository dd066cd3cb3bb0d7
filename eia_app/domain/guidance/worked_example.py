"""The worked example: the answers of a made-up council, in files beside the edition.

Like the guide it is no part of the edition, and may get better at any time. It becomes a journey
and a snapshot by the same rules as an assessment, without a database.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from eia_app.domain.journey.asking import Situation
from eia_app.domain.journey.journey import Journey
from eia_app.domain.questionnaire.answers import Answers, Value
from eia_app.domain.questionnaire.choices import Choices, choices_for
from eia_app.domain.questionnaire.council import Council
from eia_app.domain.questionnaire.model import Edition
from eia_app.domain.snapshot.snapshot import Cover, Json, take

REFERENCE = "MADE-UP EXAMPLE"  # it stands where a reference does, so on every page of its report


@dataclass(frozen=True)
class ExampleAnswer:
    """One answer of the example: paragraphs, and lists as tuples of their items.

    `row` names the row that it is from, of a list that has several.
    """

    blocks: Sequence[str | tuple[str, ...]]
    row: str = ""


@dataclass(frozen=True, eq=False)
class Example:
    """An example that was read without a fault. `told_on` is the day on which it is told.

    For the checker, `files` has the file of each section, and `names` what a file calls a row.
    """

    edition_name: str
    edition: Edition
    council: Council
    told_on: date
    answers: Answers
    files: Mapping[str, str]
    names: Mapping[str, str]

    @cached_property
    def journey(self) -> Journey:
        groups = (*self.edition.groups, *self.council.local_groups)
        return Journey(
            self.edition,
            groups,
            self.answers,
            situation=Situation(self.council.thresholds),
        )

    @cached_property
    def choices(self) -> Choices:
        return choices_for(self.edition, self.journey.groups, self.council, self.answers)

    @cached_property
    def snapshot(self) -> Json:
        """Return a snapshot as of an assessment, without names."""
        return take(self._cover(), self.council, self.journey, self.choices)

    def section(self, id_: str) -> Json | None:
        """Return a section of the snapshot; None if the example was not asked it."""
        sections = (section for part in self.snapshot["parts"] for section in part["sections"])
        return next((section for section in sections if section["id"] == id_), None)

    def answer(self, question: str, group: str | None = None) -> ExampleAnswer | None:
        """Return the answer to this question, for this group."""
        return self._answer_of(question, self.journey.live.get(question, group))

    def answer_in_a_row(self, question: str) -> ExampleAnswer | None:
        """Return the answer to a question of a list, from the first row that has one."""
        section = self.edition.section_of.get(question)
        for row in self.journey.live.rows.get(section.id, ()) if section else ():
            if question in row.values:
                name = self.choices.row_name(section.id, row) if section else ""
                return self._answer_of(question, row.values[question], name)
        return None

    def _answer_of(self, id_: str, value: Value | None, row: str = "") -> ExampleAnswer | None:
        question = self.edition.questions.get(id_)
        texts = self.choices.text(question, value) if question else []
        if not texts:
            return None
        if isinstance(value, list | dict):
            return ExampleAnswer([tuple(texts)], row)
        return ExampleAnswer(blocks("\n".join(texts)), row)

    def _cover(self) -> Cover:
        return Cover(
            reference=REFERENCE,
            version=1,
            title=self._words("title"),
            service=self._words("service"),
            edition={"id": self.edition_name, "sha256": ""},
            people={
                "lead": {"name": "", "job_title": self._words("lead_role")},
                "contributors": [],
            },
            dates={
                "started": self.told_on.isoformat(),
                "submitted": None,
                "decision": self.journey.live.get(self.edition.means("decision_date")),
            },
        )

    def _words(self, meaning: str) -> str:
        question = self.edition.questions.get(self.edition.means(meaning))
        return self.choices.full_text(question, self.journey.live) if question else ""


def paragraphs(text: str) -> str:
    """Return a text without the line breaks of its file.

    A blank line ends a paragraph; an item of a list, “- …”, stays on a line of its own.
    """
    joined = (" ".join(block.split()) for block in re.split(r"\n[ \t]*\n|\n(?=- )", text.strip()))
    return re.sub(r"\n\n(?=- )", "\n", "\n\n".join(joined))


def blocks(text: str) -> list[str | tuple[str, ...]]:
    """Return each paragraph of such a text, and the items of each of its lists."""
    parts: list[str | tuple[str, ...]] = []
    for line in filter(None, text.splitlines()):
        item = line.removeprefix("- ")
        if item == line:
            parts.append(line)
        elif parts and isinstance(parts[-1], tuple):
            parts[-1] = (*parts[-1], item)
        else:
            parts.append((item,))
    return parts
