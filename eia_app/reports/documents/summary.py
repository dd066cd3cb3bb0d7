"""The two-page summary for the agenda pack, and the page around the paragraph: short documents.

The summary is the first two pages of the full report and nothing else, so the two never differ.
"""

from __future__ import annotations

from dataclasses import replace

from eia_app.reports.blocks import Block, Document, Heading, Line, Paragraph, Row
from eia_app.reports.content import front
from eia_app.reports.content.key_facts import KeyFacts
from eia_app.reports.content.page_limits import PageLimits
from eia_app.reports.content.snapshot_reader import Json
from eia_app.reports.content.status import ReportStatus
from eia_app.reports.documents import full_report

LABEL = "Summary of an Equality Impact Assessment"
SCREENING = "Summary of a screening, which is not an Equality Impact Assessment"


def build(snapshot: Json, status: ReportStatus, limits: PageLimits | None = None) -> Document:
    """Return the front of the full report; of a front with these `limits`, if they are given."""
    whole = full_report.build(snapshot, status)
    facts = KeyFacts(snapshot, status)
    blocks = front.build(facts, limits).blocks if limits else list(whole.front)
    label = SCREENING if facts.reader.is_screening else LABEL
    return replace(
        whole,
        label=whole.label if facts.reader.is_practice else label,
        front=tuple(_unlinked(block) for block in blocks),
        blocks=(),
    )


def implications(snapshot: Json, status: ReportStatus, text: str) -> Document:
    """Return the “Equality implications” paragraph as a document of its own."""
    whole = full_report.build(snapshot, status)
    facts = tuple(fact for fact in whole.facts if fact.term == "Reference")
    heading = Heading(2, "Equality implications", "implications")
    return replace(whole, facts=facts, notice="", front=(), blocks=(heading, Paragraph(Line(text))))


def _unlinked(block: Block) -> Block:
    """Return the block without links: what they lead to is in the full report."""
    match block:
        case Row():
            return replace(block, blocks=tuple(map(_unlinked, block.blocks)))
        case Paragraph():
            more = tuple(replace(line, to="") for line in block.more)
            return Paragraph(replace(block.line, to=""), more)
        case _:
            return block
