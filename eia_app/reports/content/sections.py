"""Every part and section of the questionnaire that is about no group, in its own order.

Questions are labels beside their answers, lists are compact tables. What stands whole on the front
is not printed again, and what nobody answered is named once, at the end.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from eia_app.reports.blocks import Block, Heading, Line, Paragraph, Row, Table
from eia_app.reports.content import action_plan
from eia_app.reports.content.key_facts import KeyFacts
from eia_app.reports.content.list_tables import ListTable, joined
from eia_app.reports.content.page_fit import height
from eia_app.reports.content.snapshot_reader import Json, is_printed, label
from eia_app.reports.content.tables import answered
from eia_app.reports.text.heading_numbers import Outline
from eia_app.reports.text.rich_text import one_line
from eia_app.reports.text.sentences import lead_in

IN_TITLE = ("title", "decision_body", "decision_body_other", "decision_date", "outcome")
COUNTED = ("affected_exact", "affected_estimate")  # said above as “People affected”
AIMS = ("aim_eliminate", "aim_advance", "aim_foster")
LABELS = {
    "summary": "What would change",
    "affected": "Who is affected",
    "lead_role": "Led by",
    "combined": "Several effects at once",
    "cumulative": "Other changes, same people",
    "consultation_dates": "When it runs, and why so answered",
    "outcome_why": "Why",
    "justification": "Why it is justified",
    "weigh": "What councillors should weigh",
    "residual": "What would be left",
    "review_date": "Date of the review",
    "screening_reason": "Why no full assessment is needed",
}


@dataclass
class Sections:
    """The blocks, and the labels of the questions that nobody answered."""

    blocks: list[Block] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)


def sections(facts: KeyFacts, outline: Outline, whole: Collection[str]) -> Sections:
    """Return every part; `whole` are the meanings whose answers stand whole on the front."""
    return _Writer(facts, outline, whole).made


class _Writer:
    def __init__(self, facts: KeyFacts, outline: Outline, whole: Collection[str]) -> None:
        self.facts, self.reader, self.outline = facts, facts.reader, outline
        means = self.reader.means
        self.names = {means(name): text for name, text in LABELS.items()}
        self.elsewhere = {means(name) for name in (*IN_TITLE, *COUNTED, *whole)} - {""}
        self.made = Sections()
        for part in self.reader.snapshot["parts"]:
            self._part(part)

    def _part(self, part: Json) -> None:
        title = one_line(part["title"])
        inside: list[tuple[Json, list[Block]]] = []
        for section in part["sections"]:
            if "groups" in section or self.reader.is_first_look(section):
                continue
            blocks = self._rows(section) if "rows" in section else self._questions(section)
            if blocks:
                inside.append((section, blocks))
        if not inside:
            return
        self.made.blocks.append(self.outline.part(title, f"part-{part['id']}"))
        for section, blocks in inside:
            name = one_line(section["title"])
            needs_heading = len(inside) > 1 and (len(blocks) > 1 or isinstance(blocks[0], Table))
            if name != title and (needs_heading or "rows" in section):
                heading = self.outline.section(name, f"section-{section['id']}")
                self.made.blocks.append(heading)
            self.made.blocks += blocks

    def _questions(self, section: Json) -> list[Block]:
        blocks: list[Block] = []
        for question in filter(is_printed, section.get("questions", ())):
            if not question["text"]:
                self.made.empty.append(label(question))
            elif question["id"] not in self.elsewhere:
                blocks.append(self._row(question))
        if any(question["id"] == self.reader.means(AIMS[-1]) for question in section["questions"]):
            blocks += self._concerned()
        return blocks

    def _row(self, question: Json) -> Block:
        """Return a label beside its answer, or before it where that is the shorter of the two."""
        text = self.names.get(question["id"]) or label(question)
        beside = Row(Heading(3, text, is_label=True), answered(joined(question)))
        first, *others = beside.blocks
        if isinstance(first, Paragraph) and not others and height([first]) < beside.label_lines:
            return Paragraph(Line(lead_in(text), strong=True), first.lines)
        return beside

    def _concerned(self) -> list[Block]:
        named = [f"{name}: {groups}." for name, _, groups in self.facts.aims if groups]
        blocks = tuple(Paragraph(Line(text)) for text in named)
        return [Row(Heading(3, "Groups concerned", is_label=True), blocks)] if blocks else []

    def _rows(self, section: Json) -> list[Block]:
        """Return what a list itself was asked, then its rows or what was answered instead."""
        above = self._questions(section) if section.get("questions") else []
        instead = section["instead"]
        if not section["rows"]:
            if instead and instead["text"]:
                return [*above, self._row(instead)]
            self.made.empty.append(one_line(section["title"]))
            return above
        if section["id"] == self.reader.means("actions"):
            return [*above, action_plan.table(self.facts)]
        return [*above, ListTable(self.facts, section).table()]
