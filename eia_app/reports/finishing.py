"""The last pass over a PDF: what WeasyPrint leaves out of the tags."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf


def finish(made: bytes) -> bytes:
    """The same file with Scope on every header cell, and the same bytes for the same content."""
    with Pdf.open(BytesIO(made)) as pdf:
        for element in elements(pdf):
            if element.get("/S") == Name.TH:
                _scope(element)
        written = BytesIO()
        pdf.save(
            written,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
        )
    return written.getvalue()


def elements(pdf: Pdf) -> Iterator[Dictionary]:
    """Every element of the tag tree, in reading order."""
    waiting = [pdf.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop()
        yield element
        kids = element.get("/K", Array())
        kids = kids if isinstance(kids, Array) else [kids]
        waiting += [kid for kid in reversed(list(kids)) if isinstance(kid, Dictionary)]


def _scope(cell: Dictionary) -> None:
    """A header in the head of its table is of its column, any other of its row."""
    of_column = cell.P.P.get("/S") == Name.THead
    attributes = cell.get("/A", Dictionary(O=Name.Table))
    attributes.Scope = Name.Column if of_column else Name.Row
    cell.A = attributes
