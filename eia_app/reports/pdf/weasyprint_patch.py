"""Lets WeasyPrint write long files in a time that grows with their length, not with its square.

It asks for the references of all pages for each element of the file, and pydyf makes them anew
each time: a third of the time of a report of 600 pages.
"""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from weasyprint.pdf import pydyf

References = tuple[bytes, ...]
_made = pydyf.PDF.page_references.fget
_known: WeakKeyDictionary[Any, tuple[int, References]] = WeakKeyDictionary()


def _page_references(pdf: Any) -> References:
    """Return the references of a file, remembered until it has another page."""
    pages = len(pdf.pages["Kids"])
    known, references = _known.get(pdf, (-1, ()))
    if known != pages:
        references = _made(pdf)
        _known[pdf] = (pages, references)
    return references


def remember_pages() -> None:
    """Have references made only when pages were added, from now on in this process."""
    pydyf.PDF.page_references = property(_page_references)
