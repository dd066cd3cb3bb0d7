"""Lists: a card for each row."""

from __future__ import annotations

from eia_app.domain.attachments.file_types import in_words
from eia_app.reports.blocks import Block, Bullets, Card, Fact, Facts, Heading, Line, Paragraph
from eia_app.reports.content import action_plan, answers
from eia_app.reports.content.snapshot_reader import Json, SnapshotReader, naming, row_id
from eia_app.reports.text.rich_text import one_line

NOTHING = Line("Nothing was added to this list", muted=True)


def block(record: SnapshotReader, section: Json, level: int) -> list[Block]:
    """What a list itself was asked, then its rows or, if there are none, the answer instead."""
    return [
        *answers.questions(record, section.get("questions", ()), level, {}),
        *_rows(record, section, level),
    ]


def _rows(record: SnapshotReader, section: Json, level: int) -> list[Block]:
    if not section["rows"] and section["instead"]:
        return answers.questions(record, [section["instead"]], level, {})
    if not section["rows"]:
        return [Paragraph(NOTHING)]
    if section["id"] == record.means("actions") and len(section["rows"]) >= action_plan.ENOUGH:
        return action_plan.block(record, section, level)
    return [_card(record, section, row, level) for row in section["rows"]]


def _card(record: SnapshotReader, section: Json, row: Json, level: int) -> Card:
    named = naming(section, row)
    asked = [question for question in row["questions"] if question is not named]
    heading = Heading(level, record.row_names[row["id"]], row_id(row["id"]))
    facts = (
        *(answers.fact(record, each) for each in filter(answers.is_printed, asked)),
        *_files(row),
    )
    return Card(heading, (Facts(facts),) if facts else ())


def _files(row: Json) -> tuple[Fact, ...]:
    """What is attached, by name, type and size: the files themselves are in the service."""
    lines = tuple(Line(one_line(in_words(each))) for each in row.get("files", ()))
    if not lines:
        return ()
    return (Fact("Files attached", (Paragraph(lines[0]) if len(lines) == 1 else Bullets(lines),)),)
