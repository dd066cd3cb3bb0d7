"""Reads tables as they are published in bulk: one line for each area, or one for each category.

Two shapes are known. Nomis gives “date, geography, geography code” and then one column for each
“Variable: Category”. The Office for National Statistics gives, for each area and category, both
their codes and names, and “Observation”.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from eia_app.domain.errors import BadFile

AREA_COLUMNS = ("date", "geography", "geography code")
MEASURES = re.compile(r";\s*measures:\s*value\s*\Z", re.IGNORECASE)
WHOLE = re.compile(r"(?:total|all)\b:?\s*(?:all\s+)?", re.IGNORECASE)
CATEGORIES = re.compile(r"\s*\(\w?\)?\s*\(?\d+ categories\)\s*\Z|\s*\(\d+ categories\)\s*\Z")
NOT_ASKED = "-8"  # how the second shape marks people of whom the question was not asked
UNKNOWN = (
    "its columns are neither those of a Nomis bulk file (date, geography, geography code, …)"
    " nor those of an ONS table (area code, area, category code, category, Observation)"
)


@dataclass
class BulkArea:
    name: str
    total: int = 0
    counts: dict[str, int] = field(default_factory=dict)


@dataclass
class Bulk:
    """One table: `people` is what its numbers count, such as “usual residents”."""

    title: str
    people: str = ""
    date: str = ""
    areas: dict[str, BulkArea] = field(default_factory=dict)

    @property
    def categories(self) -> list[str]:
        return list(next(iter(self.areas.values())).counts) if self.areas else []

    @property
    def broad(self) -> list[str]:
        """The categories that are part of no other: they add up to the whole."""
        every = set(self.categories)
        return [c for c in self.categories if not any(p in every for p in _above(c))]

    @property
    def detailed(self) -> list[str]:
        """The categories without parts; the same as `broad` where there are no parts."""
        divided = {part for category in self.categories for part in _above(category)}
        return [category for category in self.categories if category not in divided]


def _above(category: str) -> Iterator[str]:
    """“White: Irish” is a part of “White”."""
    parts = category.split(": ")
    for number in range(1, len(parts)):
        yield ": ".join(parts[:number])


def read_bulk(lines: Iterable[Sequence[str]], wanted: Iterable[str]) -> Bulk:
    """The table, of the wanted areas by code. Raises BadFile, its text completing “FILE: …”."""
    rows = iter(lines)
    header = [cell.strip() for cell in next(rows, ())]
    low = tuple(cell.lower() for cell in header)
    codes = frozenset(wanted)
    if low[:3] == AREA_COLUMNS:
        bulk = _wide(header, rows, codes)
    elif len(low) >= 5 and low[-1] in {"observation", "count"} and low[0].endswith("code"):
        bulk = _long(header, rows, codes)
    else:
        raise BadFile(UNKNOWN)
    for area in bulk.areas.values():
        area.total = area.total or sum(area.counts[c] for c in bulk.broad)
        if sum(area.counts[c] for c in bulk.broad) > area.total * 1.01 + 10:
            raise BadFile(f"its categories add up to more than the total of {area.name}")
    return bulk


def _wide(header: Sequence[str], rows: Iterator[Sequence[str]], codes: frozenset[str]) -> Bulk:
    names = [MEASURES.sub("", cell) for cell in header[3:]]
    if names and names[0].lower() == "rural urban":
        raise BadFile("it is of 2011 or older: this reads tables of Census 2021")
    if any(";" in name for name in names):
        raise BadFile("it crosses two questions: take a table about one")
    said = [name.partition(": ") for name in names]
    if not said or len({variable for variable, _, _ in said}) != 1:
        raise BadFile(UNKNOWN)
    categories = [category for _, _, category in said]
    whole = next((i for i, name in enumerate(categories) if WHOLE.match(name)), None)
    bulk = Bulk(said[0][0], "" if whole is None else _people(categories[whole]))
    for number, row in enumerate(rows, 2):
        if len(row) >= 3 and row[2] in codes:
            counts = [_count(cell, number) for cell in row[3:]]
            if len(counts) != len(categories):
                raise BadFile(f"line {number} has {len(row)} cells, not {len(header)}")
            area = dict(zip(categories, counts, strict=True))
            total = 0 if whole is None else area.pop(categories[whole])
            bulk.areas[row[2]], bulk.date = BulkArea(row[1], total, area), row[0]
    return bulk


def _people(whole: str) -> str:
    """What the whole counts: “Total: All usual residents” counts usual residents."""
    words = WHOLE.sub("", whole, count=1)
    return "residents" if words.lower() in {"", "persons"} else words[0].lower() + words[1:]


def _long(header: Sequence[str], rows: Iterator[Sequence[str]], codes: frozenset[str]) -> Bulk:
    if len(header) > 5:
        raise BadFile("it crosses two questions: take a table about one")
    bulk = Bulk(CATEGORIES.sub("", header[3]))
    for number, row in enumerate(rows, 2):
        if row and row[0] in codes and len(row) == len(header) and row[2] != NOT_ASKED:
            area = bulk.areas.setdefault(row[0], BulkArea(row[1]))
            area.counts[row[3].strip()] = _count(row[4], number)
    return bulk


def _count(cell: str, line: int) -> int:
    try:
        return int(cell.replace(",", ""))
    except ValueError:
        raise BadFile(f"line {line} has “{cell}” where a whole number belongs") from None
