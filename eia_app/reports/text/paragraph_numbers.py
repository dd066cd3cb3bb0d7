"""Numbers every paragraph that a reader may want to cite: 1, 2, 3 … through the whole report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count

from eia_app.reports.blocks import Block, Callout, Card, Facts, Heading, Paragraph


def numbered(blocks: Iterable[Block]) -> Iterator[Block]:
    """The same blocks: what was asked, each row of a list and each text of its own has a number.

    The paragraphs under a question have the number of the question.
    """
    numbers = map(str, count(1))
    is_free = False  # the next paragraph belongs to nothing that has a number
    for block in blocks:
        match block:
            case Heading(is_question=True):
                yield replace(block, para=next(numbers))
            case Facts(narrow=False):
                facts = tuple(replace(fact, para=next(numbers)) for fact in block.facts)
                yield replace(block, facts=facts)
            case Card():
                yield replace(block, heading=replace(block.heading, para=next(numbers)))
            case Callout(blocks=(Paragraph() as first, *others)):
                first = replace(first, para=next(numbers))
                yield replace(block, blocks=(first, *others))
            case Paragraph() if is_free:
                yield replace(block, para=next(numbers))
            case _:
                yield block
        is_free = isinstance(block, Heading) and not block.is_question
