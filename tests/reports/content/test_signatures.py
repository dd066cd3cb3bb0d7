"""The part that says who signed and what was decided, also where little of it was recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from eia_app.reports.content.signatures import UNRECORDED
from eia_app.reports.content.status import Outcome, ReviewRound, SignOff
from eia_app.reports.documents.full_report import build
from tests.reports import make_reports
from tests.reports.text_of_answers import rows_of


def decision_of(outcome: Outcome) -> list[str]:
    """What stands beside “The decision”."""
    record = make_reports.full()
    document = build(record, replace(make_reports.signed(record), decision=outcome))
    return rows_of(document.blocks)["The decision"]


def test_a_decision_is_told_by_what_was_recorded_of_it() -> None:
    cabinet = Outcome("Cabinet", date(2026, 4, 2), "Agreed as proposed", "Minute 42")
    assert decision_of(cabinet) == ["Agreed as proposed; Cabinet; 2 April 2026; Minute 42"]


def test_a_decision_without_details_is_a_sentence_and_not_an_empty_list() -> None:
    for outcome in (Outcome("", None, ""), Outcome(" ", None, "\x07", "\n")):
        assert decision_of(outcome) == [UNRECORDED]


def test_points_of_the_coach_that_were_left_open_are_counted() -> None:
    record = make_reports.full()
    rounds = (ReviewRound(1, 3, "agreed", date(2026, 3, 1), open_findings=13),)
    status = replace(make_reports.signed(record), rounds=rounds)
    said = "13 points of the built-in check had no answer when this went to review."
    assert rows_of(build(record, status).blocks)["Left open"] == [said]
    assert "Left open" not in rows_of(build(record, make_reports.signed(record)).blocks)


def test_a_date_of_decision_that_had_passed_is_said_on_the_first_page() -> None:
    record = {**make_reports.full(), "dates": {"decision": "2026-03-08"}}
    signed = SignOff("Head of Place", date(2026, 3, 9), "I agree.")
    late = replace(make_reports.signed(record), signed=signed)
    assert build(record, late).notice.startswith("The date given for the decision had passed")
    in_time = replace(late, signed=replace(signed, on=date(2026, 3, 8)))
    assert build(record, in_time).notice == ""
    assert build(record, make_reports.DRAFT).notice == ""
