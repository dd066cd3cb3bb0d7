"""The route that a proposal takes, and why: the rules are declared in the edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from eia_app.domain.questionnaire.conditions import RouteRule
from eia_app.domain.questionnaire.evaluate_conditions import holds
from eia_app.domain.questionnaire.model import Edition

NO_THRESHOLDS: Mapping[str, int] = {}


class Route(StrEnum):
    SCREENING = "screening"
    STANDARD = "standard"
    MAJOR = "major"

    @property
    def is_full(self) -> bool:
        return self is not Route.SCREENING

    @property
    def fact(self) -> tuple[str, ...]:
        """The words by which a condition may ask about this route."""
        return (self.value, "full") if self.is_full else (self.value,)


@dataclass(frozen=True)
class Decision:
    """A route with every reason for it, in the edition's words.

    `full_reasons` says of a major one why a full EIA is needed at all.
    """

    route: Route
    reasons: tuple[str, ...]
    full_reasons: tuple[str, ...] = ()


def decide(
    edition: Edition,
    answers: Mapping[str, Any],
    thresholds: Mapping[str, int] = NO_THRESHOLDS,
) -> Decision:
    """Return the route that follows from live answers by question id."""
    routing = edition.routing
    full = _reasons(routing.full, answers, thresholds)
    if not full:
        return Decision(Route.SCREENING, (routing.screening,))
    major = _reasons(routing.major, answers, thresholds)
    return Decision(Route.MAJOR, major, full) if major else Decision(Route.STANDARD, full)


def _reasons(
    rules: Sequence[RouteRule], answers: Mapping[str, Any], thresholds: Mapping[str, int]
) -> tuple[str, ...]:
    matching = [rule.because for rule in rules if holds(rule, answers, thresholds)]
    return tuple(dict.fromkeys(matching))
