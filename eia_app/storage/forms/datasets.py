"""Reads the packs of figures in a folder of forms: evidence/<pack>.toml and its <pack>.csv."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from eia_app.domain.checked_tables import FaultList
from eia_app.domain.evidence.indicators import Measure
from eia_app.domain.evidence.parse_dataset import COLUMNS, Lines, read_pack
from eia_app.storage.toml import read_toml


@dataclass(frozen=True)
class Packs:
    """The measures of all packs without faults, and the faults of the others."""

    measures: tuple[Measure, ...]
    faults: tuple[str, ...]


@cache
def packs_in(folder: Path) -> Packs:
    """Return the packs of a folder of forms, read once in each process until a restart."""
    return read_packs(folder)


def read_packs(folder: Path, groups: set[str] | None = None) -> Packs:
    """Return the packs as they are now. With `groups`, a measure of any other group is a fault."""
    measures: list[Measure] = []
    messages: list[str] = []
    for name in _names(folder):
        faults = FaultList()
        read = _read(folder / "evidence", name, faults)
        known = {measure.id for measure in measures}
        for measure in read:
            _check_among_others(measure, name, known, groups, faults)
        messages += faults.messages
        measures += [] if faults.messages else read
    return Packs(tuple(measures), tuple(messages))


def _names(folder: Path) -> list[str]:
    return sorted(
        {path.stem for end in ("toml", "csv") for path in folder.glob(f"evidence/*.{end}")}
    )


def _check_among_others(
    measure: Measure, name: str, known: set[str], groups: set[str] | None, faults: FaultList
) -> None:
    where = f"evidence/{name}.toml measure {measure.id}"
    if measure.id in known:
        faults.add(where, "another pack has a measure of this id")
    for group in measure.groups:
        if groups is not None and group not in groups:
            faults.add(where, f"there is no group “{group}” in any edition or council")


def _read(folder: Path, name: str, faults: FaultList) -> list[Measure]:
    raw = read_toml(folder / f"{name}.toml", f"evidence/{name}.toml", faults)
    lines = _lines(folder / f"{name}.csv", faults)
    return read_pack(f"evidence/{name}", raw, lines, faults) if raw else []


def _lines(path: Path, faults: FaultList) -> Lines:
    where = f"evidence/{path.name}"
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            read = csv.reader(file)
            if tuple(next(read, ())) != COLUMNS:
                faults.add(f"{where} line 1", f"the columns must be {', '.join(COLUMNS)}")
                return []
            return [_line(read.line_num, cells, where, faults) for cells in read if cells]
    except FileNotFoundError:
        faults.add(where, "the file is missing")
    except (csv.Error, UnicodeDecodeError) as error:
        faults.add(where, f"is not CSV: {error}")
    return []


def _line(
    number: int, cells: list[str], where: str, faults: FaultList
) -> tuple[int, dict[str, str]]:
    if len(cells) != len(COLUMNS):
        faults.add(f"{where} line {number}", f"has {len(cells)} cells, not {len(COLUMNS)}")
    cells = [*cells, *[""] * len(COLUMNS)][: len(COLUMNS)]
    return number, dict(zip(COLUMNS, cells, strict=True))
