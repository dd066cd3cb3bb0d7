"""Values of JSON columns in the shape that pages read, even if they were stored wrongly."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from eia_app.domain.journey.routing import Route
from eia_app.domain.questionnaire.model import MANY, AnswerType, Edition, Group, Question
from eia_app.domain.text.clean import DAMAGED, clean
from eia_app.domain.text.conversions import is_number

DEEPEST = 5  # lists in lists that are read
OF_GROUP = ("id", "title", "people")
OF_OVERRIDE = ("route", "reason", "by", "at")


def texts(stored: Any) -> list[str]:
    """Return a list of sentences; a value that is no text is given as it is stored."""
    values = stored if isinstance(stored, list) else [stored]
    return [value if isinstance(value, str) else json.dumps(value) for value in values]


def local_groups(stored: Any) -> list[Group]:
    """Return the groups of a council; stored values that are no group are left out."""
    groups = []
    for table in stored if isinstance(stored, list) else ():
        try:
            group = Group(**{**table, "local": True})
        except TypeError:
            continue
        if all(isinstance(getattr(group, name), str) for name in OF_GROUP):
            groups.append(group)
    return groups


def override(stored: Any) -> dict[str, str] | None:
    """Return the route that was set by hand, with its reason; None if it cannot be read."""
    if not isinstance(stored, dict):
        return None
    values = {name: stored.get(name, "") for name in OF_OVERRIDE}
    is_read = all(isinstance(text, str) for text in values.values())
    return values if is_read and values["route"] in set(Route) else None


def readable(question: Question | None, value: Any) -> Any:
    """Return the value, if its question can have it; else what comes nearest and can be shown."""
    if value is None or question is None:
        return value
    if question.type in MANY:
        choices = map(_text, value if isinstance(value, list) else [value])
        return [choice for choice in choices if choice]
    if question.type is AnswerType.EACH_CHOICE:
        return _table(value)
    if question.type is AnswerType.NUMBER and is_number(value):
        return value
    return _text(value)


def readable_row(edition: Edition, stored: Any) -> dict[str, Any]:
    """Return the readable values of a row of a list, by question id."""
    if not isinstance(stored, dict):
        return {}
    values = {id_: readable(edition.questions.get(id_), value) for id_, value in stored.items()}
    return {id_: value for id_, value in values.items() if value is not None}


def _table(value: Any) -> dict[str, str] | None:
    if not isinstance(value, Mapping):
        return None
    return {_text(key): _text(choice) for key, choice in value.items()}


def _text(value: Any, depth: int = 0) -> str:
    """Return a value in words: of a list or table, what is in it."""
    if isinstance(value, str):
        return value if value.isprintable() or not DAMAGED.search(value) else clean(value)
    if depth == DEEPEST:
        return "…"
    if isinstance(value, list):
        return ", ".join(_text(item, depth + 1) for item in value)
    if isinstance(value, dict):
        return "; ".join(f"{_text(key)}: {_text(item, depth + 1)}" for key, item in value.items())
    return "" if value is None else str(value)
