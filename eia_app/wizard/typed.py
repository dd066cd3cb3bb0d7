"""What people type or paste, made fit to keep: nothing visible is lost."""

from __future__ import annotations

import re
import unicodedata

# Control characters but tab and newline, halves of pairs, and what Unicode says is no character.
NOT_KEPT = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(
        chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)
    )
    + "]"
)


def clean(text: str) -> str:
    """Line ends as one newline, no control characters (which PDF and XML refuse), NFC."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", NOT_KEPT.sub("", text))
