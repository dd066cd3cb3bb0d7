"""What the coach says: once for several groups, of dates that belong together, and no details."""

from __future__ import annotations

import pytest

from eia_app.domain.coach.registry import findings
from eia_app.domain.coach.rule import Finding, sentence_about
from tests.domain.coach.coached_cases import Case, Coach, case
from tests.domain.coach.rule_cases import NOTICED, effect_on_age


def findings_of_rule(coach: Coach, example: Case, rule: str) -> list[Finding]:
    return [finding for finding in findings(coach.view(example)) if finding.rule.id == rule]


def sentences_of_rule(coach: Coach, example: Case, rule: str) -> list[str]:
    return [finding.sentence for finding in findings_of_rule(coach, example, rule)]


def test_one_sentence_tells_of_all_groups_with_the_same_fault(coach: Coach) -> None:
    thin = {f"{group}__effect": ["neutral"] for group in ("age", "sex", "race")}
    why = {f"{group}__explanation": f"No odds for {group}." for group in ("age", "sex", "race")}
    noticed = findings_of_rule(coach, case(**thin, **why), "thin_reason")
    assert len(noticed) == 3
    assert len({finding.fault for finding in noticed}) == 1
    assert sentence_about(noticed) == (
        "Say in a sentence or two why there is no effect on people of different ages, people of"
        " different races or ethnic groups and women and men."
    )
    unknown = effect_on_age("not_known", "Age makes no odds here.")
    assert noticed[0].fault != findings_of_rule(coach, unknown, "thin_reason")[0].fault


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({"decision_date": "2026-06-01", "review_date": "2026-06-01"}, "is not after"),
        ({"decision_date": "2026-06-01", "review_date": "2029-06-02"}, "is more than 3 years"),
    ],
)
def test_a_review_belongs_into_the_years_after_the_decision(
    days: dict[str, str], said: str, coach: Coach
) -> None:
    (only,) = sentences_of_rule(coach, case(**days), "review_date")
    assert said in only


def test_nothing_is_said_of_a_review_after_a_decision_that_is_mistyped(coach: Coach) -> None:
    far = case(decision_date="2127-02-15", review_date="2028-01-01")
    assert sentences_of_rule(coach, far, "review_date") == []
    assert sentences_of_rule(coach, far, "decision_far_off") == [
        "The decision is on 15 February 2127, more than 3 years ahead. Check the year."
    ]


def test_personal_details_are_not_repeated_where_a_reason_would_be_printed(coach: Coach) -> None:
    (only,) = sentences_of_rule(coach, NOTICED["personal_details"], "personal_details")
    assert "bloggs" not in only
    assert "an email address" in only
