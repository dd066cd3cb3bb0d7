"""The names of files, in the habit of committee systems."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

LONGEST = 60


def file_name(reference: str, version: int, title: str, suffix: str = "pdf") -> str:
    """Return a name such as `EIA-2026-014-v3-blue-badge-parking.pdf`."""
    return "-".join(filter(None, (slug(reference, lower=False), f"v{version}", slug(title)))) + (
        f".{suffix}"
    )


def pack_name(on: date, title: str) -> str:
    """Return a name such as `EIA-pack-2026-04-02-cabinet.pdf`."""
    return "-".join(filter(None, ("EIA-pack", on.isoformat(), slug(title)))) + ".pdf"


def slug(text: str, *, lower: bool = True) -> str:
    """Return as many whole words as fit, in plain letters and digits, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "").replace("'", ""))
    words = re.findall(r"[A-Za-z0-9]+", plain.encode("ascii", "ignore").decode())
    name = ""
    for word in words:
        longer = f"{name}-{word}" if name else word[:LONGEST]
        if len(longer) > LONGEST:
            break
        name = longer
    return name.lower() if lower else name
