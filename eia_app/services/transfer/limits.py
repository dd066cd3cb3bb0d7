"""Checks that an imported file holds only what forms allow: sizes, characters, depth."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from eia_app.domain.errors import BadFile
from eia_app.domain.text.clean import DAMAGED, clean
from eia_app.domain.text.conversions import LARGEST

DEEPEST = 50  # lists in lists
LONGEST = 100_000  # characters of one text: no form takes as many
SHORT = 250  # of a title or a name, as in the forms
SHORT_ONES = {
    "assessment": ("title", "service", "decision_body"),
    "people": ("email", "name", "job_title", "service"),
    "contributors": ("expertise",),
    "conditions": ("owner",),
}
# What has a hash of its own, so that nobody typed it and nothing in it may be changed.
AS_IT_IS = frozenset({"edition", "snapshots", "file_contents"})


def check_file(raw: Mapping[str, Any]) -> None:
    """Raise BadFile for what no form would take, wherever in the file it is."""
    waiting: list[tuple[Any, str, int]] = [(value, str(key), 1) for key, value in raw.items()]
    while waiting:
        value, part, depth = waiting.pop()
        if depth > DEEPEST:
            raise BadFile("In the file, lists are nested too deeply to be read.")
        if isinstance(value, dict):
            waiting += [(item, part, depth + 1) for item in value.values()]
            waiting += [(key, part, depth + 1) for key in value]
        elif isinstance(value, list):
            waiting += [(item, part, depth + 1) for item in value]
        elif isinstance(value, str):
            _check_text(value, part)
        elif isinstance(value, int | float) and not _is_bounded(value):
            raise BadFile(f"In {_name(part)}, there is a number that is too large to be kept.")


def _check_text(text: str, part: str) -> None:
    if DAMAGED.search(text):
        raise BadFile(
            f"In {_name(part)}, there is a character that is damaged or cannot be kept, so nothing"
            " was imported."
        )
    if part not in AS_IT_IS and len(text) > LONGEST:
        raise BadFile(f"In {_name(part)}, there is a text of more than {LONGEST:,} characters.")


def _is_bounded(number: float) -> bool:
    return abs(number) <= LARGEST if isinstance(number, int) else math.isfinite(number)


def _name(part: str) -> str:
    """The part, as far as its name may be said."""
    return "the file" if DAMAGED.search(part) else part


def check_short_texts(name: str, row: Mapping[str, Any], where: str) -> None:
    """Raise BadFile for a title or a name that is longer than its form allows."""
    for key in SHORT_ONES.get(name, ()):
        text = row.get(key)
        if isinstance(text, str) and len(text) > SHORT:
            raise BadFile(
                f"In {where}, “{key}” must be {SHORT} characters or fewer; it has {len(text):,}."
            )


def cleaned(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The file with its texts as a form would keep them. Only of a file that is checked."""
    return {key: raw[key] if key in AS_IT_IS else _clean(raw[key]) for key in raw}


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_clean(item) for item in value]
    if isinstance(value, dict):
        return {key: _clean(item) for key, item in value.items()}
    return value
