"""Turns the table of a pack and the lines of its figures into measures, or says what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from eia_app.domain.conversions import day, decimal
from eia_app.domain.evidence import Area, Figure, Kind, Measure
from eia_app.domain.reading import Faults, Table

COLUMNS = ("measure", "area_code", "area", "category", "value", "of", "percent")
CODE = re.compile(r"[EKNSW][0-9]{8}\Z")
# Local authorities and whatever is larger; wards and output areas have other letters.
LARGE = re.compile(r"(?:E(?:06|07|08|09|10|11|12|13|92)|W(?:06|92)|S(?:12|92)|N(?:09|92)|K\d\d)")
ID = re.compile(r"[a-z0-9][a-z0-9_-]*\Z")
NUMBER = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,6})?")
Row = Mapping[str, str]
Lines = Sequence[tuple[int, Row]]  # each with its number in the file


def read_pack(name: str, raw: Mapping[str, Any], lines: Lines, faults: Faults) -> list[Measure]:
    """The measures of one pack, `name` being its files' name without an ending.

    Faults are added, not raised, each with its file and line or id.
    """
    top = Table(raw, f"{name}.toml", faults)
    shared = {
        "source": f"{top.text('publisher', ...)}, {top.text('title', ...)}",
        "period": top.text("period", ...),
        "licence": top.text("licence", ...),
        "published": top.text("published"),
        "stale_after": _day(top, "stale_after"),
    }
    measures = [_measure(table, shared) for table in top.tables("measure")]
    top.done()
    _no_twins([m.id for m in measures], top)
    read = Figures(f"{name}.csv", {measure.id: measure for measure in measures}, faults)
    for number, row in lines:
        read.take(number, row)
    read.check_whole()
    return [replace(measure, areas=read.areas_of(measure.id)) for measure in measures]


def _day(table: Table, key: str) -> date | None:
    text = table.text(key)
    found = day(text)
    if text and not found:
        table.fault(f"“{key}” must be a date such as 2033-12-31; it is “{text}”")
    return found


def _measure(table: Table, shared: Mapping[str, Any]) -> Measure:
    kind = table.text("kind", Kind.SHARE)
    if kind not in set(Kind):
        table.fault(f"“kind” must be one of {', '.join(Kind)}; it is “{kind}”")
    id_ = table.text("id", ...)
    if id_ and not ID.match(id_):
        table.fault(f"id “{id_}” must be small letters, digits, - and _")
    measure = Measure(
        **shared,
        id=id_,
        table=table.text("table"),
        title=table.text("title", ...),
        groups=table.texts("groups", ...),
        people=table.text("people", ... if kind == Kind.SHARE else ""),
        kind=Kind(kind) if kind in set(Kind) else Kind.SHARE,
        caution=table.text("caution"),
        figures_note=table.text("figures_note"),
        cite_caution=table.text("cite_caution"),
        large_areas_only=table.flag("large_areas_only"),
    )
    table.done()
    return measure


def _no_twins(ids: Sequence[str], top: Table) -> None:
    for id_ in sorted({id_ for id_ in ids if ids.count(id_) > 1}):
        top.fault(f"measure “{id_}” is there {ids.count(id_)} times")


class Figures:
    """The lines of a file of figures, put together by measure and area."""

    def __init__(self, file: str, measures: Mapping[str, Measure], faults: Faults) -> None:
        self.file, self.measures, self.faults = file, measures, faults
        self.found: dict[str, dict[str, tuple[str, dict[str, Figure]]]] = {}

    def take(self, number: int, row: Row) -> None:
        """Read one line; whatever is wrong with it is added to the faults."""
        where = f"{self.file} line {number}"
        measure = self.measures.get(row["measure"])
        if measure is None:
            self.faults.add(where, f"there is no measure “{row['measure']}”")
            return
        wrong = [*_wrong_area(measure, row), *_wrong_figure(measure, row)]
        areas = self.found.setdefault(measure.id, {})
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
        """Each area of a measure of shares has the same categories."""
        for id_, areas in self.found.items():
            every = dict.fromkeys(c for _, figures in areas.values() for c in figures)
            for name, figures in areas.values():
                lacking = [category for category in every if category not in figures]
                if lacking and self.measures[id_].kind is Kind.SHARE:
                    said = "”, “".join(lacking)
                    self.faults.add(self.file, f"measure {id_}: {name} has no figure for “{said}”")

    def areas_of(self, measure: str) -> dict[str, Area]:
        found = self.found.get(measure, {})
        return {code: Area(code, name, figures) for code, (name, figures) in found.items()}


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
    of, value = numbers.get("of"), numbers.get("value")
    if of is not None and not of.is_integer():
        yield f"“of” is not a whole number: “{row['of']}”"
    if of == 0 or (value is not None and of is not None and value > of):
        yield f"“value” is more than “of”: {row['value']} of {row['of']}"


def _number(text: str) -> float | None:
    return decimal(text) if NUMBER.fullmatch(text) else None


def _figure(row: Row) -> Figure:
    of = decimal(row["of"])
    whole = None if of is None else round(of)
    return Figure(row["category"], decimal(row["value"]), whole, row["percent"])
