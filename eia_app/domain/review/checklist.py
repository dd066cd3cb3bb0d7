"""The checklist of a reviewer: a few plain questions of our own about any assessment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Mark(StrEnum):
    """The answer of a reviewer to an item. An item without a mark was not looked at."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


@dataclass(frozen=True)
class Item:
    """A question of the checklist. Marks are stored by `id`, so it never changes."""

    id: str
    title: str
    question: str


FIRST = (
    Item("purpose", "Purpose", "Can you tell what will change, why, and for whom?"),
    Item(
        "evidence",
        "Evidence",
        "Do the facts show who will be affected, and is what is not known said openly?",
    ),
    Item(
        "engagement",
        "Engagement",
        "Were the people who will notice it most asked, and can you see what that changed?",
    ),
)
LAST = (
    Item(
        "combined",
        "Combined groups",
        "Has somebody thought of people who belong to several of these groups at once?",
    ),
    Item(
        "actions",
        "Actions",
        "Does each action lessen a harm that is described, with an owner and a date?",
    ),
    Item(
        "conclusion",
        "Conclusion",
        "Does the conclusion follow from the rest, and does it own up to the harm that stays?",
    ),
    Item(
        "clarity",
        "Clarity for a resident",
        "Would somebody whom it affects understand what will happen to them?",
    ),
)
EACH = "Is the effect on {people} described, and does something bear it out?"


def items(snapshot: Mapping[str, Any]) -> tuple[Item, ...]:
    """Return the checklist for the groups of one snapshot, in reading order."""
    groups = {group["id"]: group for group in _groups(snapshot)}
    about = [
        Item(f"group:{id_}", group["title"], EACH.format(people=group["people"]))
        for id_, group in groups.items()
    ]
    return (*FIRST, *about, *LAST)


def _groups(snapshot: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for part in snapshot["parts"]:
        for section in part["sections"]:
            yield from section.get("groups", ())


def known_marks(marks: Mapping[str, Any], items: tuple[Item, ...]) -> dict[str, str]:
    """Return only the marks that belong to the checklist and have a known value."""
    ids = {item.id for item in items}
    values = {mark.value for mark in Mark}
    return {id_: str(mark) for id_, mark in marks.items() if id_ in ids and mark in values}
