"""Small tables: cells of what people typed, and rows whose answers are the same."""

from __future__ import annotations

from collections.abc import Sequence

from eia_app.reports.blocks import Bullets, Line, Paragraph, TableRow, texts
from eia_app.reports.content.snapshot_reader import NO_ANSWER
from eia_app.reports.text.rich_text import written

Cell = tuple[Paragraph | Bullets, ...]
WIDTH = 170  # millimetres of a page that can be written on
NARROWEST = 24  # millimetres of a column


def cell(*texts: str, empty: Line | None = None) -> Cell:
    """Return the blocks of what was typed; `empty` where that is nothing."""
    blocks = tuple(block for text in texts for block in written(text))
    return blocks or ((Paragraph(empty),) if empty else ())


def words(text: str, *, strong: bool = False, muted: bool = False, to: str = "") -> Cell:
    """Return one paragraph of ours; nothing for no words."""
    return (Paragraph(Line(text, strong=strong, muted=muted, to=to)),) if text else ()


def answered(*texts: str) -> Cell:
    """Return the blocks of an answer; “No answer given” where there is none."""
    return cell(*texts, empty=NO_ANSWER)


def said_once(column: Sequence[str]) -> str:
    """Return what every row of a column says, if there are several and they say the same."""
    return column[0].strip() if len(column) > 1 and len(set(column)) == 1 else ""


def widths_of(rows: Sequence[TableRow]) -> tuple[int, ...]:
    """Return widths by how much there is to say in each column; the last takes what is left."""
    columns = zip(*(row.cells for row in rows), strict=True)
    letters = [sum(len(text) for cell in column for text in texts(cell)) for column in columns]
    weights = [max(count, 1) ** 0.5 for count in letters]
    room = WIDTH - NARROWEST * len(weights)
    return (*(NARROWEST + int(room * w / sum(weights)) for w in weights[:-1]), 0)


def row(id_: str, *cells: Cell) -> TableRow:
    return TableRow(cells, id_)
