"""What a report's file is called, in the habit of committee systems."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

LONGEST = 60


def file_name(reference: str, version: int, title: str, suffix: str = "pdf") -> str:
    """Such as `EIA-2026-014-v3-blue-badge-parking.pdf`: plain letters, digits and hyphens."""
    return "-".join(filter(None, (slug(reference, lower=False), f"v{version}", slug(title)))) + (
        f".{suffix}"
    )


def pack_name(on: date, title: str) -> str:
    """Such as `EIA-pack-2026-04-02-cabinet.pdf`."""
    return "-".join(filter(None, ("EIA-pack", on.isoformat(), slug(title)))) + ".pdf"


def slug(text: str, *, lower: bool = True) -> str:
    """Whole words of plain letters, as many as fit."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "").replace("'", ""))
    words = re.findall(r"[A-Za-z0-9]+", plain.encode("ascii", "ignore").decode())
    found = ""
    for word in words:
        longer = f"{found}-{word}" if found else word[:LONGEST]
        if len(longer) > LONGEST:
            break
        found = longer
    return found.lower() if lower else found
