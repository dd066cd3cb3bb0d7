"""Which route follows from the quick check, and the reasons it gives."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from eia_app.domain.journey.routing import Decision, Route, decide
from eia_app.domain.questionnaire.model import Edition

SCREENED = Decision(Route.SCREENING, ("nobody is worse off",))
SERIOUS, WORSE = "the effect could be serious", "a group could be worse off"
CLOSES = "it closes a service"
KEY = "the effect is serious and it is a key decision"


@pytest.mark.parametrize(
    ("answers", "decision"),
    [
        ({}, SCREENED),
        ({"q_depth": "small", "q_direction": {"age": "better"}}, SCREENED),
        # Whatever looks major is looked at only when a full assessment is needed.
        ({"q_depth": "small", "q_trigger": ["closes"]}, SCREENED),
        ({"q_depth": "serious"}, Decision(Route.STANDARD, (SERIOUS,))),
        (
            {"q_depth": "small", "q_direction": {"age": "better", "sex": "not_sure"}},
            Decision(Route.STANDARD, (WORSE,)),
        ),
        (
            {"q_depth": "serious", "q_direction": {"age": "worse"}, "q_trigger": ["none"]},
            Decision(Route.STANDARD, (SERIOUS, WORSE)),
        ),
        (
            {"q_depth": "serious", "q_trigger": ["closes", "key_decision"]},
            Decision(Route.MAJOR, (CLOSES, KEY), (SERIOUS,)),
        ),
        # A rule with `and` needs both.
        (
            {"q_depth": "small", "q_direction": {"age": "worse"}, "q_trigger": ["key_decision"]},
            Decision(Route.STANDARD, (WORSE,)),
        ),
    ],
)
def test_the_route_follows_from_the_answers_with_every_reason(
    edition: Edition, answers: dict[str, Any], decision: Decision
) -> None:
    assert decide(edition, answers) == decision


def test_a_condition_may_ask_for_full_and_mean_standard_or_major() -> None:
    assert {route: route.fact for route in Route} == {
        Route.SCREENING: ("screening",),
        Route.STANDARD: ("standard", "full"),
        Route.MAJOR: ("major", "full"),
    }


def test_a_reason_that_several_rules_give_is_given_once(edition: Edition) -> None:
    doubled = edition.routing.full * 2
    twice = type(edition.routing)(("quick_check",), "", doubled, ())
    assert decide(replace(edition, routing=twice), {"q_depth": "serious"}).reasons == (SERIOUS,)
