"""A table that crosses pages is read as one table, though it is drawn as several."""

from __future__ import annotations

from typing import cast

from pikepdf import Array, Dictionary, Name, Pdf, String

from eia_app.reports.tags import elements, kids


def join_tables(pdf: Pdf) -> None:
    """Give the rows of each further part of a table to its first part.

    Every table of ours has a caption, so a table without one goes on from the one before. Its
    repeated header is left out of what is read.
    """
    first: Dictionary | None = None
    for table in [each for each in elements(pdf) if Name.Table == each.S]:
        if first is None or _part(table, Name.Caption):
            first = table
        else:
            _join(first, table)


def _join(first: Dictionary, further: Dictionary) -> None:
    body, more = _part(first, Name.TBody), _part(further, Name.TBody)
    if body is None or more is None:
        return
    renamed = dict(zip(_column_headers(further), _column_headers(first), strict=False))
    for row in kids(more):
        row.P = body
        body.K.append(row)
        for cell in kids(row):
            if "/Headers" in cell.A:
                heard = [str(name) for name in cell.A.Headers]
                cell.A.Headers = Array([String(renamed.get(n, n)) for n in heard])
    _take_away(further)


def _take_away(element: Dictionary) -> None:
    """Take an element out of the one above it, and that one too if it has become empty."""
    above = cast(Dictionary, element.P)
    rest = [kid for kid in above.K if not _same(kid, element)]
    above.K = Array(rest)
    if not rest and Name.Div == above.S:
        _take_away(above)


def _same(one: object, other: Dictionary) -> bool:
    return isinstance(one, Dictionary) and one.objgen == other.objgen


def _part(table: Dictionary, name: Name) -> Dictionary | None:
    return next((kid for kid in kids(table) if name == kid.S), None)


def _column_headers(table: Dictionary) -> list[str]:
    """The names that the cells of a table call its column headers by."""
    head = _part(table, Name.THead)
    rows = kids(head) if head is not None else []
    return [str(cell.ID) for row in rows for cell in kids(row) if "/ID" in cell]
