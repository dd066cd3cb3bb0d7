"""Reads the last date of a period in words, such as “April 2024 to March 2025”."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = rf"(?P<month>{'|'.join(MONTHS)})[a-z]*\.?"
ISO = re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<number>\d\d)-(?P<day>\d\d)\b")
DAY = re.compile(
    rf"\b(?P<day>\d{{1,2}})[a-z]{{0,2}} {_MONTH} (?P<year>(?:19|20)\d\d)\b", re.IGNORECASE
)
MONTH = re.compile(rf"\b{_MONTH} (?P<year>(?:19|20)\d\d)\b", re.IGNORECASE)
FINANCIAL = re.compile(r"\b(?P<century>19|20)\d\d ?[/–-] ?(?P<short>\d\d)\b(?!-)")
YEAR = re.compile(r"\b(?P<year>(?:19|20)\d\d)\b")


def end_of(text: str) -> date | None:
    """Return the last day that the text mentions; of a month or a year, its end. None for no date.

    A financial year ends on 31 March.
    """
    rest, days = text, []
    for pattern in (ISO, DAY, MONTH, FINANCIAL, YEAR):
        days += list(_days(pattern, rest))
        rest = pattern.sub(" ", rest)
    return max(days, default=None)


def _days(pattern: re.Pattern[str], text: str) -> Iterator[date]:
    for match in pattern.finditer(text):
        try:
            yield _day(match.groupdict())
        except ValueError:
            continue


def _day(parts: dict[str, str]) -> date:
    if "short" in parts:
        return date(int(parts["century"] + parts["short"]), 3, 31)
    year = int(parts["year"])
    if "number" in parts:
        return date(year, int(parts["number"]), int(parts["day"]))
    month = MONTHS.index(parts["month"][:3].lower()) + 1 if "month" in parts else 12
    return date(year, month, int(parts.get("day") or monthrange(year, month)[1]))
