"""Writes a pack of figures: its .toml, which says what it is, and its .csv, which holds them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path

from eia_app.domain.evidence.bulk_csv import Bulk
from eia_app.domain.evidence.indicators import Measure
from eia_app.domain.evidence.parse_dataset import COLUMNS

KEYS = ("id", "table", "title", "groups", "people", "caution", "cite_caution")


def write_pack(
    folder: Path,
    name: str,
    about: dict[str, str],
    measures: Iterable[tuple[Measure, list[str]]],
    bulk: Bulk,
) -> list[Path]:
    """Write the measures, each with its categories, of every area of the table; the files."""
    folder.mkdir(parents=True, exist_ok=True)
    main, figures = folder / f"{name}.toml", folder / f"{name}.csv"
    listed = list(measures)
    tables = [
        _pairs({key: value for key, value in about.items() if value}),
        *(f"\n[[measure]]\n{_of_measure(m)}" for m, _ in listed),
    ]
    main.write_text("\n".join(tables) + "\n", encoding="utf-8")
    with figures.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for measure, categories in listed:
            for code, area in bulk.areas.items():
                for category in categories:
                    count = area.counts[category]
                    writer.writerow([measure.id, code, area.name, category, count, area.total, ""])
    return [main, figures]


def _of_measure(measure: Measure) -> str:
    values_by_key = {key: getattr(measure, key) for key in KEYS}
    lines = _pairs({key: value for key, value in values_by_key.items() if value})
    return f"{lines}\nlarge_areas_only = true" if measure.large_areas_only else lines


def _pairs(table: dict[str, str]) -> str:
    """As TOML: a string of JSON is one of TOML too, and so is a list of them."""
    return "\n".join(f"{key} = {json.dumps(v, ensure_ascii=False)}" for key, v in table.items())
