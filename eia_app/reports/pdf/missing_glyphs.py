"""Characters for which this machine has no font are printed as their names."""

from __future__ import annotations

import logging
import threading
import unicodedata
from collections.abc import Callable
from types import TracebackType
from typing import Self

LATIN = 0x250  # before it are the letters of Latin scripts, which our fonts have
USUAL = set("‐‑‒–—―‘’‚“”„†‡•…‰′″‹›€™−")
JOINED = {"Cf", "Mn", "Mc", "Me", "Sk"}  # not drawn alone: they change the character beside them
LOG = logging.getLogger("weasyprint")
LOG.propagate = False  # it quotes what people typed, which belongs in no log


def with_fonts(draw: Callable[[str], bytes], html: str) -> bytes:
    """Return the page drawn; a character that has no font is drawn as its name.

    Unusual characters are tried on a page of their own, as drawing a long report twice takes long.
    Only a character that is missing beside others, such as a part of an emoji, has it drawn again.
    """
    unusual = sorted(filter(_is_unusual, set(html)))
    if unusual:
        with Missing() as missing:
            draw(f"<p>{' '.join(unusual)}</p>")
        html = _named(html, missing.found)
    with Missing() as missing:
        drawn = draw(html)
    return draw(_named(html, missing.found)) if missing.found else drawn


def _is_unusual(character: str) -> bool:
    known = ord(character) < LATIN or character in USUAL
    return not known and unicodedata.category(character) not in JOINED


def _named(html: str, characters: set[int]) -> str:
    return html.translate({character: in_words(character) for character in characters})


def in_words(character: int) -> str:
    """Return its name, as in [hangul syllable han], or [character 1F9FF] for one without."""
    name = unicodedata.name(chr(character), "").lower()
    return f"[{name or f'character {character:04X}'}]"


class Missing(logging.Handler):
    """While it is open, collects the characters that WeasyPrint says it has no font for."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: set[int] = set()
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        is_missing_glyph = record.thread == self._thread and ".notdef" in str(record.msg)
        if is_missing_glyph and isinstance(record.args, tuple) and isinstance(record.args[-1], int):
            self.found.add(record.args[-1])

    def __enter__(self) -> Self:
        LOG.addHandler(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        LOG.removeHandler(self)
