"""Reads `law.toml` of a folder of forms, and holds the texts of its editions against it."""

from __future__ import annotations

from pathlib import Path

from eia_app.domain.checked_tables import FaultList, read_table
from eia_app.domain.guidance.law import LegalSources, check_law
from eia_app.storage.toml import read_toml

FILE = "law.toml"


def law_in(folder: Path, faults: FaultList) -> LegalSources | None:
    """Return the legal sources of a folder; None when it has no such file, or one with faults."""
    path = folder / FILE
    if not path.is_file():
        return None
    return read_table(LegalSources, read_toml(path, FILE, faults), FILE, faults)


def check_texts(folder: Path, faults: FaultList) -> None:
    """Check the questions, guides and examples of every edition against the legal sources."""
    sources = law_in(folder, faults)
    if sources is None:
        return
    paths = [*folder.glob("eia/*/**/*.md"), *folder.glob("eia/*/**/*.toml")]
    texts = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8", errors="replace")
        for path in sorted(paths)
    }
    check_law(sources, texts, FILE, faults)
