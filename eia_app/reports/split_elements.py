"""Has WeasyPrint say which element of the page each tag is of: one that is split over pages gets a
tag on each, and only this tells its parts from two lists that follow each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint.pdf import pydyf, tags

MARK = "EiaOf"  # taken out again by `finishing`
_build = tags._build_box_tree  # noqa: SLF001 - there is no other door to it


def mark_elements() -> None:
    """From now on, in this process."""
    tags._build_box_tree = _marked  # noqa: SLF001


def _marked(box: Any, *more: Any) -> Iterator[Any]:
    for made in _build(box, *more):
        if box.element is not None:
            made.setdefault(MARK, pydyf.String(str(id(box.element))))
        yield made
