"""Reads the guide of an edition: guidance/*.md, guidance/groups/*.md and guidance/topics/*.md."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from eia_app.domain.checked_tables import FaultList
from eia_app.domain.guidance.parse_guidance import Guidance, read_guidance


@cache
def guidance_in(folder: Path) -> Guidance:
    """The guide in an edition’s folder, read once in each process: a change needs a restart."""
    return read_guidance(guidance_texts(folder, FaultList()))


def guidance_texts(folder: Path, faults: FaultList) -> dict[str, str]:
    """The files of the guide by their path below guidance/. None is no fault."""
    top, texts = folder / "guidance", {}
    for path in sorted(top.rglob("*.md")):
        name = path.relative_to(top).as_posix()
        try:
            texts[name] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            faults.add(f"{folder.parent.name}/{folder.name}/guidance/{name}", f"not UTF-8: {error}")
    return texts
