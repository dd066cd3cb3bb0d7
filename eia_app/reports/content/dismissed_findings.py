"""What the coach pointed out and an author keeps as it is: each with the reason given for it."""

from __future__ import annotations

from collections.abc import Iterator

from eia_app.domain.questionnaire.choices import long_date
from eia_app.reports.blocks import Block, Fact, Facts, Heading, Line, Paragraph
from eia_app.reports.content.snapshot_reader import Json, SnapshotReader
from eia_app.reports.text.heading_numbers import Outline
from eia_app.reports.text.rich_text import one_line, written

WHAT_IT_IS = (
    "While this was written, the service pointed these out as worth another look. The authors kept"
    " them as they are, and said why."
)


def block(record: SnapshotReader, outline: Outline) -> list[Block]:
    """Nothing at all where nothing was kept so."""
    kept = record.snapshot.get("coach", ())
    if not kept:
        return []
    told = [each for number, found in enumerate(kept, 1) for each in _one(found, number)]
    return [outline.part("Looked at again", "coach"), Paragraph(Line(WHAT_IT_IS)), *told]


def _one(kept: Json, number: int) -> Iterator[Block]:
    yield Heading(3, one_line(kept["place"]), f"coach-{number}")
    who = ", ".join(filter(None, (one_line(kept["by"]), long_date(kept["at"]))))
    facts = (
        Fact("Pointed out", tuple(written(kept["sentence"]))),
        Fact("Why it is right", tuple(written(kept["reason"]))),
        Fact("Said by", (Paragraph(Line(who)),)),
    )
    yield Facts(facts, narrow=True)
