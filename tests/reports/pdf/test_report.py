"""The finished file: how it reads, and what it says on every page."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from itertools import pairwise
from typing import Any

import pikepdf
import pytest
from pypdf import PdfReader

from eia_app.domain.snapshot.snapshot import Json
from eia_app.reports.blocks import Row, Table
from eia_app.reports.content.group_effects import THE_GROUP
from eia_app.reports.content.status import ReportStatus
from eia_app.reports.documents.full_report import build
from eia_app.reports.errors import ReportFailed
from eia_app.reports.pdf import html_to_pdf, missing_glyphs, pdfua_check, report
from eia_app.reports.text.rich_text import clean
from tests.judges import verapdf
from tests.reports import make_reports, reading
from tests.reports.said import answers

MARGIN = 20 / 25.4 * 72  # points
FONTLESS = "\U00012ff0"


def draw(record: Json, status: ReportStatus = make_reports.DRAFT) -> bytes:
    return report.render(build(record, status), created=make_reports.NOW, record=record)


@cache
def full() -> bytes:
    record = make_reports.full()
    return draw(record, make_reports.signed(record))


@cache
def screening() -> bytes:
    record = make_reports.screening()
    return draw(record, make_reports.signed(record))


@cache
def draft() -> bytes:
    return draw(make_reports.unfinished())


@cache
def hostile() -> bytes:
    return draw(make_reports.full(HOSTILE))


EVERY = pytest.mark.parametrize("make", [full, screening, draft, hostile])
HTML = "<script>alert(1)</script><img src=https://example.org/x.png> {{ 7 * 7 }} </p><h1>No</h1>"
HOSTILE: dict[Any, Any] = {
    (None, "title"): "w" * 250,
    (None, "summary"): HTML,
    (None, "weigh"): "w" * 5000,
    ("disability", "explanation"): "Good 👍🏽, 👨‍👩‍👧 and 🇬🇧",
    ("race", "explanation"): "مرحبا بكم في المجلس",
    ("sex", "explanation"): "हिन्दी",
    (None, "residual"): "\x00\x07\u202eodd\ufffe",
}


@EVERY
def test_there_is_one_title_and_no_heading_level_is_skipped(make: Any) -> None:
    with pikepdf.open(BytesIO(make())) as found:
        levels = reading.headings(found)
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


@EVERY
def test_every_text_is_tagged_or_is_a_header_or_footer(make: Any) -> None:
    with pikepdf.open(BytesIO(make())) as found:
        assert reading.stray_text(found) == []


def test_every_header_cell_has_its_scope() -> None:
    record = make_reports.full()
    document = build(record, make_reports.signed(record))
    rows = [block for block in document.front if isinstance(block, Row)]
    blocks = [inner for row in rows for inner in row.blocks] + list(document.blocks)
    tables = [block for block in blocks if isinstance(block, Table)]
    wanted = [["/Column"] * len(table.header) + ["/Row"] * len(table.rows) for table in tables]
    with pikepdf.open(BytesIO(full())) as found:
        tags = reading.tags(found)
        scopes = [str(tag.element.A.Scope) for tag in tags if tag.name == "/TH"]
    assert scopes == [scope for each in wanted for scope in each]
    assert [tag.name for tag in tags].count("/Table") == len(tables) > 5


@EVERY
def test_reference_version_and_page_number_are_on_every_page(make: Any) -> None:
    pages = reading.pages(make())
    for number, text in enumerate(pages, 1):
        assert "EIA-2026-014 · version 3" in text
        assert f"Page {number} of {len(pages)}" in text


def test_a_draft_says_so_on_every_page_in_tagged_text() -> None:
    pages = reading.pages(draft())
    assert all("DRAFT: not signed off" in text for text in pages)
    with pikepdf.open(BytesIO(draft())) as found:
        top = found.Root.StructTreeRoot.K[0]
        last = {kid.Pg.objgen: str(kid.S) for kid in top.K}
        assert list(last.values()) == ["/P"] * len(pages)


def test_a_signed_report_is_nowhere_called_a_draft() -> None:
    assert not any("draft" in text.lower() for text in reading.pages(full()))


def test_a_screening_says_what_it_is_on_every_page() -> None:
    pages = reading.pages(screening())
    assert all("Screening, not an Equality Impact Assessment" in text for text in pages)


def test_only_what_had_to_be_answered_and_was_not_says_so() -> None:
    assert any("No answer given" in text for text in reading.pages(draft_of_nothing()))
    for make in (full, screening):
        assert not any("No answer given" in text for text in reading.pages(make()))


@pytest.mark.parametrize("make", [make_reports.full, make_reports.screening])
def test_every_word_of_every_answer_can_be_read(make: Any) -> None:
    record = make()
    document = build(record, make_reports.signed(record))
    found = reading.words(
        draw(record, make_reports.signed(record)),
        rf"{document.council}{document.label}(?!\w)",
        rf"{document.reference} · version 3 · record \w+Page \d+ of \d+",
    )
    texts = (clean(text).replace(THE_GROUP, "") for text in answers(record))
    missing = [text for text in texts if any(w not in found for w in text.split())]
    assert missing == []


def test_typed_html_is_printed_as_it_was_typed() -> None:
    assert reading.squeezed(HTML) in "".join(map(reading.squeezed, reading.pages(hostile())))


def test_nothing_typed_runs_over_the_edge_of_a_page() -> None:
    for page in PdfReader(BytesIO(hostile())).pages:
        edge = float(page.mediabox.right) - MARGIN
        for text, start, size in reading.runs(page):
            assert start + reading.width(text, size) <= edge + 1, text


def test_emoji_and_right_to_left_text_are_drawn() -> None:
    text = "".join(reading.pages(hostile()))
    assert "👍" in text
    assert "👨" in text
    assert "مرحبا" in text or "ابحرم" in text


def test_a_character_without_a_font_is_named_in_words() -> None:
    record = make_reports.screening({(None, "q_reason"): f"Before {FONTLESS} after"})
    assert "Before [cypro-minoan sign cm114] after" in " ".join(reading.pages(draw(record)))
    assert missing_glyphs.in_words(0xE000) == "[character E000]"


@cache
def draft_of_nothing() -> bytes:
    return draw(make_reports.made({}, fill=("none of them",)))


def test_a_draft_in_which_nothing_is_answered_can_be_drawn() -> None:
    text = " ".join(reading.pages(draft_of_nothing()))
    assert "The quick check is not finished" in text
    assert "Proposal without a name" not in text


def test_another_council_has_its_own_name_and_colours() -> None:
    record = make_reports.made({(None, "q_people"): "no"}, council="basingstoke-and-deane")
    document = build(record, make_reports.DRAFT)
    assert document.council == "Basingstoke and Deane Borough Council"
    assert document.colours.brand == record["council"]["colours"]["brand"]
    assert "Basingstoke and Deane Borough Council" in reading.pages(draw(record))[-1]


def test_the_same_record_gives_the_same_file() -> None:
    record = make_reports.full()
    assert draw(record, make_reports.signed(record)) == full()


def test_the_file_says_what_it_is_in_its_own_properties() -> None:
    with pikepdf.open(BytesIO(full())) as found:
        assert str(found.Root.Lang) == "en-GB"
        assert bool(found.Root.ViewerPreferences.DisplayDocTitle)
        assert str(found.docinfo.Author) == "Hart District Council"
        assert str(found.docinfo.Title) == (
            "Blue Badge parking: Equality Impact Assessment EIA-2026-014, version 3"
        )
        assert str(found.docinfo.CreationDate) == "20260309103000Z" or str(
            found.docinfo.CreationDate
        ).startswith("D:20260309103000")
        with found.open_outline() as outline:
            assert [item.title for item in outline.root] == ["Blue Badge parking"]
            titles = [item.title for item in outline.root[0].children]
        assert titles[:2] == ["What would change", "Who would be worse off"]
        assert titles[11] == "1 Who would be worse off"
        assert "/JavaScript" not in found.Root.get("/Names", {})


def test_every_part_can_be_reached_and_every_link_goes_somewhere() -> None:
    record = make_reports.full()
    wanted = build(record, make_reports.DRAFT).anchors
    with pikepdf.open(BytesIO(full())) as found:
        names = [str(name) for name in found.Root.Names.Dests.Names[::2]]
        notes = [note for page in found.pages for note in page.get("/Annots", ())]
        links = [str(note.Dest) for note in notes if "/Dest" in note]
    assert set(links) <= set(names)
    assert {"group-disability", "row-a1", "row-e1"} <= set(links) <= wanted


@pytest.mark.parametrize(
    "url", ["https://example.org/x.css", "file:///etc/passwd", "data:text/css,*{}", "../app.css"]
)
def test_a_report_fetches_nothing_but_its_own_assets(url: str) -> None:
    with pytest.raises(ReportFailed):
        html_to_pdf.html_to_pdf(f'<link rel="stylesheet" href="{url}"><p>Hello</p>')


def test_a_file_that_is_not_accessible_is_not_handed_out() -> None:
    with pytest.raises(ReportFailed) as failed:
        pdfua_check.check(b"%PDF-1.7 broken")
    assert failed.value.faults
    with pikepdf.open(BytesIO(screening())) as found:
        del found.Root.MarkInfo
        broken = BytesIO()
        found.save(broken)
    with pytest.raises(ReportFailed) as failed:
        pdfua_check.check(broken.getvalue())
    assert any(re.match("PDFUA1-", fault) for fault in failed.value.faults)


@pytest.mark.slow
def test_the_judge_finds_no_fault() -> None:
    made = {make.__name__: make() for make in (full, screening, draft, hostile)}
    verdicts = verapdf.judge_all(made)
    assert {key: [str(f) for f in verdict.failed] for key, verdict in verdicts.items()} == {
        (name, flavour): [] for name in made for flavour in verapdf.BOTH
    }
    assert all(verdict.passes for verdict in verdicts.values())
