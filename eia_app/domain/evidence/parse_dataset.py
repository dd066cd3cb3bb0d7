"""Turns the table of a pack and the lines of its figures into measures, and collects faults."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

from pydantic import Field

from eia_app.domain.checked_tables import NO_TWINS, Day, FaultList, FormTable, Text, read_table
from eia_app.domain.evidence.indicators import Area, Figure, Kind, Measure
from eia_app.domain.text.conversions import decimal

COLUMNS = ("measure", "area_code", "area", "category", "value", "of", "percent")
CODE = re.compile(r"[EKNSW][0-9]{8}\Z")
# Local authorities and whatever is larger; wards and output areas have other letters.
LARGE = re.compile(r"(?:E(?:06|07|08|09|10|11|12|13|92)|W(?:06|92)|S(?:12|92)|N(?:09|92)|K\d\d)")
NUMBER = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,6})?")
Row = Mapping[str, str]
Lines = Sequence[tuple[int, Row]]  # each with its number in the file


@dataclass(frozen=True)
class Pack(FormTable):
    """The .toml of a pack: the source of its figures, and its measures."""

    publisher: Text
    title: Text
    period: Text
    licence: Text
    published: str = ""
    stale_after: Day | None = None
    measures: Annotated[tuple[Measure, ...], NO_TWINS, Field(alias="measure")] = ()


def read_pack(name: str, raw: Mapping[str, Any], lines: Lines, faults: FaultList) -> list[Measure]:
    """Return the measures of one pack, `name` being its files' name without an ending.

    Faults are added, not raised, each with its file and line or id.
    """
    main = f"{name}.toml"
    pack = read_table(Pack, raw, main, faults)
    if pack is None:
        return []
    for measure in pack.measures:
        if measure.kind is Kind.SHARE and not measure.people.strip():
            faults.add(f"{main} measure {measure.id}", "“people” is missing")
    figures = Figures(f"{name}.csv", {measure.id: measure for measure in pack.measures}, faults)
    for number, row in lines:
        figures.take(number, row)
    figures.check_whole()
    return [
        replace(
            measure,
            source=f"{pack.publisher}, {pack.title}",
            period=pack.period,
            licence=pack.licence,
            published=pack.published,
            stale_after=pack.stale_after,
            areas=figures.areas_of(measure.id),
        )
        for measure in pack.measures
    ]


class Figures:
    """The lines of a file of figures, put together by measure and area."""

    def __init__(self, file: str, measures: Mapping[str, Measure], faults: FaultList) -> None:
        self.file, self.measures, self.faults = file, measures, faults
        self._by_measure: dict[str, dict[str, tuple[str, dict[str, Figure]]]] = {}

    def take(self, number: int, row: Row) -> None:
        """Read one line, and add its faults."""
        where = f"{self.file} line {number}"
        measure = self.measures.get(row["measure"])
        if measure is None:
            self.faults.add(where, f"there is no measure “{row['measure']}”")
            return
        wrong = [*_wrong_area(measure, row), *_wrong_figure(measure, row)]
        areas = self._by_measure.setdefault(measure.id, {})
        name, figures = areas.setdefault(row["area_code"], (row["area"], {}))
        if name != row["area"]:
            wrong.append(f"{row['area_code']} is called both “{name}” and “{row['area']}”")
        if row["category"] in figures:
            wrong.append(f"{name} has “{row['category']}” already")
        for fault in wrong:
            self.faults.add(where, fault)
        if not wrong:
            figures[row["category"]] = _figure(row)

    def check_whole(self) -> None:
        """Add a fault for each area of a measure of shares that lacks a category of the others."""
        for id_, areas in self._by_measure.items():
            all_categories = dict.fromkeys(c for _, figures in areas.values() for c in figures)
            for name, figures in areas.values():
                lacking = [category for category in all_categories if category not in figures]
                if lacking and self.measures[id_].kind is Kind.SHARE:
                    categories = "”, “".join(lacking)
                    self.faults.add(
                        self.file, f"measure {id_}: {name} has no figure for “{categories}”"
                    )

    def areas_of(self, measure: str) -> dict[str, Area]:
        areas = self._by_measure.get(measure, {})
        return {code: Area(code, name, figures) for code, (name, figures) in areas.items()}


def _wrong_area(measure: Measure, row: Row) -> Iterable[str]:
    code = row["area_code"]
    if not CODE.match(code):
        yield f"“{code}” is not the code of an area, such as E07000089"
    elif measure.large_areas_only and not LARGE.match(code):
        yield f"{measure.id} must not be given for an area smaller than a local authority: {code}"
    for key in ("area", "category"):
        if not row[key].strip():
            yield f"“{key}” is empty"


def _wrong_figure(measure: Measure, row: Row) -> Iterable[str]:
    numbers = {key: _number(row[key]) for key in ("value", "of", "percent") if row[key]}
    for key, number in numbers.items():
        if number is None:
            yield f"“{key}” is not a number: “{row[key]}”"
    if measure.kind is Kind.NUMBER:
        if "value" not in numbers:
            yield "“value” is empty"
        return
    if "percent" not in numbers and not {"value", "of"} <= numbers.keys():
        yield "needs “value” and “of”, or “percent”"
    if (numbers.get("percent") or 0) > 100:
        yield f"“percent” is more than 100: {row['percent']}"
    denominator, value = numbers.get("of"), numbers.get("value")
    if denominator is not None and not denominator.is_integer():
        yield f"“of” is not a whole number: “{row['of']}”"
    if denominator == 0 or (value is not None and denominator is not None and value > denominator):
        yield f"“value” is more than “of”: {row['value']} of {row['of']}"


def _number(text: str) -> float | None:
    return decimal(text) if NUMBER.fullmatch(text) else None


def _figure(row: Row) -> Figure:
    denominator = decimal(row["of"])
    whole = None if denominator is None else round(denominator)
    return Figure(row["category"], decimal(row["value"]), whole, row["percent"])
