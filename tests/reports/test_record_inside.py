"""The record inside the PDF: for machines, and without names where the council prints roles."""

from __future__ import annotations

import json
from io import BytesIO

import pikepdf

from eia_app.domain.answers import Row
from eia_app.domain.snapshot import Json, canonical, sha256
from eia_app.reports import pdf
from eia_app.reports.document import build
from eia_app.reports.public import public
from tests.reports import making


def inside(record: Json) -> tuple[str, str, pikepdf.Pdf]:
    """The name and the text of the file that is inside, and the PDF."""
    standing = making.signed(record)
    found = pikepdf.open(
        BytesIO(pdf.render(build(record, standing), created=making.NOW, record=record))
    )
    ((name, file),) = found.attachments.items()
    return name, file.get_file().read_bytes().decode(), found


def named(record: Json) -> Json:
    return {**record, "council": {**record["council"], "names_in_reports": True}}


def test_the_record_is_inside_as_data() -> None:
    name, text, found = inside(making.screening())
    assert name == "EIA-2026-014-v3.json"
    assert json.loads(text)["parts"] == making.screening()["parts"]
    assert [str(each.AFRelationship) for each in found.Root.AF] == ["/Data"]


def test_where_names_may_be_printed_it_is_the_record_that_the_hash_is_of() -> None:
    record = named(making.screening())
    assert sha256(inside(record)[1]) == sha256(canonical(record))


def test_elsewhere_names_are_left_out_and_it_says_which() -> None:
    row = Row("a1", {"action_text": "Change the signs", "action_assignee": "secret-person"})
    record = making.full({}, action_plan=[row])
    text = canonical(public(record))
    assert "Ada Price" in canonical(record)
    assert [name for name in ("Ada Price", "Ben Ode", "secret-person") if name in text] == []
    assert public(record)["withheld"][:2] == ["people/lead/name", "people/contributors/0/name"]
    assert len(public(record)["withheld"]) == 4
    assert record["people"]["lead"]["name"] == "Ada Price"


def test_the_file_says_that_it_keeps_both_standards() -> None:
    with inside(making.screening())[2] as found:
        told = found.Root.Metadata.read_bytes().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in told
    assert 'part="3"' in told or "<pdfaid:part>3" in told
