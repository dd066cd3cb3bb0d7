"""The last pass over a PDF: completes the tags that WeasyPrint writes."""

from __future__ import annotations

import re
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Page, Pdf, Stream

from eia_app.reports.pdf.merge_tables import MARK, join_parts, join_tables
from eia_app.reports.pdf.tag_tree import elements
from eia_app.reports.pdf.xmp_metadata import declare_accessible

HEADING = re.compile("/H([1-5])")
PAGINATION = Dictionary(Type=Name.Pagination)
Number = tuple[int, int]  # of an object in the file


def finish(made: bytes, *, of_pack: bool = False) -> bytes:
    """Return the file with Scope on header cells, headers and footers as artifacts, and both
    standards in its metadata. In a pack, the headings of its reports go one level down.

    The same content gives the same bytes.
    """
    with Pdf.open(BytesIO(made)) as pdf:
        join_parts(pdf)
        join_tables(pdf)
        if of_pack:
            _lower_headings(pdf)
        read: set[Number] = set()
        for element in elements(pdf):
            read.add(element.objgen)
            if element.get("/S") == Name.TH:
                _scope(element)
        for thing in pdf.objects:
            if isinstance(thing, Dictionary) and MARK in thing:
                del thing[MARK]
            elif isinstance(thing, Dictionary) and "/ToUnicode" in thing:
                _name_every_glyph(pdf, thing)
            elif isinstance(thing, Stream) and "/Interpolate" in thing:
                thing.Interpolate = False  # PDF/A wants pictures, such as emoji, as they are
        parents = _parents(pdf)
        for number, page in enumerate(pdf.pages):
            _pagination(pdf, page, parents[number], read)
        if "/AF" in pdf.Root:
            files = {file.objgen: file for file in pdf.Root.AF}  # WeasyPrint names each twice
            pdf.Root.AF = Array(files.values())
        declare_accessible(pdf)
        written = BytesIO()
        pdf.save(
            written,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return written.getvalue()


def _lower_headings(pdf: Pdf) -> None:
    """Lower headings from the second title on, so that the title of the pack is the only one."""
    titles = 0
    for element in elements(pdf):
        level = HEADING.fullmatch(str(element.S))
        if level:
            titles += level[1] == "1"
            element.S = Name(f"/H{int(level[1]) + (titles > 1)}")


def _scope(cell: Dictionary) -> None:
    """Set the scope: a header in the head of its table is of its column, any other of its row."""
    of_column = cell.P.P.get("/S") == Name.THead
    cell.A.Scope = Name.Column if of_column else Name.Row


def _name_every_glyph(pdf: Pdf, font: Dictionary) -> None:
    """Name glyphs that stand for no letter, such as the second of one letter in Hindi.

    They get a word joiner, which is neither seen nor read: an empty entry is not allowed.
    """
    names = font.ToUnicode.read_bytes()
    font.ToUnicode = pdf.make_stream(names.replace(b"> <>", b"> <2060>"))


def _parents(pdf: Pdf) -> dict[int, Array]:
    """Return the elements that own the marked content of each page, by its number."""
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    pairs = zip(numbers[::2], numbers[1::2], strict=True)
    return {int(number): owners for number, owners in pairs if isinstance(owners, Array)}


def _pagination(pdf: Pdf, page: Page, owners: Array, read: set[Number]) -> None:
    """Mark content of no element that is read, such as a footer, as pagination."""
    unread = {at for at, owner in enumerate(owners) if owner.objgen not in read}
    if not unread:
        return
    operations = []
    for instruction in pikepdf.parse_content_stream(page):
        operands = list(instruction.operands)
        if str(instruction.operator) == "BDC" and operands[1].get("/MCID") in unread:
            operands = [Name.Artifact, PAGINATION]
        operations.append((operands, instruction.operator))
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(operations))
    for at in unread:
        owners[at] = None
