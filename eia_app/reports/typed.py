"""What people typed, made into paragraphs and bullets. Nothing is lost but what cannot be seen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from eia_app.reports.blocks import Block, Bullets, Line, Paragraph

BULLET = re.compile(r"\A\s*[-*•–]\s+(?=\S)")
INVISIBLE = {"Cc", "Cs", "Co", "Cn"}  # control, surrogate, private use, unassigned
REORDERING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])


def clean(text: str) -> str:
    """Without the characters that no page can show, or that would make it show another order."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = (c for c in lines if c == "\n" or unicodedata.category(c) not in INVISIBLE)
    return "".join(kept).translate(REORDERING)


def one_line(text: str) -> str:
    """For titles and table cells."""
    return " ".join(clean(text).split())


def written(text: str) -> list[Block]:
    """Blank lines part paragraphs; lines that begin with a dash or a star are bullets."""
    blocks: list[Block] = []
    for part in re.split(r"\n\s*\n", clean(text).strip()):
        blocks += _part(part.splitlines())
    return blocks


def _part(lines: Iterable[str]) -> list[Block]:
    blocks: list[Block] = []
    words: list[str] = []
    bullets: list[Line] = []

    def close() -> None:
        if words:
            blocks.append(Paragraph(Line("\n".join(words))))
        if bullets:
            blocks.append(Bullets(tuple(bullets)))
        words.clear()
        bullets.clear()

    for line in lines:
        bullet = BULLET.match(line)
        if bool(bullet) != bool(bullets):
            close()
        if bullet:
            bullets.append(Line(line[bullet.end() :].strip()))
        elif line.strip():
            words.append(line.strip())
    close()
    return blocks
