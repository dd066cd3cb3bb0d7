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
from eia_app.domain.evidence.census_tables import parents

AREA_COLUMNS = ("date", "geography", "geography code")
MEASURES = re.compile(r"\s*;\s*measures:\s*value\s*\Z", re.IGNORECASE)
# What counts everybody: “Total”, “Total: All households”, “All persons”; not “All other religions”.
WHOLE = re.compile(r"total(?::.*)?|all (?:persons|usual residents.*|households)", re.IGNORECASE)
COUNTED = re.compile(r"(?:total)?:?\s*(?:all\s+)?(.*)", re.IGNORECASE)
USUAL = re.compile(r"usual residents", re.IGNORECASE)  # “Usual Residents” in TS031
CATEGORIES = re.compile(r"(?:\s*\([0-9]+ categories\))?(?:\s+label)?\s*\Z", re.IGNORECASE)
COUNT = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){0,4}|[0-9]{1,15}")
SHOWN = 40  # characters of a cell that cannot be read
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
        above = parents(self.categories)
        return [category for category in self.categories if not above[category]]

    @property
    def detailed(self) -> list[str]:
        """The categories without parts; the same as `broad` where there are no parts."""
        divided = set[str]().union(*parents(self.categories).values())
        return [category for category in self.categories if category not in divided]


def read_bulk(lines: Iterable[Sequence[str]], area_codes: Iterable[str]) -> Bulk:
    """Return the table, of these areas alone, by code.

    Raise BadFile, its text completing “FILE cannot be read: …”.
    """
    rows = iter(lines)
    header = [" ".join(cell.split()) for cell in next(rows, ())]
    low = tuple(cell.lower() for cell in header)
    codes = frozenset(area_codes)
    if low[:3] == AREA_COLUMNS:
        bulk = _wide(header, rows, codes)
    elif len(low) >= 5 and low[-1] in {"observation", "count"} and low[0].endswith("code"):
        bulk = _long(header, rows, codes)
    else:
        raise BadFile(UNKNOWN)
    _check(bulk)
    return bulk


def _check(bulk: Bulk) -> None:
    """Raise BadFile where the areas have not the same categories, or more than their total."""
    broad, detailed = bulk.broad, bulk.detailed
    for area in bulk.areas.values():
        if area.counts.keys() != set(bulk.categories):
            raise BadFile(f"{area.name} has not the categories of the other areas")
        area.total = area.total or sum(area.counts[category] for category in broad)
        most = max(sum(area.counts[category] for category in level) for level in (broad, detailed))
        if most > area.total * 1.01 + 10:
            raise BadFile(f"its categories add up to more than the total of {area.name}")


def _wide(header: Sequence[str], rows: Iterator[Sequence[str]], codes: frozenset[str]) -> Bulk:
    title, categories = _columns(header)
    whole = next((i for i, name in enumerate(categories) if WHOLE.fullmatch(name)), None)
    bulk = Bulk(title, "" if whole is None else _people(categories[whole]))
    for number, row in enumerate(rows, 2):
        code = row[2].strip() if len(row) >= 3 else ""
        if code not in codes:
            continue
        if len(row) != len(header):
            raise BadFile(f"line {number} has {len(row)} cells, not {len(header)}")
        if code in bulk.areas:
            raise BadFile(f"line {number} has {row[1]} ({code}) again")
        counts = [count(cell, number) for cell in row[3:]]
        area = dict(zip(categories, counts, strict=True))
        total = 0 if whole is None else area.pop(categories[whole])
        bulk.areas[code], bulk.date = BulkArea(row[1].strip(), total, area), row[0]
    return bulk


def _columns(header: Sequence[str]) -> tuple[str, list[str]]:
    """Return the variable of the first shape, and the categories of its columns."""
    # Some parts are published as “Resident:Male”.
    names = [re.sub(r":\s*", ": ", MEASURES.sub("", cell)).strip() for cell in header[3:]]
    if names and names[0].lower() == "rural urban":
        raise BadFile("it is of 2011 or older: this reads tables of Census 2021")
    if any(";" in name for name in names):
        raise BadFile("it crosses two questions: take a table about one")
    names_in_parts = [name.partition(": ") for name in names]
    if not names_in_parts or len({variable for variable, _, _ in names_in_parts}) != 1:
        raise BadFile(UNKNOWN)
    categories = [category for _, _, category in names_in_parts]
    twice = next((category for category in categories if categories.count(category) > 1), None)
    if twice is not None:
        raise BadFile(f"it has the column “{twice}” twice")
    return names_in_parts[0][0], categories


def _people(whole: str) -> str:
    """Return what the whole counts: “Total: All usual residents” counts usual residents."""
    match = COUNTED.fullmatch(whole)
    words = USUAL.sub("usual residents", match[1]) if match else ""
    return "residents" if words.lower() in {"", "persons"} else words[0].lower() + words[1:]


def _long(header: Sequence[str], rows: Iterator[Sequence[str]], codes: frozenset[str]) -> Bulk:
    if len(header) > 5:
        raise BadFile("it crosses two questions: take a table about one")
    bulk = Bulk(CATEGORIES.sub("", header[3], count=1))
    for number, row in enumerate(rows, 2):
        code = row[0].strip() if row else ""
        if code not in codes:
            continue
        if len(row) != len(header):
            raise BadFile(f"line {number} has {len(row)} cells, not {len(header)}")
        if row[2].strip() == NOT_ASKED:
            continue
        area = bulk.areas.setdefault(code, BulkArea(row[1].strip()))
        category = " ".join(row[3].split())
        if category in area.counts:
            raise BadFile(f"line {number} has “{category}” of {area.name} ({code}) again")
        area.counts[category] = count(row[4], number)
    return bulk


def count(cell: str, line: int) -> int:
    """Return a whole number as it is published, “25,000” or “25000”. Raise BadFile for others."""
    text = cell.strip()
    if not COUNT.fullmatch(text):
        raise BadFile(f"line {line} has “{text[:SHOWN]}” where a whole number belongs")
    return int(text.replace(",", ""))
