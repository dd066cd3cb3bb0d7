"""Lets WeasyPrint write long files in a time that grows with their length, not with its square.

It asks for the references of all pages for each element of the file, and pydyf makes them anew
each time: a third of the time of a report of 600 pages.
"""

from __future__ import annotations

from typing import Any
from weakref import ReferenceType, ref

from weasyprint.pdf import pydyf

References = tuple[bytes, ...]
_made = pydyf.PDF.page_references.fget
_last: tuple[ReferenceType[Any] | None, int, References] = (None, 0, ())


def _page_references(pdf: Any) -> References:
    """Those of the file that was asked about last are remembered until it has another page."""
    global _last  # noqa: PLW0603 - a memory of one, for the one file that is being written
    file, known, references = _last
    pages = len(pdf.pages["Kids"])
    if file is None or file() is not pdf or known != pages:
        references = _made(pdf)
        _last = (ref(pdf), pages, references)
    return references


def remember_pages() -> None:
    """From now on, in this process, references are made when pages were added."""
    pydyf.PDF.page_references = property(_page_references)
