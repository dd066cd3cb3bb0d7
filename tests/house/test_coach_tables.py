"""The README’s table of the coach’s rules is the one in the code."""

from __future__ import annotations

from eia_app.domain.coach.registry import RULES
from eia_app.domain.coach.rule import Severity
from tests.house.test_readme import README, table

IN_WORDS = {
    Severity.MUST: "must be put right",
    Severity.SHOULD: "should be looked at",
    Severity.TIP: "tip",
}


def rows() -> list[list[str]]:
    return [
        [f"`{rule.id}`", IN_WORDS[rule.severity], rule.notices, rule.reason.source]
        for rule in RULES
    ]


def test_every_rule_of_the_coach_is_listed() -> None:
    assert table("Rule", "How much it matters", "What it notices", "Who says so") == rows()


def test_the_number_of_its_rules_is_right() -> None:
    assert f"{len(RULES)} rules" in README
