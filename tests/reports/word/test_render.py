"""The Word file: real styles, marked headers, its language, links that lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from io import BytesIO
from itertools import pairwise
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from eia_app.reports.blocks import Block, Heading, Row, Table
from eia_app.reports.documents.full_report import build
from eia_app.reports.word import render as word_render
from tests.reports import make_reports
from tests.reports.pdf.test_report import HOSTILE

MAKERS: dict[str, Callable[[], Any]] = {
    "full": make_reports.full,
    "draft": make_reports.unfinished,
    "screening": make_reports.screening,
    "hostile": lambda: make_reports.full(HOSTILE),
}


@cache
def made(name: str) -> bytes:
    record = MAKERS[name]()
    status = make_reports.DRAFT if name in {"draft", "hostile"} else make_reports.signed(record)
    return word_render.render(build(record, status), created=make_reports.NOW)


def context(name: str) -> WordDocument:
    return docx.Document(BytesIO(made(name)))


EVERY = pytest.mark.parametrize("name", list(MAKERS))


@EVERY
def test_headings_are_real_and_no_level_is_skipped(name: str) -> None:
    styles = [p.style.name for p in context(name).paragraphs if p.style and p.style.name]
    levels = [int(s.removeprefix("Heading ")) for s in styles if s.startswith("Heading ")]
    assert styles.count("Title") == 1
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_every_heading_of_the_document_is_there_in_order() -> None:
    record = make_reports.full()
    document = build(record, make_reports.signed(record))
    wanted = [
        " ".join(filter(None, (heading.number, heading.text, heading.aside)))
        for block in (*document.front, *document.blocks)
        for heading in headings_of(block)
    ]
    found = [
        p.text
        for p in context("full").paragraphs
        if p.style and (p.style.name or "").startswith("Heading")
    ]
    assert found == wanted


def headings_of(block: Block) -> list[Heading]:
    match block:
        case Heading():
            return [block]
        case Row():
            return [block.heading, *(h for inner in block.blocks for h in headings_of(inner))]
        case _:
            return []


@EVERY
def test_it_is_in_british_english(name: str) -> None:
    found = context(name)
    languages = {e.get(qn("w:val")) for e in found.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}
    assert found.core_properties.language == "en-GB"


def test_it_says_what_it_is() -> None:
    about = context("full").core_properties
    assert about.title == make_reports.TITLE
    assert about.author == "Hart District Council"
    assert about.subject == "Equality Impact Assessment EIA-2026-014, version 3"
    assert about.comments == "Signed off and decided"
    assert about.created == make_reports.NOW


def test_a_title_longer_than_office_allows_is_whole_in_the_text() -> None:
    record = {**make_reports.screening(), "title": "Long " * 80}
    made = word_render.render(build(record, make_reports.DRAFT), created=make_reports.NOW)
    found = docx.Document(BytesIO(made))
    assert len(found.core_properties.title) == 255
    assert any(p.text == ("Long " * 80).strip() for p in found.paragraphs)


@EVERY
def test_every_table_marks_its_header_row_and_splits_no_row(name: str) -> None:
    for table in context(name).tables:
        header, *others = table.rows
        assert header._tr.trPr is not None
        assert header._tr.trPr.find(qn("w:tblHeader")) is not None
        assert not any(
            row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None
            for row in others
        )
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_its_tables_are_as_wide_as_those_of_the_pdf() -> None:
    record = make_reports.full()
    plan = next(t for t in context("full").tables if t.rows[0].cells[0].text.startswith("Action, "))
    document = build(record, make_reports.signed(record))
    at = [getattr(block, "text", "") for block in document.blocks].index("Action plan")
    table = document.blocks[at + 1]
    assert isinstance(table, Table)
    widths = [round(cell.width.mm) for cell in plan.rows[0].cells if cell.width]
    assert widths == [66, 66, 38]
    assert [width for width in table.widths if width] == [66, 38]


def test_lists_are_lists() -> None:
    record = make_reports.full({(None, "weigh"): "Weigh:\n- the fee\n- the walk"})
    made = word_render.render(build(record, make_reports.DRAFT), created=make_reports.NOW)
    found = docx.Document(BytesIO(made))
    bullets = [p.text for p in found.paragraphs if p.style and p.style.name == "List Bullet"]
    assert bullets == ["the fee", "the walk"]
    assert not any(p.text.startswith(("•", "- ")) for p in found.paragraphs)


@EVERY
def test_every_page_has_reference_version_and_number(name: str) -> None:
    (footer,) = context(name).sections[0].footer.paragraphs
    assert footer.text.startswith("EIA-2026-014 · version 3")
    fields = [e.get(qn("w:instr")) for e in footer._p.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


@EVERY
def test_only_a_draft_says_draft_on_every_page(name: str) -> None:
    above = "\n".join(p.text for p in context(name).sections[0].header.paragraphs)
    assert ("DRAFT: not signed off" in above) == (name in {"draft", "hostile"})


@EVERY
def test_every_link_leads_to_a_bookmark_and_no_bookmark_is_there_twice(name: str) -> None:
    body: Any = context(name).element.body
    marks = [e.get(qn("w:name")) for e in body.iter(qn("w:bookmarkStart"))]
    links = {e.get(qn("w:anchor")) for e in body.iter(qn("w:hyperlink"))}
    assert len(set(marks)) == len(marks)
    assert links <= set(marks)
    assert all(re.fullmatch(r"[A-Za-z]\w{0,39}", mark) for mark in marks)


def test_two_long_ids_do_not_become_one_bookmark() -> None:
    row = "row-0b9b4b1e-6a5f-4b57-9a5e-27a0f4b7c6d"
    assert word_render.mark_of(f"{row}1") != word_render.mark_of(f"{row}2")


def test_right_to_left_words_run_from_right_to_left() -> None:
    body: Any = context("hostile").element.body
    found = [p for p in body.iter(qn("w:p")) if "مرحبا" in "".join(p.itertext())]
    assert found
    assert all(p.pPr is not None and p.pPr.find(qn("w:bidi")) is not None for p in found)


@EVERY
def test_what_was_typed_is_text_and_nothing_else(name: str) -> None:
    """No field, picture or link to the world comes out of what people typed."""
    with ZipFile(BytesIO(made(name))) as parts:
        relations = parts.read("word/_rels/document.xml.rels").decode()
        body = parts.read("word/document.xml").decode()
    assert 'TargetMode="External"' not in relations
    assert "<w:drawing" not in body
    assert "<script" not in body


@EVERY
def test_what_stands_in_a_paragraph_s_properties_is_in_the_order_that_word_wants(name: str) -> None:
    """Word refuses to open a file whose style comes after its direction."""
    body: Any = context(name).element.body
    for properties in body.iter(qn("w:pPr")):
        tags = [each.tag for each in properties]
        order = [qn(f"w:{name}") for name in ("pStyle", "keepNext", "pBdr", "bidi", "spacing")]
        known = [tag for tag in tags if tag in order]
        assert known == sorted(known, key=order.index)
        assert len(set(tags)) == len(tags)
