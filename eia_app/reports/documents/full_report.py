"""Turns a snapshot into a document: what is printed and in which order, in no format yet."""

from __future__ import annotations

from dataclasses import replace

from eia_app.reports.blocks import Block, Document, Heading, Table
from eia_app.reports.content import body, cover, dismissed_findings, review_annex, signatures
from eia_app.reports.content.contrast import readable
from eia_app.reports.content.snapshot_reader import Json, SnapshotReader
from eia_app.reports.content.status import ReportStatus
from eia_app.reports.documents import abbreviations
from eia_app.reports.text.heading_numbers import Outline
from eia_app.reports.text.paragraph_numbers import numbered
from eia_app.reports.text.rich_text import one_line


def build(snapshot: Json, standing: ReportStatus, said: Json | None = None) -> Document:
    """The full report: every question that was asked, with its answer or “No answer given”.

    With what was `said` in review (see annex), that is printed at its end.
    """
    record, outline = SnapshotReader(snapshot), Outline()
    first, moved = cover.first(record, outline)
    council = snapshot["council"]
    return Document(
        title=one_line(snapshot["title"]) or "Proposal without a name",
        council=one_line(council["name"]),
        reference=one_line(snapshot["reference"]),
        version=snapshot["version"],
        label=cover.label(record),
        status=cover.status(record, standing),
        is_draft=standing.is_draft,
        mark=cover.mark(record, standing),
        is_screening=record.is_screening,
        short_hash=standing.short_hash,
        colours=readable(council["colours"]),
        cover=cover.cover(record, standing),
        abbreviations=abbreviations.used(record),
        blocks=_over_wide_tables(
            [
                *numbered([*first, *body.parts(record, outline, moved)]),
                *dismissed_findings.block(record, outline),
                *signatures.block(record, standing, outline),
                *(review_annex.block(said, outline) if said else ()),
            ]
        ),
    )


def _over_wide_tables(blocks: list[Block]) -> tuple[Block, ...]:
    """The headings over a wide table go with it to its page."""
    for at, block in enumerate(blocks):
        if isinstance(block, Table) and block.is_wide:
            for above in range(at - 1, -1, -1):
                heading = blocks[above]
                if not isinstance(heading, Heading):
                    break
                blocks[above] = replace(heading, is_wide=True)
    return tuple(blocks)
