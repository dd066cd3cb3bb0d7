"""Read a case file, and find numbers, dates and patterns in its text."""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

Item = dict[str, str]

MONTHS = [name.lower() for name in month_name][1:]
MONTH = "|".join(f"{name}|{name[:3]}" for name in MONTHS)
DAY_MONTH_YEAR = re.compile(
    rf"\b(\d{{1,2}})(?:st|[nr]d|th)?\s+({MONTH})\.?,?\s+(\d{{4}})\b", re.IGNORECASE
)
ISO_DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
FINANCIAL_YEAR = re.compile(r"\b(20\d{2})[-/–](?:20)?(\d{2})\b")
MONTH_YEAR = re.compile(rf"\b({MONTH})\.?\s+(\d{{4}})\b", re.IGNORECASE)
YEAR = re.compile(r"\b(19\d{2}|20\d{2}|21\d{2})\b")
NUMBER = re.compile(
    r"(?<![\d.,£$€])(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(\s*million)?(?!\d)(?![.,]\d)"
)
NOT_PEOPLE = re.compile(
    r"\s*(%|per ?cent|pounds?|hours?|days?|weeks?|months?|years?|minutes?|miles?|million)",
    re.IGNORECASE,
)


def to_text(value: Any) -> str:
    """Return any JSON value as text."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return "; ".join(f"{key_in_words(key)}: {to_text(item)}" for key, item in value.items())
    if isinstance(value, list):
        return "; ".join(filter(None, map(to_text, value)))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).replace("\r\n", "\n").strip()


def key_in_words(key: str) -> str:
    """Return a key of the file in words."""
    words = key.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


class Case:
    """A case file. `rest` returns the texts of keys that were not read."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw, self.keys_read = dict(raw), {"characteristics"}

    def text(self, key: str) -> str:
        self.keys_read.add(key)
        return to_text(self.raw.get(key))

    def texts(self, key: str) -> list[str]:
        self.keys_read.add(key)
        raw = self.raw.get(key) or []
        return list(filter(None, map(to_text, raw if isinstance(raw, list) else [raw])))

    def items(self, key: str, first: str) -> list[Item]:
        """Return the tables of a list; a text alone becomes a table with only the key `first`."""
        self.keys_read.add(key)
        raw = self.raw.get(key) or []
        tables = []
        for item in raw if isinstance(raw, list) else [raw]:
            table = item if isinstance(item, Mapping) else {first: item}
            tables.append({str(name): to_text(value) for name, value in table.items()})
        return [table for table in tables if any(table.values())]

    def characteristics(self) -> dict[str, Item]:
        raw = self.raw.get("characteristics") or {}
        tables = raw if isinstance(raw, Mapping) else {"characteristics": {"explanation": raw}}
        return {
            str(key): {str(name): to_text(value) for name, value in table.items()}
            if isinstance(table, Mapping)
            else {"explanation": to_text(table)}
            for key, table in tables.items()
        }

    def rest(self) -> list[str]:
        """Return a paragraph for each key that was not read."""
        return remaining_texts(
            {str(key): to_text(value) for key, value in self.raw.items()}, self.keys_read
        )


def remaining_texts(item: Mapping[str, str], known: Iterable[str]) -> list[str]:
    """Return a line for each text of a table that has no question of its own."""
    known = set(known)
    return [
        f"{key_in_words(key)}: {text}" for key, text in item.items() if text and key not in known
    ]


def matches(words: str, pattern: str) -> bool:
    return re.search(rf"\b(?:{pattern})", words, re.IGNORECASE) is not None


def sentences_matching(text: str, pattern: str) -> str:
    """Return the sentences of a text that match a pattern."""
    sentences = re.split(r"(?<=[.!?])\s+", text)
    return " ".join(sentence for sentence in sentences if matches(sentence, pattern))


def first_sentences(text: str, words: int) -> str:
    """Return the first sentences, up to so many words, but at least one."""
    sentences = re.split(r"(?<=[.!?])\s+", text.split("\n\n", maxsplit=1)[0].strip())
    opening = sentences[:1]
    for sentence in sentences[1:]:
        if len(" ".join([*opening, sentence]).split()) > words:
            break
        opening.append(sentence)
    return " ".join(opening)


def split_at_limit(text: str, limit: int) -> tuple[str, str]:
    """Return the words that fit within the limit, and the rest."""
    if len(text) <= limit:
        return text, ""
    end = text.rfind(" ", 0, limit + 1)
    end = end if end > limit // 2 else limit
    return text[:end].rstrip(), text[end:].lstrip()


def largest_people_count(text: str) -> int | None:
    """Return the largest number of people in a text. Years, sums and spans do not count."""
    for pattern in (DAY_MONTH_YEAR, ISO_DAY, FINANCIAL_YEAR):
        text = pattern.sub(" ", text)
    counts = []
    for match in NUMBER.finditer(text):
        digits, million = match.groups()
        is_year = "," not in digits and YEAR.fullmatch(digits)
        if is_year or (not million and NOT_PEOPLE.match(text, match.end())):
            continue
        counts.append(float(digits.replace(",", "")) * (1_000_000 if million else 1))
    return int(max(counts)) if counts else None


def first_date(text: str, *, exact: bool = False) -> date | None:
    """Return the first date in a text: unless `exact`, the end of a month or year without a day."""
    if match := ISO_DAY.search(text):
        return _date_or_none(*map(int, match.groups()))
    if match := DAY_MONTH_YEAR.search(text):
        return _date_or_none(int(match[3]), _month(match[2]), int(match[1]))
    if exact:
        return None
    if match := FINANCIAL_YEAR.search(text):
        first, second = int(match[1]), int(match[2])
        if second == (first + 1) % 100:
            return date(first + 1, 3, 31)
        return _month_end(first, second) if 1 <= second <= 12 else date(first, 12, 31)
    if match := MONTH_YEAR.search(text):
        return _month_end(int(match[2]), _month(match[1]))
    match = YEAR.search(text)
    return date(int(match[1]), 12, 31) if match else None


def _month(name: str) -> int:
    return next(at for at, month in enumerate(MONTHS, 1) if month.startswith(name.lower()[:3]))


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _date_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1900 <= year <= 2199 else None
    except ValueError:
        return None
