"""Paragraphs and bullets of typed text, complete except for invisible characters."""

from __future__ import annotations

import unicodedata

from eia_app.domain.text import clean as text_clean
from eia_app.reports.blocks import Bullets, Line, Paragraph

INVISIBLE = {"Cc", "Cs", "Co", "Cn"}  # control, surrogate, private use, unassigned
REORDERING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])


def clean(text: str) -> str:
    """Return the text without characters that cannot be shown or that change its order."""
    lines = text_clean.clean(text).replace("\t", " ")
    if text_clean.is_printable(lines):
        return lines
    characters = (c for c in lines if c == "\n" or unicodedata.category(c) not in INVISIBLE)
    return "".join(characters).translate(REORDERING)


def one_line(text: str) -> str:
    """Return the text clean and on one line, for titles and cells."""
    return " ".join(clean(text).split())


def written(text: str) -> list[Paragraph | Bullets]:
    """Return paragraphs, parted by blank lines, and lists of lines that begin with any bullet.

    Numbered lines keep their numbers as they were typed.
    """
    blocks: list[Paragraph | Bullets] = []
    words: list[str] = []
    bullets: list[Line] = []

    def close() -> None:
        if words:
            blocks.append(Paragraph(Line("\n".join(words))))
        if bullets:
            blocks.append(Bullets(tuple(bullets)))
        words.clear()
        bullets.clear()

    for has_bullet, line in text_clean.lines(text):
        visible = clean(line).strip()
        if not visible or has_bullet != bool(bullets):
            close()
        if visible and has_bullet:
            bullets.append(Line(visible))
        elif visible:
            words.append(visible)
    close()
    return blocks
