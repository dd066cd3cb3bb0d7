"""Conversion of a date that somebody typed in three boxes, or whole in one of them.

No text makes it raise anything but WrongDate, with the box that is wrong and a sentence.
"""

from __future__ import annotations

import re
from calendar import day_name, month_name, monthrange
from collections.abc import Sequence
from datetime import date

from eia_app.domain.text.conversions import FIRST_YEAR, LAST_YEAR, day, whole

PARTS = ("day", "month", "year")
MONTHS = tuple(name.lower() for name in month_name[1:])
WORD = re.compile(r"\d+|[^\W\d_]+")
ENDINGS = frozenset(number.strip("1234") for number in ("1st", "2nd", "3rd", "4th"))
WEEKDAYS = tuple(name.lower() for name in day_name)
WEEKDAYS_SHORT = tuple(name[:size] for name in WEEKDAYS for size in (3, 4, 5))
NO_PART = ENDINGS | {"of", "the", "on", *WEEKDAYS, *WEEKDAYS_SHORT}
LONGEST = 60  # characters of what is looked at
LONGEST_SHOWN = 20
LAST_SHORT_YEAR = 69  # 70 to 99 may be of the last century, and are asked about
MARKS = " .,'’"


class WrongDate(Exception):
    """Raised for what is no date: `part` is the box that is wrong, the text says why."""

    def __init__(self, part: str, reason: str) -> None:
        super().__init__(reason)
        self.part = part


def entered_date(day_: str, month: str, year: str) -> date | None:
    """Return the date in three boxes, or whole in one of them; None if all are empty.

    Months may have names, and years two digits. Raise WrongDate with the part that is wrong.
    """
    boxes = [text[:LONGEST].strip() for text in (day_, month, year)]
    filled = [text for text in boxes if text]
    if not filled:
        return None
    if len(filled) == 1 and len(words := _words(filled[0])) > 1:
        boxes = _boxes(words)
    missing = [part for part, text in zip(PARTS, boxes, strict=True) if not text]
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        raise WrongDate(missing[0], f"The {' and the '.join(missing)} {verb} missing")
    return _date(*boxes)


def _words(text: str) -> list[str]:
    """Return the numbers and names of a date, without the day of the week, “of” and “th”."""
    return [word for word in WORD.findall(text) if word.lower() not in NO_PART]


def _boxes(words: Sequence[str]) -> list[str]:
    """Return the texts of day, month and year of 15 Feb 2027, Feb 15 2027 or 2027-02-15."""
    order = PARTS
    if words[0].isdecimal() and len(words[0]) > 2:
        order = ("year", "month", "day")
    elif not words[0].isdecimal():
        order = ("month", "day", "year")
    texts = [*words[:2], " ".join(words[2:])]
    return [dict(zip(order, texts, strict=True))[part] for part in PARTS]


def _date(day_: str, month: str, year: str) -> date:
    parsed_month, parsed_year, parsed_day = _month(month), _year(year), _day(day_)
    if not parsed_day:
        raise WrongDate("day", f"“{_shown(day_)}” is not a day from 1 to 31")
    if not parsed_month:
        raise WrongDate("month", f"“{_shown(month)}” is not a month: enter 1 to 12, or its name")
    if not parsed_year:
        raise WrongDate("year", f"“{_shown(year)}” is not a year: enter all four digits")
    entered = day(f"{parsed_year:04}-{parsed_month:02}-{parsed_day:02}")
    if entered is None:
        name, days = MONTHS[parsed_month - 1], monthrange(parsed_year, parsed_month)[1]
        raise WrongDate("day", f"{name.capitalize()} {parsed_year} has only {days} days")
    return entered


def _day(text: str) -> int:
    """Return 1 to 31 for a number such as 7, 07 or 7th; 0 for anything else."""
    lower_text = text.lower().strip(MARKS)
    digits = lower_text[:-2] if lower_text[-2:] in ENDINGS else lower_text
    return _between(1, digits, 31)


def _month(text: str) -> int:
    """Return 1 to 12 for a number, a name or at least its first three letters; else 0."""
    name = text.lower().strip(MARKS)
    for position, month in enumerate(MONTHS, 1):
        if len(name) >= 3 and month.startswith(name):
            return position
    return MONTHS.index("september") + 1 if name == "sept" else _between(1, name, 12)


def _year(text: str) -> int:
    """Return the year of four digits, or of two up to LAST_SHORT_YEAR; else 0."""
    digits = text.strip(MARKS)
    if len(digits) == 2:
        short_year = _between(0, digits, LAST_SHORT_YEAR, wrong=-1)
        return 2000 + short_year if short_year >= 0 else 0
    return _between(FIRST_YEAR, digits, LAST_YEAR)


def _between(least: int, digits: str, most: int, *, wrong: int = 0) -> int:
    parsed = whole(digits)
    return wrong if parsed is None or not least <= parsed <= most else parsed


def _shown(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
