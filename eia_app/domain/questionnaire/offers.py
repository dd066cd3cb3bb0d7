"""Answers that the program fills in: for people to keep or change, saved only with their page."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from eia_app.domain.text.conversions import day

OFFER = re.compile(
    r"(?P<source>[a-z][a-z0-9_]*)(?: \+ (?P<number>\d{1,3}) (?P<unit>day|week|month|year)s?)?"
)
PERSON = "person."
OF_PERSON = ("job_title", "service")

# Words of a source that tell the kind of evidence, by the value of the answer. The first that
# fits counts, so what is said of few sources stands before what is said of many.
GUESSED: Mapping[str, tuple[str, ...]] = {
    "staff": ("staff survey", "workforce", "human resources", "hr", "payroll", "trade union"),
    "neighbours": ("other councils", "neighbouring council", "county council", "local government"),
    "feedback": (
        *("complaints", "compliments", "consultation", "survey", "focus group", "comments"),
        *("petition", "feedback", "interviews"),
    ),
    "service": (
        *(
            "booking system",
            "case management",
            "service records",
            "our records",
            "customer records",
        ),
        *("door counter", "counter", "users of the service", "user records", "our own count"),
        *("waiting list", "caseload", "membership"),
    ),
    "research": (
        *("research", "study", "journal", "university", "report by", "institute", "foundation"),
        *("royal society", "charity", "national data", "evaluation", "review of evidence"),
    ),
    "local": (
        *("census", "ons", "office for national statistics", "nomis", "indices of deprivation"),
        *("joint strategic needs assessment", "jsna", "area profile", "fingertips", "dwp"),
    ),
}


@dataclass(frozen=True)
class Offer:
    """An answer to offer: a field of the person who writes, or a date some time after another."""

    source: str
    number: int = 0
    unit: str = ""
    of_person: bool = False


@cache
def parse(text: str) -> Offer | None:
    """Return the offer that an edition words as `decision_date + 1 year`; None if it is none."""
    if text.startswith(PERSON):
        field = text.removeprefix(PERSON)
        return Offer(field, of_person=True) if field in OF_PERSON else None
    match = OFFER.fullmatch(text)
    if match is None:
        return None
    return Offer(match["source"], int(match["number"] or 0), match["unit"] or "")


def offered(text: str, answers: Mapping[str, Any], person: Mapping[str, str]) -> str | None:
    """Return what `text` offers, given the answers by question; None where nothing is known."""
    offer = parse(text)
    if offer is None:
        return None
    if offer.of_person:
        return person.get(offer.source) or None
    start = day(answers.get(offer.source))
    later = _later(start, offer) if start else None
    return later.isoformat() if later else None


def _later(start: date, offer: Offer) -> date | None:
    """Return the day that is so much later; None past the last year that a date can have."""
    try:
        match offer.unit:
            case "year":
                return _in_months(start, 12 * offer.number)
            case "month":
                return _in_months(start, offer.number)
            case "week":
                return start + timedelta(weeks=offer.number)
            case _:
                return start + timedelta(days=offer.number)
    except (OverflowError, ValueError):
        return None


def _in_months(start: date, months: int) -> date:
    """Return the same day of a later month, or the last day of one that is too short."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def guessed(source: str, offered_values: Mapping[str, Any]) -> str | None:
    """Return which of the values a source tells by its words; None where it tells none."""
    for value, words in GUESSED.items():
        if value in offered_values and source_with(words).search(source):
            return value
    return None


@cache
def source_with(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern of a source that has one of these words."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)
