"""The record as it may be published: whole, or without names where the council prints roles."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from eia_app.domain.questionnaire.model import AnswerType
from eia_app.domain.snapshot import snapshot
from eia_app.reports.content.snapshot_reader import Json


def public_text(record: Json) -> str:
    """Return canonical JSON, in which withheld names are null and listed under `withheld`."""
    return snapshot.canonical(public(record))


def public(record: Json) -> dict[str, Any]:
    """Return a copy: where names may be printed, an equal one, which has the same hash."""
    copy: dict[str, Any] = json.loads(snapshot.canonical(record))
    if copy["council"]["names_in_reports"]:
        return copy
    copy["withheld"] = [_withhold(place, key, path) for place, key, path in _names(copy)]
    return copy


def _withhold(place: dict[str, Any], key: str, path: str) -> str:
    place[key] = [] if isinstance(place[key], list) else None
    return f"{path}/{key}"


def _names(copy: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str, str]]:
    """Yield the dictionary of each name of a person, its key there, and the path to it."""
    people = copy["people"]
    yield people["lead"], "name", "people/lead"
    for number, person in enumerate(people["contributors"]):
        yield person, "name", f"people/contributors/{number}"
    if copy["route"].get("override"):
        yield copy["route"]["override"], "by", "route/override"
    for question, path in _questions(copy["parts"], "parts"):
        if question["type"] == AnswerType.PERSON and question["value"]:
            yield question, "value", path
            yield question, "text", path


def _questions(value: Any, path: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield each question at any depth, with the path to it."""
    if isinstance(value, dict) and "ask" in value:
        yield value, path
    elif isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in pairs:
            yield from _questions(inner, f"{path}/{key}")
