"""Evaluates conditions over answers by question id and facts by name.

Among the facts are the thresholds of the council, which are numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from eia_app.domain.questionnaire.answers import Value, chosen, is_empty
from eia_app.domain.questionnaire.conditions import AnyOf, Condition, Term
from eia_app.domain.text.clean import is_blank
from eia_app.domain.text.conversions import is_number


@dataclass(frozen=True)
class AnswersByGroup:
    """The answers to one question that is asked about each group, by group id."""

    by_group: Mapping[str, Value]


def look_of_group(look: Mapping[str, Any], group: str) -> dict[str, Any]:
    """Return the answers as a page about one group sees them: this group’s own."""
    seen = {
        id_: value.by_group.get(group) if isinstance(value, AnswersByGroup) else value
        for id_, value in look.items()
    }
    return {id_: value for id_, value in seen.items() if value is not None}


def any_holds(conditions: AnyOf, look: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    """Return whether there is no condition, or one of them holds."""
    for condition in conditions:  # no generator: each page asks this some 400 times
        if holds(condition, look, facts):
            return True
    return not conditions


def holds(condition: Condition, look: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    """Return whether every term of a condition holds."""
    if not _term_holds(condition, look, facts):
        return False
    return all(_term_holds(term, look, facts) for term in condition.further)


def _term_holds(term: Term, look: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    """Return whether a term holds; of answers by group, whether it does for any group."""
    answer = facts.get(term.fact) if term.fact else look.get(term.question)
    if answer is None:
        return False
    if isinstance(answer, AnswersByGroup):
        return any(_fits(term, own, facts) for own in answer.by_group.values())
    return _fits(term, answer, facts)


def _fits(term: Term, answer: Any, facts: Mapping[str, Any]) -> bool:
    if term.at_least is not None:
        least = facts.get(term.at_least) if isinstance(term.at_least, str) else term.at_least
        return least is not None and is_number(answer) and answer >= least
    if term.lacks:
        return not is_empty(answer) and not chosen(answer).issuperset(term.lacks)
    if isinstance(answer, str):
        return answer in term.values and not is_blank(answer)
    return not chosen(answer).isdisjoint(term.values)
