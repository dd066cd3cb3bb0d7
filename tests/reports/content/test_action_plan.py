"""The action plan: three columns, whole answers, one table however many pages it takes."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import cast

import pikepdf

from eia_app.domain.questionnaire.answers import Row
from eia_app.reports.blocks import Heading, Table
from eia_app.reports.documents.full_report import build
from eia_app.reports.pdf import report
from tests.judges import verapdf
from tests.reports import make_reports, reading
from tests.reports.text_of_answers import cells_of

MANY = 40
MEANWHILE = (
    "Everybody can read them Measured by: A walk in May Goes on: every year until 2029"
    " Money or time it needs: £4,000"
)
LONG = "Write to every holder in large print, then ask whether they could read it. " * 8


@cache
def long_plan() -> bytes:
    rows = [
        Row(f"a{number}", {"action_text": LONG, "action_outcome": f"Outcome {number}. {LONG}"})
        for number in range(1, MANY + 1)
    ]
    record = make_reports.full({}, action_plan=rows)
    return report.render(
        build(record, make_reports.signed(record)), created=make_reports.NOW, record=record
    )


def plan_of(*rows: Row) -> Table:
    blocks = build(make_reports.full({}, action_plan=list(rows)), make_reports.DRAFT).blocks
    at = next(n for n, b in enumerate(blocks) if getattr(b, "text", "") == "Action plan")
    table = blocks[at + 1]
    assert isinstance(table, Table)
    return table


def test_each_action_says_what_for_whom_to_what_end_and_who_by_when() -> None:
    row = Row(
        "a1",
        {
            "action_text": "Change every car park sign",
            "action_groups": ["disability"],
            "action_issue": "Signs are small",
            "action_outcome": "Everybody can read them",
            "action_measure": "A walk in May",
            "action_owner": "Parking manager",
            "action_due": "2026-05-01",
            "action_until": "every year until 2029",
            "action_resources": "£4,000",
            "action_status": "not_started",
        },
    )
    table = plan_of(row)
    assert table.header == (
        *("Action, and for whom", "Outcome, and how it is measured", "Who, and by when"),
    )
    assert cells_of(table) == [
        [
            "A1 Change every car park sign Disability: Signs are small",
            MEANWHILE,
            "Parking manager 1 May 2026",
        ]
    ]
    assert table.rows[0].id == "row-a1"


def test_how_far_an_action_has_got_is_printed_once_it_has_begun() -> None:
    row = {"action_text": "Change the signs", "action_progress": "Ordered."}
    begun = plan_of(Row("a1", {**row, "action_status": "in_progress"}))
    assert "Status: In progress Progress so far: Ordered." in cells_of(begun)[0][1]
    waiting = plan_of(Row("a1", {**row, "action_progress": "", "action_status": "not_started"}))
    assert "Status" not in cells_of(waiting)[0][1]


def test_a_long_text_is_whole_in_its_cell() -> None:
    assert f"A1 {'w' * 5000}" in cells_of(plan_of(Row("a1", {"action_text": "w" * 5000})))[0][0]


def test_a_plan_of_many_pages_is_read_as_one_table() -> None:
    with pikepdf.open(BytesIO(long_plan())) as found:
        tags = reading.tags(found)
        tables = [tag for tag in tags if tag.name == "/Table"]
        longest = max(tables, key=lambda tag: _rows_in(tags, tag.element))
        below = [tag for tag in tags if longest.element.objgen in _above(tag.element)]
        names = [tag.name for tag in below]
        known = {str(tag.element.ID) for tag in below if tag.name == "/TH"}
        heard = {str(h) for tag in below if tag.name == "/TD" for h in tag.element.A.Headers}
    assert (names.count("/TR"), names.count("/THead")) == (MANY + 1, 1)
    assert heard <= known


def _rows_in(tags: list[reading.Tag], table: pikepdf.Dictionary) -> int:
    return sum(tag.name == "/TR" and table.objgen in _above(tag.element) for tag in tags)


def _above(element: pikepdf.Dictionary) -> set[tuple[int, int]]:
    found = set()
    while "/P" in element:
        element = cast(pikepdf.Dictionary, element.P)
        found.add(element.objgen)
    return found


def test_the_judge_finds_no_fault_in_a_long_plan() -> None:
    verdicts = verapdf.judge_all({"plan": long_plan()})
    assert {key: [str(f) for f in each.failed] for key, each in verdicts.items()} == {
        ("plan", flavour): [] for flavour in verapdf.BOTH
    }


def test_a_reader_can_cite_each_part_group_and_row_by_a_number_of_its_own() -> None:
    blocks = build(make_reports.full(), make_reports.DRAFT).blocks
    numbers = [b.number for b in blocks if isinstance(b, Heading) and b.number]
    firsts = [row[0].split()[0] for b in blocks if isinstance(b, Table) for row in cells_of(b)]
    numbers += [first for first in firsts if first[1:].isdigit()]
    assert {"1.1", "F2", "S1", "G1", "O2", "A3"} <= set(numbers)
    assert len(numbers) == len(set(numbers))
