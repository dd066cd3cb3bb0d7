"""What people type or paste, made fit to keep: nothing visible is lost."""

from __future__ import annotations

import unicodedata


def clean(text: str) -> str:
    """Line ends as one newline, no control characters (which PDF and XML refuse), NFC."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
    return unicodedata.normalize("NFC", kept)
