"""What a rule is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from eia_app.domain.review.review import Location

if TYPE_CHECKING:
    from eia_app.domain.coach.assessment_view import AssessmentView


class Severity(StrEnum):
    """How much a finding matters, from what refuses a submit to what only helps."""

    MUST = "must"
    SHOULD = "should"
    TIP = "tip"


@dataclass(frozen=True)
class Reason:
    """Why a rule looks for something, and who says so (see `sources`)."""

    text: str
    source: str


@dataclass(frozen=True)
class Occurrence:
    """What a rule noticed at a place. `about` is the text it rests on: when that changes, a
    reason once given for leaving it does not hold any more. `also` are other places of it."""

    place: Location
    sentence: str
    about: str = ""
    also: tuple[Location, ...] = ()


Look = Callable[["AssessmentView"], Iterator[Occurrence]]


@dataclass(frozen=True)
class Rule:
    """`at` are the meanings (of the edition) of the places that the rule may point to;
    `notices` says in a table what it looks for."""

    id: str
    severity: Severity
    at: tuple[str, ...]
    notices: str
    reason: Reason
    look: Look


@dataclass(frozen=True)
class Finding:
    """One thing that a rule noticed."""

    rule: Rule
    spot: Occurrence

    @property
    def severity(self) -> Severity:
        return self.rule.severity

    @property
    def sentence(self) -> str:
        return self.spot.sentence

    @property
    def place(self) -> Location:
        return self.spot.place

    @cached_property
    def text_sha256(self) -> str:
        """Of the text that it rests on."""
        return sha256(self.spot.about.encode()).hexdigest()

    @cached_property
    def key(self) -> str:
        """Names this finding in an address, for as long as its text stands."""
        place = self.place
        parts = (self.rule.id, place.section, place.group, place.question, str(place.row))
        return "f" + sha256("\n".join((*parts, self.text_sha256)).encode()).hexdigest()[:16]

    def is_at(self, section: str, group: str | None) -> bool:
        """Whether it belongs to this task of the task list."""
        return any(
            (place.section, place.group) == (section, group or "")
            for place in (self.place, *self.spot.also)
        )


def rule(
    id_: str, severity: Severity, *, at: tuple[str, ...], notices: str, reason: Reason
) -> Callable[[Look], Rule]:
    """Makes a rule of the function that looks for it."""
    return lambda look: Rule(id_, severity, at, notices, reason, look)
