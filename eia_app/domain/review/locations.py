"""The places of an assessment that a comment can be about, named, in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from textwrap import shorten
from typing import Any
from uuid import UUID

from eia_app.domain.review.review import Location

Json = Mapping[str, Any]
WHOLE = Location()
LONGEST = 60  # characters of a row that say which one it is


def named_places(snapshot: Json) -> dict[Location, str]:
    """Return every place of a snapshot with its name, such as “Age: What is the effect?”.

    A place that is missing was not asked in this assessment when the snapshot was taken.
    """
    return {WHOLE: "The whole assessment", **dict(_places(snapshot))}


def _places(snapshot: Json) -> Iterator[tuple[Location, str]]:
    for part in snapshot["parts"]:
        for section in part["sections"]:
            yield from _of_section(section)


def _of_section(section: Json) -> Iterator[tuple[Location, str]]:
    place, title = Location(section["id"]), section["title"]
    yield place, title
    yield from _asked(place, title, section.get("questions", ()))
    for group in section.get("groups", ()):
        place = Location(section["id"], group["id"])
        yield place, group["title"]
        yield from _asked(place, group["title"], group["questions"])
    for number, row in enumerate(section.get("rows", ()), 1):
        place, name = row_place(section, row), row_name(section, number, row)
        yield place, name
        yield from _asked(place, name, row["questions"])
    if section.get("instead"):
        yield from _asked(place, title, [section["instead"]])


def _asked(place: Location, name: str, questions: Any) -> Iterator[tuple[Location, str]]:
    for question in questions:
        yield question_place(place, question), f"{name}: {question['ask']}"


def row_place(section: Json, row: Json) -> Location:
    return Location(section["id"], row=UUID(row["id"]))


def question_place(place: Location, question: Json) -> Location:
    """Return the place of a question of a section, a group or a row."""
    return Location(place.section, place.group, question["id"], place.row)


def row_name(section: Json, number: int, row: Json) -> str:
    """Return the name of a row, such as “Action 2: Offer half-price bins”."""
    summary_ids = section["summary"][:1]
    texts = [q["text"] for q in row["questions"] if q["id"] in summary_ids and q["text"]]
    name = f"{section['one'][:1].upper()}{section['one'][1:]} {number}"
    return f"{name}: {shorten(texts[0][0], LONGEST, placeholder=' …')}" if texts else name
