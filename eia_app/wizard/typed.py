"""What people type or paste, made fit to keep: nothing visible is lost."""

from __future__ import annotations

import unicodedata


def clean(text: str) -> str:
    """Line ends as one newline, no control characters (which PDF and XML refuse), NFC."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", "".join(filter(_may_be_kept, text)))


def _may_be_kept(char: str) -> bool:
    if char in "\n\t":
        return True
    code = ord(char)
    is_no_character = 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE
    return not is_no_character and unicodedata.category(char) not in {"Cc", "Cs"}
