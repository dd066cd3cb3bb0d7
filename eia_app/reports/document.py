"""Turns a snapshot into a document: what is printed and in which order, in no format yet."""

from __future__ import annotations

from dataclasses import replace

from eia_app.reports import abbreviations, annex, body, coach, front, signing
from eia_app.reports.blocks import Block, Document, Heading, Table
from eia_app.reports.colours import readable
from eia_app.reports.numbering import numbered
from eia_app.reports.outline import Outline
from eia_app.reports.record import Json, Record
from eia_app.reports.standing import Standing
from eia_app.reports.typed import one_line


def build(snapshot: Json, standing: Standing, said: Json | None = None) -> Document:
    """The full report: every question that was asked, with its answer or “No answer given”.

    With what was `said` in review (see annex), that is printed at its end.
    """
    record, outline = Record(snapshot), Outline()
    first, moved = front.first(record, outline)
    council = snapshot["council"]
    return Document(
        title=one_line(snapshot["title"]) or "Proposal without a name",
        council=one_line(council["name"]),
        reference=one_line(snapshot["reference"]),
        version=snapshot["version"],
        label=front.label(record),
        status=front.status(record, standing),
        is_draft=standing.is_draft,
        mark=front.mark(record, standing),
        is_screening=record.is_screening,
        short_hash=standing.short_hash,
        colours=readable(council["colours"]),
        cover=front.cover(record, standing),
        abbreviations=abbreviations.used(record),
        blocks=_over_wide_tables(
            [
                *numbered([*first, *body.parts(record, outline, moved)]),
                *coach.block(record, outline),
                *signing.block(record, standing, outline),
                *(annex.block(said, outline) if said else ()),
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
