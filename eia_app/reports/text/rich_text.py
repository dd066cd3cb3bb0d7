"""What people typed, made into paragraphs and bullets. Nothing is lost but what cannot be seen."""

from __future__ import annotations

import unicodedata

from eia_app.domain.text import clean as text_clean
from eia_app.reports.blocks import Bullets, Line, Paragraph

INVISIBLE = {"Cc", "Cs", "Co", "Cn"}  # control, surrogate, private use, unassigned
REORDERING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])


def clean(text: str) -> str:
    """Without the characters that no page can show, or that would make it show another order."""
    lines = text_clean.clean(text).replace("\t", " ")
    if text_clean.is_printable(lines):
        return lines
    kept = (c for c in lines if c == "\n" or unicodedata.category(c) not in INVISIBLE)
    return "".join(kept).translate(REORDERING)


def one_line(text: str) -> str:
    """For titles and table cells."""
    return " ".join(clean(text).split())


def written(text: str) -> list[Paragraph | Bullets]:
    """Blank lines part paragraphs; lines that begin with a bullet, whoever drew it, are a list.

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
        said = clean(line).strip()
        if not said or has_bullet != bool(bullets):
            close()
        if said and has_bullet:
            bullets.append(Line(said))
        elif said:
            words.append(said)
    close()
    return blocks
