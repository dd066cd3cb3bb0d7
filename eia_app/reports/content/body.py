"""Every part and section of the questionnaire, in its own order."""

from __future__ import annotations

from eia_app.reports.blocks import Block, Line
from eia_app.reports.content import answers, group_effects
from eia_app.reports.content import lists as content_lists
from eia_app.reports.content.snapshot_reader import Json, SnapshotReader
from eia_app.reports.text.heading_numbers import Outline
from eia_app.reports.text.rich_text import one_line


def parts(record: SnapshotReader, outline: Outline, said: dict[str, Line]) -> list[Block]:
    """`said` has what to print instead of answers that stand at the front of the report.

    A section with the title of its part needs no heading; groups have headings of their own.
    """
    blocks: list[Block] = []
    for part in record.snapshot["parts"]:
        title = one_line(part["title"])
        blocks.append(outline.part(title, f"part-{part['id']}"))
        for section in part["sections"]:
            level = 3
            if "groups" not in section and one_line(section["title"]) != title:
                anchor = f"section-{section['id']}"
                blocks.append(outline.section(one_line(section["title"]), anchor))
                level = 4
            blocks += _section(record, section, level, outline, said)
    return blocks


def _section(
    record: SnapshotReader, section: Json, level: int, outline: Outline, said: dict[str, Line]
) -> list[Block]:
    if "groups" in section:
        return group_effects.block(record, section, outline)
    if "rows" in section:
        return content_lists.block(record, section, level)
    return answers.questions(record, section["questions"], level, said)
