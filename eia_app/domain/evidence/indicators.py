"""Figures of an area: shares with their denominators, and the age at which they are too old."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator

from eia_app.domain.checked_tables import NOT_A_KEY, NOT_EMPTY, Flag, FormTable, Text, Texts
from eia_app.domain.text.conversions import decimal

ID = re.compile(r"[a-z0-9][a-z0-9_-]*\Z")
ENGLAND = "E92000001"
YEARS = 3  # after which a fact may be out of date, unless it says otherwise
YEARS_OF_CENSUS = 12  # there is one every ten, and its figures come out over two more


def _id(text: str) -> str:
    if not ID.match(text):
        raise ValueError(f"must be small letters, digits, - and _; it is “{text}”")
    return text


class Kind(StrEnum):
    SHARE = "share"  # so many of so many people or households
    NUMBER = "number"  # a rank or a score, which is a share of nothing


@dataclass(frozen=True)
class Figure:
    """One category in one area. `of` is the denominator; `shown` is a percentage as published."""

    category: str
    value: float | None = None
    of: int | None = None
    shown: str = ""

    @property
    def percent(self) -> float:
        """Return the share in percent; 0 for a figure that is not a share."""
        if self.shown:
            return decimal(self.shown) or 0.0
        return 100 * (self.value or 0) / self.of if self.of else 0.0

    @property
    def words(self) -> str:
        """Return “12.9%”; “under 0.1%” for a share that would be rounded to zero."""
        if self.shown:
            return f"{self.shown}%"
        if self.of is None:
            return f"{self.value:,.10g}" if self.value is not None else ""
        return "under 0.1%" if 0 < self.percent < 0.05 else f"{self.percent:.1f}%"

    def count(self, threshold: int) -> str:
        """Return “12,851”, or “fewer than 5” under the threshold; "" if no count is published."""
        if self.value is None or self.of is None:
            return ""
        if 0 < self.value < threshold:
            return f"fewer than {threshold}"
        return f"{self.value:,.0f}"


@dataclass(frozen=True)
class Area:
    code: str
    name: str
    figures: Mapping[str, Figure]  # by category, in the order of the file


@dataclass(frozen=True)
class Measure(FormTable):
    """One table of a pack. `people` is the denominator in words, such as “residents”.

    `caution` is about the table, whoever publishes figures of it; `figures_note` about the figures
    of this pack, so that an import of others does not copy it. `cite_caution` follows every figure
    that is cited. A measure without areas is a slot:
    it says which table is still to be imported.
    """

    id: Annotated[Text, AfterValidator(_id)]
    title: Text
    groups: Annotated[Texts, NOT_EMPTY]
    table: str = ""
    people: str = ""
    kind: Kind = Kind.SHARE
    caution: str = ""
    figures_note: str = ""
    cite_caution: str = ""
    large_areas_only: Flag = False
    source: Annotated[str, NOT_A_KEY] = ""
    period: Annotated[str, NOT_A_KEY] = ""
    licence: Annotated[str, NOT_A_KEY] = ""
    published: Annotated[str, NOT_A_KEY] = ""
    stale_after: Annotated[date | None, NOT_A_KEY] = None
    areas: Annotated[Mapping[str, Area], NOT_A_KEY] = field(default_factory=dict)

    @property
    def cautions(self) -> str:
        """Return the cautions to read before the figures are used."""
        return " ".join(filter(None, (self.caution, self.figures_note)))

    @property
    def full_source(self) -> str:
        """Return the source, in enough detail to be found by others, with its licence."""
        table = f", table {self.table}" if self.table else ""
        published = f", published {self.published}" if self.published else ""
        return f"{self.source}{table}{published}. {self.licence}."

    def of_area(self, code: str) -> AtHand | None:
        """Return the figures of one area beside those of England; None if the area has none."""
        here, england = self.areas.get(code), self.areas.get(ENGLAND)
        return AtHand(self, here, england) if here else None


@dataclass(frozen=True)
class Line:
    """One category: the area’s own figure, and that of England where there is one."""

    category: str
    here: Figure
    there: Figure | None


@dataclass(frozen=True)
class AtHand:
    """A measure for one area, ready to be shown and cited."""

    measure: Measure
    here: Area
    there: Area | None

    @property
    def lines(self) -> list[Line]:
        elsewhere = self.there.figures if self.there else {}
        return [
            Line(category, figure, elsewhere.get(category))
            for category, figure in self.here.figures.items()
        ]

    @property
    def total(self) -> str:
        """Return “99,407 residents”, the denominator of the area’s shares; "" for several."""
        totals = {figure.of for figure in self.here.figures.values()}
        known = totals.pop() if len(totals) == 1 else None
        return f"{known:,} {self.measure.people}" if known else ""

    def fact(self, categories: Iterable[str], threshold: int) -> str:
        """Return the chosen categories in a sentence; all categories if none is chosen."""
        chosen = set(categories)
        lines = [line for line in self.lines if not chosen or line.category in chosen]
        sentence = "; ".join(self._say(line, threshold) for line in lines)
        caution = f" {self.measure.cite_caution}" if self.measure.cite_caution else ""
        return f"{self.measure.title}. {sentence}.{caution}"

    def _say(self, line: Line, threshold: int) -> str:
        count = line.here.count(threshold)
        counts = f" ({count} of {line.here.of:,})" if count else ""
        people = f" of {self.measure.people}" if self.measure.people else ""
        england = f", {line.there.words} in {self.there.name}" if line.there and self.there else ""
        return f"{line.category}: {line.here.words}{people} in {self.here.name}{counts}{england}"


def at_hand(
    measures: Sequence[Measure], group: str, area: str
) -> tuple[list[AtHand], list[Measure]]:
    """Return the figures about this group in this area, and the tables that have none of it yet.

    A table that two packs hold for the area is shown once, from the last of them by name.
    """
    about_group = [measure for measure in measures if group in measure.groups]
    known_by_table: dict[str, AtHand] = {}
    for measure in about_group:
        figures = measure.of_area(area)
        if figures:
            known_by_table[_same(measure)] = figures
    empty = {
        _same(m): m
        for m in about_group
        if _same(m) not in known_by_table and not _known_as_part(m, known_by_table)
    }
    return list(known_by_table.values()), list(empty.values())


def _same(measure: Measure) -> str:
    return f"{measure.table}/{measure.title}"


def _known_as_part(measure: Measure, known_by_table: Mapping[str, AtHand]) -> bool:
    return any(known.measure.table == measure.table for known in known_by_table.values())


def years_good(text: str) -> int:
    """Return the number of years for which a fact is good, by the words of its source."""
    return YEARS_OF_CENSUS if "census" in text.lower() else YEARS


def is_stale(
    period: date | None, today: date, *, stale_after: date | None = None, years: int = YEARS
) -> bool:
    """Return whether a fact may be out of date: past its own date, or `years` after its period.

    A fact without any date is not called stale, as its age is unknown.
    """
    if stale_after is not None:
        return today > stale_after
    if period is None:
        return False
    return (today.year - period.year, today.month, today.day) > (years, period.month, period.day)
