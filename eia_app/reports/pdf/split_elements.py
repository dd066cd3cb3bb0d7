"""Marks each tag with the number of its element in the HTML.

WeasyPrint gives an element that is split over pages a tag on each; only the number tells its parts
from two lists that follow each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from weakref import WeakKeyDictionary

from weasyprint.pdf import pydyf, tags

MARK = "EiaOf"  # taken out again by `postprocess`
_numbers: WeakKeyDictionary[Any, dict[int, int]] = WeakKeyDictionary()
_build = tags._build_box_tree  # noqa: SLF001 - there is no other door to it


def mark_elements() -> None:
    """Have tags marked from now on in this process."""
    tags._build_box_tree = _marked  # noqa: SLF001


def _marked(box: Any, parent: Any, pdf: Any, *more: Any) -> Iterator[Any]:
    """Yield the boxes, marked. Elements are numbered in order: the same page, the same bytes."""
    numbers = _numbers.setdefault(pdf, {})
    for made in _build(box, parent, pdf, *more):
        if box.element is not None:
            number = numbers.setdefault(id(box.element), len(numbers))
            made.setdefault(MARK, pydyf.String(str(number)))
        yield made
