"""Writes a document as a Word file: real styles, marked header rows, its language and its title."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import assert_never

import docx
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table as WordTable
from docx.table import _Cell as WordCell
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

from eia_app.reports.blocks import (
    Block,
    Bullets,
    Document,
    Heading,
    Line,
    Paragraph,
    Row,
    Table,
    TableRow,
)
from eia_app.reports.word.headers_footers import around, properties
from eia_app.reports.word.styles import prepare

LONGEST_MARK = 40  # characters that Word allows in the name of a bookmark
DEEPEST = 9
AFTER_DIRECTION = ("w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr")  # as Word wants it


def render(document: Document, *, created: datetime) -> bytes:
    """Return the file, with everything that the document prints, in the same order."""
    word = docx.Document()
    prepare(word, document.colours.brand)
    properties(word, document, created.astimezone(UTC).replace(tzinfo=None, microsecond=0))
    around(word, document)
    writer = _Writer(word)
    writer.title(document)
    writer.blocks(document.front)
    writer.blocks(document.blocks)
    content = BytesIO()
    word.save(content)
    return content.getvalue()


class _Writer:
    """Adds blocks to the end of the file."""

    def __init__(self, word: WordDocument) -> None:
        self.word = word
        self.marks = 0

    def title(self, document: Document) -> None:
        self.word.add_paragraph(document.council, "Subtitle")
        self.word.add_paragraph(document.label, "Subtitle")
        self.word.add_paragraph(document.title, "Title")
        self.word.add_paragraph().add_run(document.status_line).bold = True
        for fact in document.facts:
            paragraph = self.word.add_paragraph()
            paragraph.add_run(f"{fact.term}: ").bold = True
            paragraph.add_run(fact.text)
            paragraph.paragraph_format.space_after = 0
        if document.notice:
            self.word.add_paragraph().add_run(document.notice).bold = True

    def blocks(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            self.block(block)

    def block(self, block: Block) -> None:
        match block:
            case Heading():
                self.heading(block)
            case Paragraph():
                self.runs(self.word.add_paragraph(), block.lines)
            case Bullets():
                for line in block.lines:
                    self.runs(self.word.add_paragraph(style="List Bullet"), (line,))
            case Row():
                self.heading(block.heading)
                self.blocks(block.blocks)
            case Table():
                self.table(block)
            case _:
                assert_never(block)

    def heading(self, heading: Heading) -> None:
        paragraph = self.word.add_heading(level=min(max(heading.level - 1, 1), DEEPEST))
        text = f"{heading.number} {heading.text}" if heading.number else heading.text
        _add_run(paragraph, text, rtl=Line(heading.text).is_rtl)
        if heading.aside:
            paragraph.add_run(f" {heading.aside}").bold = False
        if heading.id:
            self.mark(paragraph, heading.id)
        if heading.note:
            self.word.add_paragraph(heading.note)

    def table(self, block: Table) -> None:
        caption = self.word.add_paragraph(block.caption, "Caption")
        caption.paragraph_format.keep_with_next = True
        columns = len(block.header)
        table = self.word.add_table(rows=1 + len(block.rows), cols=columns, style="Table Grid")
        first, *others = list(table.rows)
        for cell, words in zip(first.cells, block.header, strict=True):
            cell.paragraphs[0].add_run(words).bold = True
        for word_row, row in zip(others, block.rows, strict=True):
            self.table_row(word_row.cells, row)
        _set_widths(table, block.widths)
        _mark_headers(table, block.caption)
        self.word.add_paragraph()

    def table_row(self, cells: Sequence[WordCell], row: TableRow) -> None:
        for cell, blocks in zip(cells, row.cells, strict=True):
            paragraph = cell.paragraphs[0]
            paragraphs = [
                (line_or_lines, "List Bullet" if isinstance(block, Bullets) else None)
                for block in blocks
                for line_or_lines in (
                    [(line,) for line in block.lines]
                    if isinstance(block, Bullets)
                    else [block.lines]
                )
            ]
            for number, (lines, style) in enumerate(paragraphs):
                target = paragraph if number == 0 else cell.add_paragraph()
                target.style = style or target.style
                self.runs(target, lines)
        if row.id:
            self.mark(cells[0].paragraphs[0], row.id)

    def runs(self, paragraph: WordParagraph, lines: Sequence[Line]) -> None:
        for number, line in enumerate(lines):
            if number:
                paragraph.add_run(" ")
            if line.to:
                _link(paragraph, line)
            else:
                run = _add_run(paragraph, line.text, rtl=line.is_rtl)
                run.bold = line.strong or None

    def mark(self, paragraph: WordParagraph, id_: str) -> None:
        """Add a bookmark around a heading, so that links lead to it."""
        self.marks += 1
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        start.set(qn("w:id"), str(self.marks))
        start.set(qn("w:name"), mark_of(id_))
        end.set(qn("w:id"), str(self.marks))
        paragraph._p.get_or_add_pPr().addnext(start)
        paragraph._p.append(end)


def mark_of(id_: str) -> str:
    """Return the name of the bookmark of a heading: letters, digits and lines."""
    return id_.replace("-", "_")[:LONGEST_MARK]


def _add_run(paragraph: WordParagraph, text: str, *, rtl: bool) -> Run:
    run = paragraph.add_run(text)
    if rtl:
        direction, properties = OxmlElement("w:bidi"), paragraph._p.get_or_add_pPr()
        if properties.find(direction.tag) is None:
            properties.insert_element_before(direction, *AFTER_DIRECTION)
        run.font.rtl = True
    return run


def _link(paragraph: WordParagraph, line: Line) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), mark_of(line.to))
    run = _add_run(paragraph, line.text, rtl=line.is_rtl)
    run.font.underline = True
    paragraph._p.append(link)
    link.append(run._r)


def _set_widths(table: WordTable, widths: Sequence[int]) -> None:
    """Set the widths of columns; what is left is shared by those of width 0."""
    free = (170 - sum(widths)) / max(1, widths.count(0))
    table.autofit = False
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width or free)


def _mark_headers(table: WordTable, caption: str) -> None:
    """Have the first row repeated on each page as the header, and no row split between pages."""
    for number, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))
    words = OxmlElement("w:tblCaption")
    words.set(qn("w:val"), caption)
    table._tbl.tblPr.append(words)
