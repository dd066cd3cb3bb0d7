"""The record inside the PDF: for machines, and without names where the council prints roles."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest

from eia_app.attachments.sniffing import types_of
from eia_app.domain.attachments.file_types import FileType
from eia_app.domain.errors import BadFile, Unfit
from eia_app.domain.questionnaire.answers import Row
from eia_app.domain.snapshot.snapshot import Json, canonical, sha256
from eia_app.reports.content.redaction import public
from eia_app.reports.documents.full_report import build
from eia_app.reports.pdf import report, summary
from eia_app.reports.pdf.embedded_record import DAMAGED, NOT_OURS, described, record_in
from eia_app.reports.word import render as word_render
from tests.reports import make_reports
from tests.reports.text_of_answers import rows_of


def inside(record: Json) -> tuple[str, str, pikepdf.Pdf]:
    """The name and the text of the file that is inside, and the PDF."""
    status = make_reports.signed(record)
    found = pikepdf.open(
        BytesIO(report.render(build(record, status), created=make_reports.NOW, record=record))
    )
    ((name, file),) = found.attachments.items()
    return name, file.get_file().read_bytes().decode(), found


def named(record: Json) -> Json:
    return {**record, "council": {**record["council"], "names_in_reports": True}}


def test_the_record_is_inside_as_data() -> None:
    name, text, found = inside(make_reports.screening())
    assert name == "EIA-2026-014-v3.json"
    assert json.loads(text)["parts"] == make_reports.screening()["parts"]
    assert [str(each.AFRelationship) for each in found.Root.AF] == ["/Data"]


def test_where_names_may_be_printed_it_is_the_record_that_the_hash_is_of() -> None:
    record = named(make_reports.screening())
    assert sha256(inside(record)[1]) == sha256(canonical(record))


def test_elsewhere_names_are_left_out_and_it_says_which() -> None:
    row = Row("a1", {"action_text": "Change the signs", "action_assignee": "secret-person"})
    record = make_reports.full({}, action_plan=[row])
    text = canonical(public(record))
    assert "Ada Price" in canonical(record)
    assert [name for name in ("Ada Price", "Ben Ode", "secret-person") if name in text] == []
    assert public(record)["withheld"][:2] == ["people/lead/name", "people/contributors/0/name"]
    assert len(public(record)["withheld"]) == 4
    assert record["people"]["lead"]["name"] == "Ada Price"


def test_the_file_says_that_it_keeps_both_standards() -> None:
    with inside(make_reports.screening())[2] as found:
        told = found.Root.Metadata.read_bytes().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in told
    assert 'part="3"' in told or "<pdfaid:part>3" in told


def printed(record: Json) -> bytes:
    return report.render(
        build(record, make_reports.signed(record)), created=make_reports.NOW, record=record
    )


def changed(made: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    written = BytesIO()
    with pikepdf.open(BytesIO(made)) as context:
        change(context)
        context.save(written)
    return written.getvalue()


def with_another_reference(made: pikepdf.Pdf) -> None:
    stream = made.Root.AF[0].EF.F
    stream.write(stream.read_bytes().replace(b"EIA-2026", b"EIA-2025"))


def with_a_broken_record(made: pikepdf.Pdf) -> None:
    made.Root.AF[0].EF.F.write(b"{\xff")


def without_a_record(made: pikepdf.Pdf) -> None:
    del made.Root.AF


def with_a_file_of_somebody_else(made: pikepdf.Pdf) -> None:
    made.Root.AF[0].Desc = pikepdf.String("A spreadsheet")


def with_another_kind_of_record(made: pikepdf.Pdf) -> None:
    text = '{"format":"other"}'
    made.Root.AF[0].EF.F.write(text.encode())
    made.Root.AF[0].Desc = pikepdf.String(described(text))


def test_the_record_can_be_read_from_the_paper_alone() -> None:
    record = make_reports.screening()
    assert record_in(printed(record)) == public(record)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (with_another_reference, DAMAGED),
        (with_a_broken_record, DAMAGED),
        (without_a_record, NOT_OURS),
        (with_a_file_of_somebody_else, NOT_OURS),
        (with_another_kind_of_record, NOT_OURS),
    ],
)
def test_another_pdf_and_a_record_that_was_touched_are_refused(
    change: Callable[[pikepdf.Pdf], None], sentence: str
) -> None:
    with pytest.raises(BadFile, match=sentence):
        record_in(changed(printed(make_reports.screening()), change))


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 broken", b"hello"])
def test_what_is_no_pdf_is_refused(content: bytes) -> None:
    with pytest.raises(BadFile, match=NOT_OURS):
        record_in(content)


def test_where_names_are_withheld_the_report_prints_the_hash_of_the_record_without_them() -> None:
    record = make_reports.screening()
    digest = sha256(canonical(public(record)))
    blocks = build(record, make_reports.signed(record)).blocks
    said = rows_of(blocks)["SHA-256"]
    assert said == [sha256(canonical(record)), f"Of the record without names: {digest}"]
    (whole,) = rows_of(build(named(record), make_reports.signed(record)).blocks)["SHA-256"]
    assert whole == make_reports.signed(record).sha256


def test_as_evidence_elsewhere_its_word_version_and_the_summary_can_be_attached() -> None:
    record = make_reports.screening()
    with pytest.raises(Unfit, match="as a report of this service has: choose it in Word"):
        types_of(printed(record))
    status = make_reports.signed(record)
    assert types_of(word_render.render(build(record, status), created=make_reports.NOW)) == (
        FileType.WORD,
    )
    short = summary.render(record, status, created=make_reports.NOW)
    assert types_of(short) == (FileType.PDF,)
