"""Turns a snapshot into a document: what is printed and in which order, in no format yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eia_app.reports.blocks import Block, Document, Heading, Row
from eia_app.reports.content import (
    dismissed_findings,
    front,
    group_effects,
    review_annex,
    signatures,
    title_block,
)
from eia_app.reports.content.contrast import readable
from eia_app.reports.content.key_facts import KeyFacts
from eia_app.reports.content.page_fit import title_height
from eia_app.reports.content.sections import sections
from eia_app.reports.content.snapshot_reader import Json
from eia_app.reports.content.status import ReportStatus
from eia_app.reports.documents import abbreviations
from eia_app.reports.text.heading_numbers import Outline
from eia_app.reports.text.rich_text import one_line


def build(snapshot: Json, status: ReportStatus, review: Json | None = None) -> Document:
    """Return the full report: two pages to weigh, then every answer, the most serious first.

    With the record of a `review` (see review_annex), that is printed at its end.
    """
    facts, outline = KeyFacts(snapshot, status), Outline()
    council = snapshot["council"]
    title = one_line(snapshot["title"]) or "Proposal without a name"
    title_facts = title_block.title_facts(facts)
    notice = front.LATE if facts.is_late else ""
    begin = front.fitted(facts, title_height(title, title_facts, notice))
    groups = group_effects.parts(facts, outline)
    rest = sections(facts, outline, begin.whole)
    short_forms = "; ".join(
        f"{fact.term}: {fact.text}" for fact in abbreviations.used(facts.reader)
    )
    return Document(
        title=title,
        council=one_line(council["name"]),
        reference=one_line(snapshot["reference"]),
        version=snapshot["version"],
        label=title_block.label(facts.reader),
        status=title_block.status_words(facts.reader, status),
        is_draft=status.is_draft,
        mark=title_block.mark(facts.reader, status),
        short_hash=status.short_hash,
        colours=readable(council["colours"]),
        facts=title_facts,
        notice=notice,
        front=tuple(begin.blocks),
        blocks=_with_levels(
            [
                *groups,
                *rest.blocks,
                *dismissed_findings.block(facts.reader, outline),
                *signatures.block(facts, outline, empty=rest.empty, short_forms=short_forms),
                *(review_annex.block(review, outline) if review else ()),
            ]
        ),
    )


def _with_levels(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks with each label one level below the heading that it stands under."""
    level, leveled = 1, list[Block]()
    for block in blocks:
        level = block.level if isinstance(block, Heading) else level
        leveled.append(_at_level(block, level + 1) if isinstance(block, Row) else block)
    return tuple(leveled)


def _at_level(row: Row, level: int) -> Row:
    return replace(row, heading=replace(row.heading, level=level))
