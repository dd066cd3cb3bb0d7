"""Reads a PDF in the two orders that matter: as its tags go on, and as its words are drawn."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from io import BytesIO
from typing import Any, cast

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from tests.judges.installed import NotInstalledError

NAMED = re.compile(rb"<([0-9a-fA-F]+)> <([0-9a-fA-F]*)>")
UNSEEN = "\u2060"  # a word joiner: what a glyph without a letter of its own stands for
Words = dict[tuple[tuple[int, int], int], str]  # of a mark on a page, by (page, mark)


def as_drawn(pdf: bytes) -> list[str]:
    """The words of each page as poppler finds them, in the order in which they are drawn."""
    try:
        done = subprocess.run(
            ["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"],
            input=pdf,
            capture_output=True,
            check=True,
        )
    except FileNotFoundError:
        raise NotInstalledError("pdftotext was not found: install poppler-utils.") from None
    return done.stdout.decode().split("\f")[:-1]


def as_tagged(pdf: bytes, without: tuple[str, ...] = ()) -> str:
    """What a screen reader reads, element after element, but for the elements of some kinds."""
    with Pdf.open(BytesIO(pdf)) as context:
        words: Words = {}
        for page in context.pages:
            for mark, text in _marked(page):
                words[page.obj.objgen, mark] = words.get((page.obj.objgen, mark), "") + text
        top = cast(Dictionary, context.Root.StructTreeRoot.K[0])
        return "\n".join(_read(top, words, without)).replace(UNSEEN, "")


def _read(element: Dictionary, words: Words, without: tuple[str, ...]) -> Iterator[str]:
    if str(element.S) in without:
        return
    kids = element.get("/K", Array())
    for kid in kids if isinstance(kids, Array) else [kids]:
        if not isinstance(kid, Dictionary):
            yield words.get((element.Pg.objgen, int(kid)), "")
        elif "/S" in kid:
            yield from _read(kid, words, without)
        elif "/MCID" in kid:
            page = kid.Pg if "/Pg" in kid else element.Pg
            yield words.get((page.objgen, int(kid.MCID)), "")


def _marked(page: pikepdf.Page) -> Iterator[tuple[int, str]]:
    """Every text that is shown under a mark, with the number of the mark."""
    fonts = {name: _letters(font) for name, font in page.Resources.get("/Font", {}).items()}
    letters: dict[bytes, str] = {}
    open_marks: list[int] = []
    for each in pikepdf.parse_content_stream(page):
        operands: Any = each.operands
        match str(each.operator):
            case "BDC" | "BMC":
                marked = len(operands) > 1 and isinstance(operands[1], Dictionary)
                number = operands[1].get("/MCID") if marked else None
                open_marks.append(-1 if number is None else int(number))
            case "EMC":
                open_marks.pop()
            case "Tf":
                letters = fonts[str(operands[0])]
            case "Tj" | "TJ" if open_marks and open_marks[-1] >= 0:
                yield open_marks[-1], _decoded(operands[0], letters)


def _decoded(shown: Any, letters: dict[bytes, str]) -> str:
    """A text that is shown, or an array of texts and the room between them."""
    texts = [each for each in shown if isinstance(each, String)] if _is_array(shown) else [shown]
    width = max(map(len, letters), default=1)
    found = []
    for text in map(bytes, texts):
        codes = [text[at : at + width] for at in range(0, len(text), width)]
        found += [letters.get(code, "\N{REPLACEMENT CHARACTER}") for code in codes]
    return "".join(found)


def _is_array(shown: Any) -> bool:
    return isinstance(shown, Array)


def _letters(font: Any) -> dict[bytes, str]:
    """The code of each glyph of a font, to what it stands for."""
    if Name.ToUnicode not in font:
        return {}
    return {
        bytes.fromhex(code.decode()): bytes.fromhex(letter.decode()).decode("utf-16-be")
        for code, letter in NAMED.findall(font.ToUnicode.read_bytes())
    }
