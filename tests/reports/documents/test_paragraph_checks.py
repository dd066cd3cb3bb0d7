"""An edited paragraph is checked against the record, as far as that can be done."""

from __future__ import annotations

import pytest

from eia_app.reports.documents import paragraph
from eia_app.reports.documents.paragraph_checks import warnings
from tests.reports import make_reports

SAFE = "In EIA-2026-014, version 3, the council considered its duty."


def found(text: str, limit: int = 150) -> list[str]:
    record = make_reports.full()
    return warnings(text, record, make_reports.signed(record), limit)


@pytest.mark.parametrize("limit", [100, 150, 200, 300])
@pytest.mark.parametrize("make", [make_reports.full, make_reports.screening])
def test_nothing_is_said_of_the_generated_words(make: object, limit: int) -> None:
    record = make()  # type: ignore[operator]
    status = make_reports.signed(record)
    written = paragraph.write(record, status, limit)
    assert warnings(written.text, record, status, max(limit, written.words)) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SAFE, []),
        (f"{SAFE} Two groups would be worse off.", []),
        (
            "In version 3 it was considered.",
            ["It leaves out the reference, EIA-2026-014."],
        ),
        (
            "EIA-2026-014 was considered.",
            ["It leaves out the version, which is 3."],
        ),
        (
            f"{SAFE} See EIA-2026-041 too.",
            ["It names EIA-2026-041; this assessment is EIA-2026-014."],
        ),
        (
            "EIA-2026-014, Version 2, was considered.",
            ["It says version 2; this is version 3."],
        ),
        (
            f"{SAFE} No groups are worse off.",
            ["It says “no”; in the record 2 groups would be worse off."],
        ),
        (
            f"{SAFE} 3 groups would be worse off.",
            ["It says “3”; in the record 2 groups would be worse off."],
        ),
        (
            f"{SAFE} The effect would be positive for five groups.",
            ["It says “five”; in the record 2 groups would be better off."],
        ),
        (
            f"{SAFE} The effect is not known for 2 groups.",
            ["It says “2”; in the record 12 groups may be affected in a way that is not known."],
        ),
    ],
)
def test_each_departure_from_the_record_is_named(text: str, said: list[str]) -> None:
    assert found(text) == said


def test_too_many_words_are_counted() -> None:
    assert found(f"{SAFE} {'word ' * 200}") == ["It has 209 words; the limit is 150."]
