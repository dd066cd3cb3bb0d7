"""A rule about visits that are counted as people."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eia_app.domain.coach import authorities
from eia_app.domain.coach.assessment_view import AssessmentView
from eia_app.domain.coach.rule import Occurrence, Reason, Severity, rule
from eia_app.domain.text.conversions import Unclear, number

VISITS = re.compile(
    r"(?<![\w.,£])(?P<number>\d[\d,]{1,14}) (?:\w{1,20} ){0,2}"
    r"(?P<noun>visits|trips|journeys|bookings|loans|calls|transactions|attendances"
    r"|admissions|footfall|swims|appointments|sessions)\b",
    re.IGNORECASE,
)


@rule(
    "visits_as_people",
    Severity.SHOULD,
    at=("affected_exact", "affected_estimate"),
    description="A number of people that is elsewhere a number of visits, bookings or the like",
    reason=Reason(
        "One person makes many visits: counted as people, they hide how many are affected.",
        authorities.OURS,
    ),
)
def visits_as_people(view: AssessmentView) -> Iterator[Occurrence]:
    for meaning in ("affected_exact", "affected_estimate"):
        people = view.value(meaning)
        if isinstance(people, int | float):
            noun = _noun_counted(view, people)
            if noun:
                yield Occurrence(
                    view.place(meaning),
                    f"You say that {people:,} people are affected, and elsewhere that it is"
                    f" {people:,} {noun}. Count people, not {noun}.",
                    f"{people}\n{noun}",
                )


def _noun_counted(view: AssessmentView, people: float) -> str:
    """Return “visits” or the like of a text that counts as many of them; else ""."""
    for authored in view.of_whole_assessment().texts:
        for match in VISITS.finditer(authored.text):
            if _value(match["number"]) == people:
                return match["noun"].lower()
    return ""


def _value(text: str) -> float | None:
    try:
        return number(text.rstrip(","))
    except Unclear:
        return None
