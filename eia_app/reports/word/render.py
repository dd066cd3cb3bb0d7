"""Writes a document as a Word file: real styles, marked header rows, its language and its title."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import assert_never

import docx
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

from eia_app.reports.blocks import (
    Block,
    Bullets,
    Callout,
    Card,
    Cover,
    Document,
    Effect,
    Fact,
    Facts,
    Heading,
    Line,
    Paragraph,
    Table,
    Verdict,
)
from eia_app.reports.word.headers_footers import around, properties
from eia_app.reports.word.styles import CALLOUT, FACT, prepare, turn

LONGEST_MARK = 40  # characters that Word allows in the name of a bookmark
DEEPEST = 9
AFTER_DIRECTION = ("w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr")  # as Word wants it


def render(document: Document, *, created: datetime) -> bytes:
    """The file, with everything that the document prints, in the same order."""
    word = docx.Document()
    prepare(word, document.colours.brand)
    properties(word, document, created.astimezone(UTC).replace(tzinfo=None, microsecond=0))
    around(word, document)
    writer = _Writer(word)
    writer.cover(document)
    writer.contents(document.contents)
    writer.abbreviations(document.abbreviations)
    writer.blocks(document.blocks)
    written = BytesIO()
    word.save(written)
    return written.getvalue()


class _Writer:
    """Adds blocks to the end of the file."""

    def __init__(self, word: WordDocument) -> None:
        self.word = word
        self.marks = 0

    def cover(self, document: Document) -> None:
        cover: Cover = document.cover
        self.word.add_paragraph(document.label, "Subtitle")
        self.word.add_paragraph(document.title, "Title")
        self.word.add_paragraph().add_run(document.status).bold = True
        self.word.add_paragraph(document.use)
        self.facts(cover.facts)
        if cover.why:
            self.word.add_paragraph().add_run(cover.why).bold = True
        self.bullets(cover.reasons)
        if cover.groups:
            self.word.add_paragraph(cover.effects_title, "Heading 1")
        for effect, names in cover.groups:
            self.fact(Fact(effect.words, (Paragraph(Line(names)),)))

    def contents(self, headings: Sequence[Heading]) -> None:
        if not headings:
            return
        self.word.add_paragraph("Contents", "Heading 1")
        for heading in headings:
            entry = self.word.add_paragraph(style="List" if heading.level == 2 else "List 2")
            self.line(entry, Line(f"{heading.number} {heading.text}", to=heading.id))

    def abbreviations(self, known: Facts) -> None:
        if known.facts:
            self.word.add_paragraph("Abbreviations", "Heading 1")
            self.facts(known.facts)

    def blocks(self, blocks: Sequence[Block]) -> None:
        for block in blocks:
            self.block(block)

    def block(self, block: Block, style: str | None = None) -> None:
        turn(self.word, wide=isinstance(block, Heading | Table) and block.is_wide)
        match block:
            case Heading():
                self.heading(block)
            case Paragraph():
                added = self.word.add_paragraph(style=style)
                _cite(added, block.para)
                self.line(added, block.line)
            case Bullets():
                self.bullets(block.lines)
            case Facts():
                self.facts(block.facts)
            case Verdict():
                self.facts((_likely(block.effect), *block.details))
            case Table():
                self.table(block)
            case Callout():
                for inner in block.blocks:
                    self.block(inner, CALLOUT)
            case Card():
                self.heading(block.heading)
                self.blocks(block.blocks)
            case _:
                assert_never(block)

    def heading(self, it: Heading) -> None:
        added = self.word.add_heading(level=min(max(it.level - 1, 1), DEEPEST))
        _cite(added, it.para)
        text = f"{it.number} {it.text}" if it.number else it.text
        _say(added, text, rtl=Line(it.text).is_rtl)
        if it.id:
            self.mark(added, it.id)
        if it.note:
            self.word.add_paragraph(it.note)

    def bullets(self, lines: Sequence[Line]) -> None:
        for line in lines:
            self.line(self.word.add_paragraph(style="List Bullet"), line)

    def facts(self, facts: Sequence[Fact]) -> None:
        for fact in facts:
            self.fact(fact)

    def fact(self, it: Fact) -> None:
        """A few words stand after their term, anything longer under it."""
        term = self.word.add_paragraph(style=FACT)
        _cite(term, it.para)
        term.add_run(it.term).bold = True
        first = it.blocks[0] if len(it.blocks) == 1 else None
        if it.is_brief and isinstance(first, Paragraph):
            term.add_run(" " if it.term.endswith("?") else ": ")
            self.line(term, first.line)
            return
        term.paragraph_format.keep_with_next = True
        term.paragraph_format.space_after = 0
        self.blocks(it.blocks)

    def table(self, it: Table) -> None:
        self.word.add_paragraph(it.caption, "Caption").paragraph_format.keep_with_next = True
        table = self.word.add_table(rows=1 + len(it.rows), cols=len(it.header), style="Table Grid")
        for cell, words in zip(table.rows[0].cells, it.header, strict=True):
            cell.paragraphs[0].add_run(words).bold = True
        for row, cells in zip(list(table.rows)[1:], it.rows, strict=True):
            for cell, content in zip(row.cells, cells, strict=True):
                line = Line(content.words) if isinstance(content, Effect) else content
                self.line(cell.paragraphs[0], line)
        _mark_headers(table, it.caption)
        self.word.add_paragraph()

    def line(self, to: WordParagraph, line: Line) -> None:
        if line.to:
            _link(to, line)
        else:
            _say(to, line.text, rtl=line.is_rtl)

    def mark(self, paragraph: WordParagraph, id_: str) -> None:
        """A bookmark around a heading, so that links lead to it."""
        self.marks += 1
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        start.set(qn("w:id"), str(self.marks))
        start.set(qn("w:name"), mark_of(id_))
        end.set(qn("w:id"), str(self.marks))
        properties = paragraph._p.get_or_add_pPr()
        properties.addnext(start)
        paragraph._p.append(end)


def mark_of(id_: str) -> str:
    """The name of the bookmark of a heading: letters, digits and lines."""
    return id_.replace("-", "_")[:LONGEST_MARK]


def _cite(to: WordParagraph, number: str) -> None:
    """The number by which readers cite a paragraph."""
    if number:
        to.add_run(f"{number}\u2002").font.bold = False


def _likely(effect: Effect) -> Fact:
    return Fact("Likely effect", (Paragraph(Line(effect.words)),))


def _say(to: WordParagraph, text: str, *, rtl: bool) -> Run:
    run = to.add_run(text)
    if rtl:
        direction, properties = OxmlElement("w:bidi"), to._p.get_or_add_pPr()
        if properties.find(direction.tag) is None:
            properties.insert_element_before(direction, *AFTER_DIRECTION)
        run.font.rtl = True
    return run


def _link(to: WordParagraph, line: Line) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), mark_of(line.to))
    run = _say(to, line.text, rtl=line.is_rtl)
    run.font.underline = True
    to._p.append(link)
    link.append(run._r)


def _mark_headers(table: WordTable, caption: str) -> None:
    """The first row is repeated on each page as the header; no row is split between pages."""
    for number, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))
    properties = table._tbl.tblPr
    words = OxmlElement("w:tblCaption")
    words.set(qn("w:val"), caption)
    properties.append(words)
