"""What an author keeps as it is, although the coach pointed it out, is printed with the reason."""

from __future__ import annotations

import json
from typing import Any

from eia_app import resources
from eia_app.reports import json_format
from eia_app.reports.documents.full_report import build
from tests.reports import make_reports
from tests.reports.schema import faults
from tests.reports.text_of_answers import of_document

SCHEMA = json.loads((resources.static() / "schemas" / "eia-report-1.json").read_text())
KEPT = {
    "rule": "thin_reason",
    "place": "Age",
    "sentence": "Say in a sentence or two why there is no effect.",
    "reason": "It is about the gates.\n\nNobody passes them.",
    "by": "Project lead",
    "at": "2026-03-09T23:30:00+00:00",
}


def record(**more: Any) -> dict[str, Any]:
    return {**make_reports.full(), **more}


def printed(snapshot: dict[str, Any]) -> list[str]:
    return of_document(build(snapshot, make_reports.signed(snapshot)))


def test_what_was_kept_is_printed_with_its_reason_and_who_gave_it() -> None:
    said = printed(record(coach=[KEPT]))
    first = said.index("Looked at again")
    assert said[first + 5 : first + 10] == [
        "Age",
        "Say in a sentence or two why there is no effect.",
        "It is about the gates.",
        "Nobody passes them.",
        "Project lead, 9 March 2026",
    ]
    assert "How this was done and signed" in said[first:]


def test_where_nothing_was_kept_nothing_is_printed_of_it() -> None:
    assert "Looked at again" not in printed(record())


def test_the_record_with_it_is_of_the_published_shape() -> None:
    snapshot = record(coach=[KEPT])
    assert (
        faults(json.loads(json_format.render(snapshot, make_reports.signed(snapshot))), SCHEMA)
        == []
    )
    wrong = record(coach=[{**KEPT, "more": 1}])
    assert faults(json.loads(json_format.render(wrong, make_reports.signed(wrong))), SCHEMA) != []
