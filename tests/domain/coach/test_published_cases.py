"""What the coach says of the six published cases: each finding was read, and each is right.

The cases are answered as in the journeys and the demonstration, and looked at sixty days before
their decision. A new finding fails here until somebody has read it too.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

import pytest

from eia_app.domain.coach.assessment_view import AssessmentView
from eia_app.domain.coach.registry import findings
from eia_app.domain.coach.rule import Finding, Severity
from eia_app.domain.working_days import WorkingDays
from tests import CASES
from tests.journeys.case_answers.fill_answers import fill_answers

# Of all: what people said is “weighed in the conclusion” (nothing_changed); what cannot be read is
# the same for every group, and the groups of our council that the form does not name get the same
# sentence (same_text); that sentence is short for a group with a short name (thin_reason); no
# action takes up the questions that the restater left open (gap_without_action); sources are
# given without their date (undated_evidence).
RIGHT: Mapping[str, Mapping[str, int]] = {
    "01-dorset-blue-badge-parking": {
        "nothing_changed": 3,
        "thin_reason": 1,
        "same_text": 2,
        "thin_justification": 1,  # the aim “is held to outweigh”, and no reason is given
        "action_without_owner": 2,  # both “not stated”
        "action_without_measure": 2,  # both “not stated”
        "gap_without_action": 4,
        "undated_evidence": 4,
        "too_many_words": 2,  # the summary and an effect are clearly longer than asked for
    },
    "05-thanet-housing-allocations": {
        "late_consultation": 1,  # it ended two months after the decision that is named
        "nothing_changed": 2,
        "thin_reason": 2,
        "same_text": 2,
        "action_without_measure": 1,
        "gap_without_action": 3,
        "undated_evidence": 2,
    },
    "07-north-lanarkshire-community-grants": {
        "percentage": 1,  # 30,419 of 191,532.50 is 16 per cent, and the form says 10
        "nobody_asked": 1,  # who was asked is “Not stated”
        "nothing_changed": 1,
        "thin_reason": 2,
        "same_text": 2,
        "thin_justification": 1,
        "action_without_owner": 1,
        "action_without_measure": 1,
        "gap_without_action": 4,
        "undated_evidence": 2,
    },
    "12-west-norfolk-st-james-changing-rooms": {
        "negative_without_action": 3,  # disabled people, trans people, people on low incomes
        "no_evidence": 7,  # every group that is “marked neutral on the form”, and nothing else
        "nothing_changed": 1,
        "thin_reason": 8,
        "same_text": 2,
        "gap_without_action": 3,
        "undated_evidence": 3,
    },
    "15-brighton-hove-after-school-clubs": {
        "small_number": 1,  # two named children are to be counted
        "negative_without_action": 1,  # disabled children lose two days, and nothing is planned
        "nothing_changed": 1,
        "thin_reason": 2,
        "same_text": 2,
        "thin_justification": 1,
        "gap_without_action": 3,
        "undated_evidence": 2,
        "initials": 2,  # SEN and SEND, in names that the form does not spell out
    },
    "16-east-ayrshire-school-management-saving": {},  # a screening: there is little to look at
}


@cache
def findings_on_case(name: str) -> list[Finding]:
    filled = fill_answers(json.loads((CASES / f"{name}.json").read_text(encoding="utf-8")))
    journey = filled.journey
    decided = journey.live.get(filled.edition.means("decision_date")) or "2025-02-18"
    today = date.fromisoformat(str(decided)) - timedelta(days=60)
    return findings(AssessmentView(journey, filled.council, today, WorkingDays(())))


def test_there_is_a_record_for_each_case() -> None:
    assert {path.stem for path in CASES.glob("*.json")} == set(RIGHT)


@pytest.mark.parametrize("name", RIGHT)
def test_every_finding_on_a_case_was_read_and_is_right(name: str) -> None:
    assert Counter(finding.rule.id for finding in findings_on_case(name)) == RIGHT[name]


@pytest.mark.parametrize("name", RIGHT)
def test_no_case_is_held_back(name: str) -> None:
    """None of them has a serious effect that is left unanswered, so nothing must be put right."""
    assert [
        finding.sentence for finding in findings_on_case(name) if finding.severity is Severity.MUST
    ] == []


def test_the_sums_of_case_7_are_caught() -> None:
    (wrong,) = [
        finding
        for finding in findings_on_case("07-north-lanarkshire-community-grants")
        if is_sum(finding)
    ]
    assert wrong.sentence == (
        "10% of 191,532.5 is 19,153, but you say 30,419, which is 16%. Check these figures."
    )


def is_sum(finding: Finding) -> bool:
    return finding.rule.id in {"percentage", "total"}


def test_the_negative_effects_of_case_12_that_nothing_is_done_about_are_caught() -> None:
    findings = findings_on_case("12-west-norfolk-st-james-changing-rooms")
    groups = [
        finding.place.group for finding in findings if finding.rule.id == "negative_without_action"
    ]
    assert groups == ["disability", "gender_reassignment", "low_income"]
