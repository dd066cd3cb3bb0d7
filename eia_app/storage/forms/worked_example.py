"""Reads the files of an edition’s worked example: example/*.toml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from eia_app.domain.checked_tables import FaultList
from eia_app.storage.toml import read_toml


def example_tables(folder: Path, faults: FaultList) -> dict[str, dict[str, Any]]:
    """The tables in an edition’s folder by the names of their files. None is no fault."""
    place = f"{folder.parent.name}/{folder.name}/example"
    return {
        path.name: read_toml(path, f"{place}/{path.name}", faults)
        for path in sorted((folder / "example").glob("*.toml"))
    }
