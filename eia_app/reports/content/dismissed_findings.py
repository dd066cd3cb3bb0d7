"""The findings of the coach that an author dismissed, each with the reason given."""

from __future__ import annotations

from eia_app.domain.questionnaire.choices import long_date
from eia_app.reports.blocks import Block, Table
from eia_app.reports.content.snapshot_reader import SnapshotReader
from eia_app.reports.content.tables import cell, row, words
from eia_app.reports.text.heading_numbers import Outline
from eia_app.reports.text.rich_text import one_line

CAPTION = (
    "While this was written, the service pointed these out as worth another look. The authors kept"
    " them as they are, and said why."
)
HEADER = ("Where", "Pointed out", "Why it is right, and who said so")


def block(reader: SnapshotReader, outline: Outline) -> list[Block]:
    """Return a table; nothing where no finding was dismissed."""
    rows = tuple(
        row(
            f"coach-{number}",
            words(one_line(finding["place"])),
            cell(finding["sentence"]),
            cell(finding["reason"], f"{one_line(finding['by'])}, {long_date(finding['at'])}"),
        )
        for number, finding in enumerate(reader.snapshot.get("coach", ()), 1)
    )
    if not rows:
        return []
    return [outline.part("Looked at again", "coach"), Table(CAPTION, HEADER, rows, (40, 0, 62))]
