"""Stored answers as their questions can have them, whatever an older or wrong writer left."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eia_app.domain.questionnaire.model import MANY, AnswerType, Edition, Question
from eia_app.domain.text.clean import DAMAGED, clean
from eia_app.domain.text.conversions import is_number

DEEPEST = 5  # lists in lists that are read


def readable(question: Question | None, value: Any) -> Any:
    """The value, if its question can have it; else what comes nearest, so that it can be shown."""
    if value is None or question is None:
        return value
    if question.type in MANY:
        said = map(_text, value if isinstance(value, list) else [value])
        return [text for text in said if text]
    if question.type is AnswerType.EACH_CHOICE:
        return _table(value)
    if question.type is AnswerType.NUMBER and is_number(value):
        return value
    return _text(value)


def readable_row(edition: Edition, values: Any) -> dict[str, Any]:
    """The same of a row of a list, by question id."""
    if not isinstance(values, dict):
        return {}
    found = {id_: readable(edition.questions.get(id_), value) for id_, value in values.items()}
    return {id_: value for id_, value in found.items() if value is not None}


def _table(value: Any) -> dict[str, str] | None:
    if not isinstance(value, Mapping):
        return None
    return {_text(key): _text(each) for key, each in value.items()}


def _text(value: Any, depth: int = 0) -> str:
    """In words: of a list or table, what is in it."""
    if isinstance(value, str):
        return value if value.isprintable() or not DAMAGED.search(value) else clean(value)
    if depth == DEEPEST:
        return "…"
    if isinstance(value, list):
        return ", ".join(_text(each, depth + 1) for each in value)
    if isinstance(value, dict):
        return "; ".join(f"{_text(key)}: {_text(each, depth + 1)}" for key, each in value.items())
    return "" if value is None else str(value)
