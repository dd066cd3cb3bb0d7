"""The action plan: one wide table of who does what, and what else there is to say of an action."""

from __future__ import annotations

from eia_app.reports.blocks import Block, Card, Heading, Line, Table
from eia_app.reports.content import answers
from eia_app.reports.content.snapshot_reader import NO_ANSWER, Json, SnapshotReader, row_id
from eia_app.reports.text.rich_text import clean

COLUMNS = {
    "action_outcome": "Outcome",
    "action_text": "Action",
    "action_measure": "How measured",
    "action_owner": "By whom",
    "action_due": "When",
    "action_status": "Status",
}
ENOUGH = 3  # actions for a page across; fewer are cards, which say the same
LONGEST = 360  # characters of a cell: what is longer is in full below the table
WORD = 24  # characters of a word before the place where it is cut
CAPTION = "Action plan. What does not fit in the table is under “More about each action”, in full."


def block(record: SnapshotReader, section: Json, level: int) -> list[Block]:
    """The table, then a card for each action with what the table does not say."""
    columns = {record.means(name): words for name, words in COLUMNS.items() if record.means(name)}
    rows = [_cells(row, number, list(columns)) for number, row in enumerate(section["rows"], 1)]
    table = Table(CAPTION, ("No.", *columns.values()), tuple(rows), is_wide=True)
    cards = [_card(record, row, columns, level + 1) for row in section["rows"]]
    return [table, Heading(level, "More about each action", "more-about-actions"), *cards]


def _cells(row: Json, number: int, columns: list[str]) -> tuple[Line, ...]:
    found = {question["id"]: question for question in row["questions"]}
    cells = (_cell(found[id_]) if id_ in found else NO_ANSWER for id_ in columns)
    return (Line(str(number), to=row_id(row["id"])), *cells)


def _cell(question: Json) -> Line:
    text = _text(question)
    return Line(_cut(text)) if text else NO_ANSWER


def _text(question: Json) -> str:
    return "\n".join(clean(text).strip() for text in question["text"])


def _cut(text: str) -> str:
    """As much as fits in a cell, ending with a whole word if there is one."""
    if len(text) <= LONGEST:
        return text
    kept = text[:LONGEST]
    space = kept.rfind(" ")
    return f"{kept[:space] if space > LONGEST - WORD else kept} …"


def _card(record: SnapshotReader, row: Json, columns: dict[str, str], level: int) -> Card:
    """Under the name of the action, what is in no column, or only in part."""
    asked = [
        question
        for question in row["questions"]
        if question["id"] not in columns or len(_text(question)) > LONGEST
    ]
    heading = Heading(level, record.row_names[row["id"]], row_id(row["id"]))
    return Card(heading, tuple(answers.facts(record, asked)))
