"""What is printed of practice says so in every format, and on every page."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO

import docx
import pytest

from eia_app.domain.snapshot.snapshot import Json
from eia_app.reports import json_format
from eia_app.reports.documents import full_report, paragraph, summary
from eia_app.reports.pdf import report as pdf_report
from eia_app.reports.pdf import summary as summary_pdf
from eia_app.reports.word import render as word_render
from tests.judges import verapdf
from tests.reports import make_reports, reading

MARK, LABEL = "PRACTICE: not an assessment", "Practice, not an Equality Impact Assessment"
MADE: dict[str, Callable[[], Json]] = {
    "full": make_reports.full,
    "screening": make_reports.screening,
}


@pytest.fixture(params=list(MADE))
def practised(request: pytest.FixtureRequest) -> Json:
    return {**MADE[request.param](), "reference": "PRACTICE-001", "practice": True}


def test_report_and_summary_are_labelled_and_marked_practice(practised: Json) -> None:
    for build in (full_report.build, summary.build):
        built = build(practised, make_reports.DRAFT)
        assert (built.label, built.mark) == (LABEL, MARK)
        assert built.status_line == (
            "Practice, not an assessment. Not for attachment to council papers."
        )


def test_a_real_draft_is_marked_as_it_always_was() -> None:
    built = full_report.build(make_reports.full(), make_reports.DRAFT)
    assert (built.mark, built.status) == ("DRAFT: not signed off", "Draft, not signed off")
    record = make_reports.full()
    assert full_report.build(record, make_reports.signed(record)).mark == ""


def test_the_paragraph_begins_with_what_it_is(practised: Json) -> None:
    for limit in (100, 150, 300):
        text = paragraph.write(practised, make_reports.DRAFT, limit).text
        assert text.startswith("PRACTICE, not an assessment: not for any report. ")
        assert "the Equality Impact Assessment PRACTICE" not in text


def test_the_json_says_it_in_its_record_and_in_words(practised: Json) -> None:
    found = json.loads(json_format.render(practised, make_reports.DRAFT))
    assert found["record"]["practice"] is True
    assert found["standing"]["words"] == "Practice, not an assessment"


def test_every_page_of_the_word_file_says_it(practised: Json) -> None:
    built = full_report.build(practised, make_reports.DRAFT)
    made = docx.Document(BytesIO(word_render.render(built, created=make_reports.NOW)))
    assert MARK in [each.text for each in made.sections[0].header.paragraphs]
    assert "This was written for practice." in " ".join(each.text for each in made.paragraphs)


@pytest.mark.slow
def test_every_page_of_the_pdfs_says_it_and_they_are_accessible(practised: Json) -> None:
    built = full_report.build(practised, make_reports.DRAFT)
    report = pdf_report.render(built, created=make_reports.NOW, record=practised)
    short = summary_pdf.render(practised, make_reports.DRAFT, created=make_reports.NOW)
    verdicts = verapdf.judge_all({"report": report, "summary": short})
    assert [key for key, verdict in verdicts.items() if not verdict.passes] == []
    for made in (report, short):
        pages = reading.pages(made)
        assert [page for page in pages if MARK not in page] == []
        assert [page for page in pages if "DRAFT" in page] == []
