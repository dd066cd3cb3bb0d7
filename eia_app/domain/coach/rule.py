"""Rules of the coach and their findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from eia_app.domain.coach.text_analysis import listed
from eia_app.domain.review.review import Location

if TYPE_CHECKING:
    from eia_app.domain.coach.assessment_view import AssessmentView


class Severity(StrEnum):
    """Weight of a finding: `must` refuses a submit, `tip` only helps."""

    MUST = "must"
    SHOULD = "should"
    TIP = "tip"


@dataclass(frozen=True)
class Reason:
    """Explanation of a rule for its readers, with its source (see `authorities`)."""

    text: str
    source: str


@dataclass(frozen=True)
class Occurrence:
    """A weakness that a rule noticed at a place.

    `about` is the text that it rests on: when that changes, a reason once given for dismissing it
    no longer holds. `also` holds further places of the same weakness. In the sentence, {people}
    stands for the `people` of a group, so that several groups can be told of in one.
    """

    place: Location
    sentence: str
    about: str = ""
    also: tuple[Location, ...] = ()
    people: str = ""

    @property
    def places(self) -> tuple[Location, ...]:
        return self.place, *self.also


Check = Callable[["AssessmentView"], Iterator[Occurrence]]


@dataclass(frozen=True)
class Rule:
    """A check with its weight and reason.

    `at` holds the meanings (of the edition) of the questions that it may point to: () for any.
    `description` is its line in tables of rules.
    """

    id: str
    severity: Severity
    at: tuple[str, ...]
    description: str
    reason: Reason
    check: Check


@dataclass(frozen=True)
class Finding:
    """A weakness with the rule that noticed it."""

    rule: Rule
    occurrence: Occurrence

    @property
    def severity(self) -> Severity:
        return self.rule.severity

    @property
    def sentence(self) -> str:
        return sentence_about([self])

    @property
    def fault(self) -> tuple[str, str]:
        """Return a key that is the same for findings of which one sentence tells."""
        return self.rule.id, self.occurrence.sentence if self.occurrence.people else self.key

    @property
    def place(self) -> Location:
        return self.occurrence.place

    @cached_property
    def text_sha256(self) -> str:
        """SHA-256 of the text that the finding rests on, in hexadecimal."""
        return sha256(self.occurrence.about.encode()).hexdigest()

    @cached_property
    def key(self) -> str:
        """Name of the finding in addresses: another one when its text changes."""
        place = self.place
        parts = (self.rule.id, place.section, place.group, place.question, str(place.row))
        return "f" + sha256("\n".join((*parts, self.text_sha256)).encode()).hexdigest()[:16]


def sentence_about(findings: Sequence[Finding]) -> str:
    """Return the sentence of findings with the same `fault`, with the people of all of them."""
    people = dict.fromkeys(finding.occurrence.people for finding in findings)
    return findings[0].occurrence.sentence.replace("{people}", listed(list(people)))


def rule(
    id_: str, severity: Severity, *, at: tuple[str, ...], description: str, reason: Reason
) -> Callable[[Check], Rule]:
    """Turn the decorated check into a Rule."""
    return lambda check: Rule(id_, severity, at, description, reason, check)
