"""Joins the parts of a list, paragraph or table that crosses pages, so that it is read as one."""

from __future__ import annotations

from typing import cast

from pikepdf import Array, Dictionary, Name, Pdf, String

from eia_app.reports.pdf.split_elements import MARK as OF
from eia_app.reports.pdf.tag_tree import elements, kids

MARK = f"/{OF}"
LISTS = {"/L", "/LI"}  # a list inside of an item comes between the parts of the item
JOINED = LISTS | {"/LBody", "/P", "/Div", "/Sect", "/Art", "/Part", "/BlockQuote", "/NonStruct"}


def join_parts(pdf: Pdf) -> None:
    """Give what each further part of an element holds to its first part; see `split_elements`."""
    waiting = [cast(Dictionary, pdf.Root.StructTreeRoot.K[0])]
    while waiting:
        element = waiting.pop()
        below = kids(element)
        if len({_name(kid) for kid in below}) < len(below):
            _join_below(element)
            below = kids(element)
        waiting += below


def _name(element: Dictionary) -> tuple[str, str]:
    """Return the name that the parts of one element share: its number and its role."""
    return str(element.get(MARK, "")), str(element.S)


def _join_below(element: Dictionary) -> None:
    rest: list[object] = []
    first: dict[tuple[str, str], Dictionary] = {}
    for part in cast(list[object], list(cast(Array, element.K))):
        if not (isinstance(part, Dictionary) and MARK in part and str(part.S) in JOINED):
            rest.append(part)
            first = {name: start for name, start in first.items() if name[1] in LISTS}
        elif (one := first.get(_name(part))) is not None and _goes_on(one, part):
            for kid in kids(part):
                kid.P = one
                one.K.append(kid)
        else:
            rest.append(part)
            first = {name: start for name, start in first.items() if name[1] in LISTS}
            first[_name(part)] = part
    element.K = Array(rest)


def _goes_on(one: Dictionary, part: Dictionary) -> bool:
    """Return whether a part is on a later page, and holds elements only."""
    return one.Pg.objgen != part.Pg.objgen and len(kids(part)) == len(cast(Array, part.K))


def join_tables(pdf: Pdf) -> None:
    """Give the rows of each further part of a table to its first part.

    Every table of ours has a caption, so a table without one goes on from the one before. Its
    repeated header is left out of what is read.
    """
    first: Dictionary | None = None
    for table in [element for element in elements(pdf) if Name.Table == element.S]:
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
                named = [str(name) for name in cell.A.Headers]
                cell.A.Headers = Array([String(renamed.get(n, n)) for n in named])
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
    """Return the ids by which the cells of a table name its column headers."""
    head = _part(table, Name.THead)
    rows = kids(head) if head is not None else []
    return [str(cell.ID) for row in rows for cell in kids(row) if "/ID" in cell]
