"""Reads a finished PDF the way a screen reader and a person do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any, cast

import pikepdf
from pikepdf import Dictionary, Pdf
from pypdf import PageObject, PdfReader

HEADINGS = {"/H1", "/H2", "/H3", "/H4", "/H5"}
READ_AS = HEADINGS | {"/P", "/LBody", "/Lbl", "/TD", "/TH", "/Caption", "/Link", "/Figure"}
SHOWS_TEXT = {"Tj", "TJ", "'", '"'}


def pages(pdf: bytes) -> list[str]:
    """The words of each page, with single spaces."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def squeezed(text: str) -> str:
    """Without white space, so that where lines break does not matter."""
    return re.sub(r"\s+", "", text)


def words(pdf: bytes, *around: str) -> str:
    """Everything there is to read, without white space and without what is `around` each page."""
    text = "".join(map(squeezed, pages(pdf)))
    for each in around:
        text = re.sub(squeezed(each), "", text)
    return text


def runs(page: PageObject) -> list[tuple[str, float, float]]:
    """Each run of letters on a page: its text, where it begins and the size of its letters."""
    found: list[tuple[str, float, float]] = []

    def note(text: str, device: list[float], matrix: list[float], _: Any, size: float) -> None:
        if text.strip():
            found.append((text.strip(), (device[0] * matrix[4] + device[4]), size * device[0]))

    page.extract_text(visitor_text=note)
    return found


def width(text: str, size: float) -> float:
    """The width of a run of w, the only letter that is measured: 0.722 em in Liberation Sans."""
    return len(text) * 0.722 * size if set(text) == {"w"} else 0


@dataclass(frozen=True)
class Tag:
    """One element of the tag tree and how deep it lies."""

    name: str
    element: Dictionary
    above: tuple[str, ...]


def tags(pdf: Pdf) -> list[Tag]:
    """The tag tree in reading order."""
    return list(_walk(cast(Dictionary, pdf.Root.StructTreeRoot.K[0]), ()))


def _walk(element: Dictionary, above: tuple[str, ...]) -> Iterator[Tag]:
    name = str(element.S)
    yield Tag(name, element, above)
    for kid in _kids(element):
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield from _walk(kid, (*above, name))


def _kids(element: Dictionary) -> list[Any]:
    kids = element.get("/K", pikepdf.Array())
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def headings(pdf: Pdf) -> list[int]:
    return [int(tag.name[2:]) for tag in tags(pdf) if re.fullmatch("/H[1-6]", tag.name)]


def stray_text(pdf: Pdf) -> list[str]:
    """Text that is drawn outside every tag that is read, and is no artifact either."""
    read = {tag.element.objgen: (*tag.above, tag.name) for tag in tags(pdf)}
    owners = _owners(pdf)
    return [
        f"page {number + 1}: {mark}"
        for number, page in enumerate(pdf.pages)
        for mark in _marks(page)
        if mark != "artifact"
        and (mark == "none" or READ_AS.isdisjoint(read.get(owners[number][int(mark)].objgen, ())))
    ]


def _owners(pdf: Pdf) -> dict[int, list[Any]]:
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    return {
        int(n): list(o) if isinstance(o, pikepdf.Array) else [o]
        for n, o in zip(numbers[::2], numbers[1::2], strict=True)
    }


def _marks(page: pikepdf.Page) -> Iterator[str]:
    """For each text that is shown: its mark on the page, “artifact” or “none”."""
    open_marks: list[str] = []
    for each in pikepdf.parse_content_stream(page):
        match str(each.operator):
            case "BMC" | "BDC":
                artifact = each.operands[0] == pikepdf.Name.Artifact
                open_marks.append("artifact" if artifact else str(each.operands[1].MCID))
            case "EMC":
                open_marks.pop()
            case shown if shown in SHOWS_TEXT:
                yield open_marks[-1] if open_marks else "none"
