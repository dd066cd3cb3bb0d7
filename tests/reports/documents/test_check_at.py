"""The signed report says where anybody can check it, if the service knows where it is."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pikepdf
from docx import Document as Reader

from eia_app.reports.documents.full_report import build
from eia_app.reports.pdf import report
from eia_app.reports.word import render as word_render
from tests.reports import make_reports, reading

ADDRESS = "https://eia.example.org"


def test_the_address_is_printed_once_and_leads_there() -> None:
    record = make_reports.screening()
    status = replace(make_reports.signed(record), base_url=ADDRESS)
    at = f"{ADDRESS}/verify/{status.short_hash}"
    made = report.render(build(record, status), created=make_reports.NOW, record=record)
    said = reading.squeezed(f"What was signed can be checked at {at}")
    assert reading.words(made).count(said) == 1
    with pikepdf.open(BytesIO(made)) as found:
        notes = [note for page in found.pages for note in page.get("/Annots", ())]
        assert {str(note.A.URI) for note in notes if "/A" in note} == {at}


def test_the_word_file_says_it_too() -> None:
    record = make_reports.screening()
    status = replace(make_reports.signed(record), base_url=ADDRESS)
    made = word_render.render(build(record, status), created=make_reports.NOW)
    texts = [each.text for each in Reader(BytesIO(made)).paragraphs]
    assert f"What was signed can be checked at {status.check_at}" in texts


def test_nothing_is_said_where_it_is_not_known_or_nothing_is_signed() -> None:
    record = make_reports.screening()
    for status in (make_reports.signed(record), replace(make_reports.DRAFT, base_url=ADDRESS)):
        assert "can be checked" not in str(build(record, status).front)
