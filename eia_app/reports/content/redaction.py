"""The record as it may be published: whole, or without names where the council prints roles."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from eia_app.domain.questionnaire.model import AnswerType
from eia_app.domain.snapshot import snapshot
from eia_app.reports.content.snapshot_reader import Json


def public_text(record: Json) -> str:
    """Canonical JSON. What was left out is null, and listed under `withheld`."""
    return snapshot.canonical(public(record))


def public(record: Json) -> dict[str, Any]:
    """A copy. Where names may be printed, it is the record that the hash is of."""
    copy: dict[str, Any] = json.loads(snapshot.canonical(record))
    if copy["council"]["names_in_reports"]:
        return copy
    copy["withheld"] = [_withhold(place, key, path) for place, key, path in _names(copy)]
    return copy


def _withhold(place: dict[str, Any], key: str, path: str) -> str:
    place[key] = [] if isinstance(place[key], list) else None
    return f"{path}/{key}"


def _names(copy: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str, str]]:
    """Where the names of people are: the place, its key, and the path to the place."""
    people = copy["people"]
    yield people["lead"], "name", "people/lead"
    for at, each in enumerate(people["contributors"]):
        yield each, "name", f"people/contributors/{at}"
    if copy["route"].get("override"):
        yield copy["route"]["override"], "by", "route/override"
    for question, path in _questions(copy["parts"], "parts"):
        if question["type"] == AnswerType.PERSON and question["value"]:
            yield question, "value", path
            yield question, "text", path


def _questions(found: Any, path: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Every question, wherever it is asked, with the path to it."""
    if isinstance(found, dict) and "ask" in found:
        yield found, path
    elif isinstance(found, dict | list):
        pairs = found.items() if isinstance(found, dict) else enumerate(found)
        for key, each in pairs:
            yield from _questions(each, f"{path}/{key}")
