"""Answers, keyed by group and question; rows of lists have ids of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from eia_app.domain.questionnaire.model import MANY, AnswerType, Question
from eia_app.domain.questionnaire.small_numbers import masked
from eia_app.domain.text.clean import is_blank
from eia_app.domain.text.conversions import day, is_number, is_web_address

Value = str | int | float | list[str] | dict[str, str]
Key = tuple[str | None, str]  # (group id or None, question id)


@dataclass(frozen=True)
class Row:
    """One row of a list. Its id never changes, so that other pages can cite it."""

    id: str
    values: Mapping[str, Value]


@dataclass(frozen=True)
class Answers:
    """All answers of one assessment, whether or not their branches are still taken."""

    values: Mapping[Key, Value] = field(default_factory=dict)
    rows: Mapping[str, Sequence[Row]] = field(default_factory=dict)

    def get(self, question: str, group: str | None = None) -> Value | None:
        return self.values.get((group, question))

    def with_values(self, values: Mapping[Key, Value]) -> Answers:
        return Answers({**self.values, **values}, self.rows)


def is_empty(value: object) -> bool:
    """Return whether a value is none, blank text, or no choice. Zero and False are answers."""
    if isinstance(value, str):
        return is_blank(value)
    return value is None or (isinstance(value, list | dict) and not value)


def chosen(value: Value | None) -> frozenset[str]:
    """Return the values that a condition may look for in an answer."""
    if isinstance(value, dict):
        return frozenset(value.values())
    if isinstance(value, list):
        return frozenset(value)
    return frozenset() if is_empty(value) else frozenset({str(value)})


BARE = frozenset(
    {
        *("none", "no", "nil", "n/a", "na", "not applicable", "nothing", "neutral", "tbc"),
        *("no impact", "no impacts", "no effect", "no change", "none identified"),
        *("unknown", "not known", "as above", "see above"),
    }
)


def is_bare(text: str) -> bool:
    """Return whether a text only stands in for an answer, such as “none” or “n/a”."""
    return " ".join(text.lower().split()).strip(" .,;:-–—!") in BARE


LONGEST = {AnswerType.TEXT: 250, AnswerType.LONG: 10_000, AnswerType.LINK: 2_000}


def longest(question: Question) -> int | None:
    """Return the most characters that a written answer may have; None for other types."""
    default = LONGEST.get(question.type)
    return None if default is None else question.at_most or default


def too_long_or_out_of_range(question: Question, value: Any) -> str:
    """Return a message if a value is past its limits, else ""."""
    limit = longest(question)
    if limit is not None and isinstance(value, str) and len(value) > limit:
        over = len(value) - limit
        return f"Your answer must be {limit:,} characters or fewer; it is {over:,} too long"
    if isinstance(value, int | float) and question.type is AnswerType.NUMBER:
        if question.at_least is not None and value < question.at_least:
            return f"The number must be {question.at_least:,} or more"
        if question.at_most is not None and value > question.at_most:
            return f"The number must be {question.at_most:,} or less"
    return ""


def fits(kind: AnswerType, value: Any) -> bool:
    """Return whether a value from a file can be an answer to a question of this type."""
    if kind in MANY:
        return isinstance(value, list) and all(isinstance(text, str) for text in value)
    if kind is AnswerType.EACH_CHOICE:
        return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())
    if kind is AnswerType.NUMBER and isinstance(value, str):
        return masked(value) == value
    if kind is AnswerType.NUMBER:
        return is_number(value)
    if kind is AnswerType.DATE:
        return day(value) is not None
    if not isinstance(value, str):
        return False
    is_one = {AnswerType.PERSON: _is_id, AnswerType.LINK: is_web_address}.get(kind)
    return is_one(value) if is_one else True


def is_offered(question: Question, value: Any) -> bool:
    """Return whether a choice is among the edition’s own options: a council’s lists may change,
    and so may the rows of an assessment.
    """
    known = {option.value for option in question.options}
    is_open = question.options_from or question.type is AnswerType.CHOOSE_ROWS
    return bool(is_open) or not known or chosen(value) <= known


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
