"""A short assessment as nasty as anybody could type. The whole one, at its limits: tests/bench."""

from __future__ import annotations

import unicodedata
from functools import cache
from io import BytesIO

import pikepdf
import pytest
from pypdf import PdfReader

from eia_app.domain.snapshot.snapshot import Json, canonical
from eia_app.reports.content.redaction import public
from eia_app.reports.jobs.formats import Format
from eia_app.reports.jobs.report_job import Job, render_report
from eia_app.reports.pdf import missing_glyphs
from eia_app.reports.pdf.embedded_record import record_in
from eia_app.reports.text.rich_text import clean
from tests.judges import verapdf
from tests.reports import extreme, make_reports, read_aloud, reading
from tests.reports.pdf.test_report import MARGIN
from tests.reports.said import answers

LENGTH, ACTIONS, EVIDENCE = 200, 4, 4


@cache
def record() -> Json:
    return extreme.record(LENGTH, ACTIONS, EVIDENCE)


@cache
def made(kind: Format = Format.REPORT) -> bytes:
    """By the press: what it may not fetch, and every bound that it has, would make this fail."""
    return render_report(
        Job(canonical(record()), make_reports.signed(record()), make_reports.NOW, kind)
    )


@pytest.mark.slow
def test_the_judge_finds_no_fault_in_it() -> None:
    verdicts = verapdf.judge_all(
        {kind.value: made(kind) for kind in (Format.REPORT, Format.SUMMARY)}
    )
    assert [str(fault) for verdict in verdicts.values() for fault in verdict.failed] == []
    assert all(verdict.passes for verdict in verdicts.values())


def test_everything_that_has_letters_is_read_as_it_was_typed() -> None:
    read = plain(read_aloud.as_tagged(made(), without=("/Lbl",)))
    texts = [text for text in set(answers(record())) if is_read_by_letters(text)]
    assert len(texts) > 30
    assert [text[:80] for text in texts if plain(text) not in read] == []


def is_read_by_letters(text: str) -> bool:
    """Left to right, and of no character that is drawn as a part of another or not at all."""
    kinds = {unicodedata.bidirectional(c) for c in text} | {unicodedata.category(c) for c in text}
    return kinds.isdisjoint({"R", "AL", "Mn", "Mc", "So", "Sk", "Cf", "Cn", "Lo", "Zl", "Zp"})


def plain(text: str) -> str:
    """Bullets that were typed are drawn as bullets, so no line begins with one here."""
    return reading.squeezed(clean(text)).replace("-one-two*three", "onetwothree").lower()


def test_nothing_runs_over_the_edge_of_a_page() -> None:
    for page in PdfReader(BytesIO(made())).pages:
        edge = float(page.mediabox.right) - MARGIN
        for text, start, size in reading.runs(page):
            assert start + reading.width(text, size) <= edge + 1, text


def test_every_text_is_tagged_and_it_does_nothing_but_be_read() -> None:
    with pikepdf.open(BytesIO(made())) as context:
        assert reading.stray_text(context) == []
        assert "/JavaScript" not in context.Root.get("/Names", {})
        assert "/OpenAction" not in context.Root
        links = [note for page in context.pages for note in page.get("/Annots", ())]
    assert {"/A" in link for link in links} == {False}


def test_its_record_is_inside_unharmed() -> None:
    assert record_in(made()) == public(record())


def test_word_takes_it_too() -> None:
    assert made(Format.WORD).startswith(b"PK")


def test_unusual_characters_are_tried_on_a_page_of_their_own_and_the_report_drawn_once() -> None:
    drawn: list[str] = []

    def draw(html: str) -> bytes:
        drawn.append(html)
        if "\U00012ff0" in html:
            missing_glyphs.LOG.warning(".notdef glyph rendered for %d", 0x12FF0)
        return html.encode()

    made_of = missing_glyphs.with_fonts(draw, "<p>Plain \U00012ff0 and é</p>")
    assert made_of.decode() == "<p>Plain [cypro-minoan sign cm114] and é</p>"
    assert drawn == ["<p>\U00012ff0</p>", made_of.decode()]


def test_a_report_of_usual_letters_is_drawn_once() -> None:
    drawn: list[str] = []

    def draw(html: str) -> bytes:
        drawn.append(html)
        return html.encode()

    assert missing_glyphs.with_fonts(draw, "<p>Café</p>").decode() == "<p>Café</p>"
    assert drawn == ["<p>Café</p>"]
