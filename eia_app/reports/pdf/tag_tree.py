"""Walks the tags of a PDF in the order in which a screen reader reads them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from pikepdf import Array, Dictionary, Pdf


def elements(pdf: Pdf) -> Iterator[Dictionary]:
    """Yield the elements of the tag tree, in reading order, from the document down."""
    waiting = [cast(Dictionary, pdf.Root.StructTreeRoot.K[0])]
    while waiting:
        element = waiting.pop()
        yield element
        kids = [kid for kid in element.get("/K", Array()) if isinstance(kid, Dictionary)]
        waiting += [kid for kid in reversed(kids) if "/S" in kid]


def kids(element: Dictionary) -> list[Dictionary]:
    """Return the elements right under one."""
    dictionaries = [kid for kid in element.get("/K", Array()) if isinstance(kid, Dictionary)]
    return [kid for kid in dictionaries if "/S" in kid]
