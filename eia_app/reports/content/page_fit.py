"""About how many lines blocks take on paper, without drawing them: that costs half a second."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from math import ceil

from eia_app.reports.blocks import Block, Bullets, Fact, Heading, Paragraph, Row, Table

PAGES = 90  # lines of two pages, less what page breaks leave white
LETTER = 1.97  # millimetres of a usual letter of 12 points
WIDE = 1.9  # times as wide: letters of scripts that have no spaces
BESIDE, WHOLE, THIRD = 132, 170, 54  # millimetres: beside a label, a page, a fact of the title
AROUND = 0.7  # lines of white around a row
HEADING = 2.1  # times as wide as usual letters are those of the title
TITLE_LINE = 1.8


def height(blocks: Iterable[Block], width: float = BESIDE) -> float:
    """Return the lines of blocks in a column so wide (millimetres)."""
    return sum(_height(block, width) for block in blocks)


def title_height(title: str, facts: Sequence[Fact], *more: str) -> float:
    """Return the lines of the title block of a document."""
    rows = [facts[at : at + 3] for at in range(0, len(facts), 3)]
    lines = sum(0.4 + 1 + max(_lines(fact.text, THIRD) for fact in row) for row in rows)
    return 2.5 + TITLE_LINE * _lines(title, WHOLE / HEADING) + lines + sum(map(bool, more))


def _height(block: Block, width: float) -> float:
    match block:
        case Heading():
            return _lines(f"{block.text} {block.aside}", width) + 0.15
        case Paragraph():
            return _lines(" ".join(line.text for line in block.lines), width) + 0.25
        case Bullets():
            return sum(_lines(line.text, width - 5) for line in block.lines) + 0.3
        case Row():
            return AROUND + max(block.label_lines, height(block.blocks, width))
        case Table():
            return _table(block, width)


def _table(table: Table, width: float) -> float:
    free = width - sum(table.widths)
    columns = [column or free / table.widths.count(0) for column in table.widths]
    rows = sum(
        0.4 + max(height(cell, column - 3) for cell, column in zip(row.cells, columns, strict=True))
        for row in table.rows
    )
    return _lines(table.caption, width) + 1.5 + rows


def _lines(text: str, width: float) -> int:
    return sum(max(1, ceil(_length(line) * LETTER / width)) for line in text.split("\n"))


def _length(text: str) -> float:
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return len(text) + wide * (WIDE - 1) + text.count("w") * 0.5
