"""Every piece of text of a document in reading order, whatever it will be written in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from eia_app.reports.blocks import Block, Bullets, Document, Heading, Paragraph, Row, Table


def leaves(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        yield from _of(block)


def of_document(document: Document) -> list[str]:
    """What stands above everything, then the rest."""
    first = [document.council, document.label, document.title, document.status_line]
    first += [text for fact in document.facts for text in (fact.term, fact.text)]
    first += [document.notice]
    rest = leaves((*document.front, *document.blocks))
    return [text for text in (*first, *rest) if text]


def rows_of(blocks: Iterable[Block]) -> dict[str, list[str]]:
    """The texts beside each label."""
    return {
        block.heading.text: list(leaves(block.blocks)) for block in blocks if isinstance(block, Row)
    }


def cells_of(table: Table) -> list[list[str]]:
    """The words of each cell, row by row."""
    return [[" ".join(leaves(cell)) for cell in row.cells] for row in table.rows]


def _of(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield from filter(None, (block.number, block.text, block.aside, block.note))
        case Paragraph() | Bullets():
            yield from (line.text for line in block.lines)
        case Row():
            yield from leaves((block.heading, *block.blocks))
        case Table():
            yield from (block.caption, *block.header)
            for row in block.rows:
                for cell in row.cells:
                    yield from leaves(cell)
        case _:
            assert_never(block)
