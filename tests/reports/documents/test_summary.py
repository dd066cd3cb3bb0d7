"""The two-page summary: two pages whatever was typed, accessible, whole sentences."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from io import BytesIO
from itertools import pairwise
from typing import Any

import pikepdf
import pytest
from weasyprint import HTML

from eia_app.domain.questionnaire.answers import Row
from eia_app.domain.snapshot.snapshot import Json
from eia_app.reports.blocks import Document, Paragraph
from eia_app.reports.blocks import Row as LabelRow
from eia_app.reports.content.status import ReportStatus
from eia_app.reports.documents import summary
from eia_app.reports.errors import ReportFailed
from eia_app.reports.pdf import summary as summary_pdf
from tests.judges import verapdf
from tests.reports import make_reports, reading
from tests.reports.documents.test_paragraph import every_group
from tests.reports.pdf.test_report import HOSTILE
from tests.reports.text_of_answers import leaves, rows_of

WORDS = "Some people would have to pay more than before, and a few would stop going out. " * 60


def extreme() -> Json:
    """Everybody worse off, and every answer as long as it may be."""
    answers = ("weigh", "residual", "affected")
    values: dict[Any, Any] = {
        **make_reports.MAJOR,
        **every_group(effect=["positive", "negative"], severity="high", likelihood="high"),
        **{(None, name): WORDS for name in answers},
        (None, "title"): "A proposal with a very long name indeed " * 6,
    }
    talks = [Row(f"c{n}", {"engaged_who": WORDS[:900], "they_said": WORDS}) for n in range(30)]
    actions = [Row(f"a{n}", {"action_text": WORDS}) for n in range(200)]
    return make_reports.full(values, engagement=talks, action_plan=actions)


RECORDS: dict[str, Callable[[], Json]] = {
    "full": make_reports.full,
    "screening": make_reports.screening,
    "unfinished": make_reports.unfinished,
    "hostile": lambda: make_reports.full(HOSTILE),
    "extreme": extreme,
}
EVERY = pytest.mark.parametrize("name", list(RECORDS))


def standing_of(name: str, record: Json) -> ReportStatus:
    return make_reports.signed(record) if name in {"full", "screening"} else make_reports.DRAFT


@cache
def made(name: str) -> bytes:
    record = RECORDS[name]()
    return summary_pdf.render(record, standing_of(name, record), created=make_reports.NOW)


def built(record: Json) -> Document:
    return summary.build(record, make_reports.DRAFT)


@EVERY
def test_it_fits_on_two_pages(name: str) -> None:
    assert summary_pdf.pages_of(made(name)) <= 2


@EVERY
def test_it_has_one_title_no_level_is_skipped_and_all_text_is_tagged(name: str) -> None:
    with pikepdf.open(BytesIO(made(name))) as found:
        levels = reading.headings(found)
        assert reading.stray_text(found) == []
    assert (levels[0], levels.count(1)) == (1, 1)
    assert all(b - a <= 1 for a, b in pairwise(levels))


@EVERY
def test_only_a_draft_says_draft_and_every_page_has_its_reference(name: str) -> None:
    for number, page in enumerate(reading.pages(made(name)), 1):
        assert ("DRAFT: not signed off" in page) == (name not in {"full", "screening"})
        assert "EIA-2026-014 · version 3" in page
        assert f"Page {number} of" in page


@pytest.mark.slow
def test_verapdf_has_nothing_against_any_of_them() -> None:
    files = {name: made(name) for name in RECORDS}
    verdicts = verapdf.judge_all(files)
    assert len(verdicts) == len(files) * len(verapdf.BOTH)
    assert [str(fault) for verdict in verdicts.values() for fault in verdict.failed] == []


def test_long_answers_end_with_a_sentence_and_say_that_there_is_more() -> None:
    said, rest = rows_of(built(extreme()).front)["What councillors should weigh"]
    assert said.endswith("going out.")
    assert len(said.split()) <= 220
    assert rest == "(the rest)"


def test_an_answer_of_one_endless_word_is_pointed_to() -> None:
    front = rows_of(built(make_reports.full(HOSTILE)).front)
    assert front["What councillors should weigh"] == ["This is too long for here.", "(the rest)"]


def test_no_link_leads_out_of_the_summary() -> None:
    links = [
        line.to
        for row in built(make_reports.full()).front
        if isinstance(row, LabelRow)
        for block in row.blocks
        if isinstance(block, Paragraph)
        for line in block.lines
    ]
    assert set(links) == {""}


def test_what_nobody_answered_is_said() -> None:
    values: dict[Any, Any] = {k: v for k, v in make_reports.MAJOR.items() if k != (None, "weigh")}
    document = built(make_reports.made(values, rows={}, fill=("proposal", "quick_check")))
    texts = list(leaves(document.front))
    assert "No answer given" in texts
    assert "Nobody was asked." in texts
    assert "No action is planned." in texts


def test_how_many_more_there_are_is_said() -> None:
    texts = list(leaves(built(extreme()).front))
    assert any(re.match(r"[2-8] of 200 actions; ", text) for text in texts)
    assert any(re.fullmatch(r"2[789] conversations more|30 conversations", text) for text in texts)


def test_the_paragraph_can_be_a_document_of_its_own() -> None:
    document = summary.implications(make_reports.full(), make_reports.DRAFT, "The paragraph.")
    assert list(leaves(document.blocks)) == ["Equality implications", "The paragraph."]
    assert [fact.term for fact in document.facts] == ["Reference"]
    assert document.front == ()


def test_what_cannot_be_made_is_said_in_our_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> bytes:
        raise OSError("no space left")

    monkeypatch.setattr(HTML, "write_pdf", broken)
    with pytest.raises(ReportFailed, match="The report could not be made"):
        summary_pdf.render(make_reports.screening(), make_reports.DRAFT, created=make_reports.NOW)
