"""Reads a TOML file, or says what is wrong with it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from eia_app.domain.checked_tables import FaultList


def read_toml(path: Path, name: str, faults: FaultList) -> dict[str, Any]:
    """The table of a file; an empty one, and a fault under this name, where it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        faults.add(name, "the file is missing")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.add(name, f"is not TOML: {error}")
    return {}
