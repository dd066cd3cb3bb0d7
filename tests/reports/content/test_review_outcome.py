"""What the report says of the review group: their outcome always, and never more than they said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from eia_app.reports.content.status import ReviewCondition, ReviewRound
from eia_app.reports.documents.full_report import build
from eia_app.reports.jobs.status_text import status_from_text, status_to_text
from tests.reports import make_reports
from tests.reports.text_of_answers import rows_of

ON = date(2026, 3, 1)
ALONE = ReviewRound(1, 3, "agreed", ON, note="The papers go out")
SPOKEN = ReviewRound(1, 3, "agreed", ON, opinions=("support", "support", "cannot_say"))


def said(*rounds: ReviewRound, record: Any = None) -> tuple[str, list[str]]:
    """What the title block and the front say of them."""
    snapshot = record or make_reports.full()
    document = build(snapshot, replace(make_reports.signed(snapshot), rounds=rounds))
    short = next(fact.text for fact in document.facts if fact.term == "Change Champions")
    return short, rows_of(document.front)["Change Champions"]


def test_nobody_is_credited_who_gave_no_opinion() -> None:
    short, (text,) = said(ALONE)
    assert short == "Nobody gave an opinion"
    assert text == (
        "No member of the Change Champions gave an opinion. The equality lead closed the review"
        " without one on 1 March 2026 as “agreed”. Reason given: “The papers go out.”"
    )
    assert "in 2 rounds" in said(ALONE, replace(ALONE, number=2))[1][0]


def test_opinions_are_counted_with_what_they_recommend() -> None:
    short, (text,) = said(SPOKEN)
    assert short == "Agreed, 3 opinions (3 needed)"
    assert text == "Agreed, on 1 March 2026; 3 opinions (3 needed): 2 support, 1 cannot say."


def test_an_earlier_round_is_named() -> None:
    first = replace(SPOKEN, outcome="changes_needed")
    assert said(first, replace(SPOKEN, number=2))[1][0].endswith(
        "Round 1 ended with “changes needed”."
    )


def test_conditions_that_are_actions_are_cited_and_others_are_printed() -> None:
    conditions = (
        ReviewCondition("Change every car park sign.", "Parking manager", ON),
        ReviewCondition("Count again", "Clerk", ON),
    )
    _, lines = said(replace(SPOKEN, outcome="agreed_with_conditions", conditions=conditions))
    assert lines[1:] == [
        "Its condition is action A1.",
        "Condition: Count again (Clerk, 1 March 2026).",
    ]


def test_an_open_round_tells_nothing_of_its_opinions() -> None:
    assert said(ReviewRound(1, 3)) == ("Review is open", ["Round 1 of the review is open."])


def test_who_was_not_asked_did_not_speak() -> None:
    standard = {
        **make_reports.full(),
        "route": {**make_reports.full()["route"], "route": "standard"},
    }
    assert said(record=standard) == (
        "Not asked",
        ["The Change Champions were not asked: the route is not major."],
    )
    assert said()[1] == ["The Change Champions have not looked at it yet."]


def test_rounds_survive_the_way_to_the_process_that_renders() -> None:
    conditions = (ReviewCondition("Count again", "Clerk", ON),)
    status = replace(make_reports.DRAFT, rounds=(replace(SPOKEN, conditions=conditions), ALONE))
    assert status_from_text(status_to_text(status)) == status
    assert "rounds" not in status_to_text(make_reports.DRAFT)
