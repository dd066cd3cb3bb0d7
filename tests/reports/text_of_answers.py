"""Every piece of text of a document in reading order, whatever it will be written in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from eia_app.reports.blocks import (
    Block,
    Bullets,
    Callout,
    Card,
    Document,
    Effect,
    Fact,
    Facts,
    Heading,
    Paragraph,
    Table,
    Verdict,
)


def leaves(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        yield from _of(block)


def of_document(document: Document) -> list[str]:
    """What the cover says, then the rest."""
    cover = document.cover
    first = [document.label, document.title, document.status, document.use]
    first += [*_facts(cover.facts), cover.why]
    first += [line.text for line in cover.reasons]
    if cover.groups:
        first.append(cover.effects_title)
    for effect, names in cover.groups:
        first += [effect.words, names]
    if document.abbreviations.facts:
        first += ["Abbreviations", *leaves([document.abbreviations])]
    return [text for text in (*first, *leaves(document.blocks)) if text]


def _of(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield from filter(None, (block.number, block.text, block.note))
        case Paragraph():
            yield block.line.text
        case Bullets():
            yield from (line.text for line in block.lines)
        case Facts():
            yield from _facts(block.facts)
        case Verdict():
            yield block.effect.words
            yield from _facts(block.details)
        case Table():
            yield from (block.caption, *block.header)
            for row in block.rows:
                yield from (c.words if isinstance(c, Effect) else c.text for c in row)
        case Callout():
            yield from leaves(block.blocks)
        case Card():
            yield from leaves((block.heading, *block.blocks))
        case _:
            assert_never(block)


def _facts(facts: Iterable[Fact]) -> Iterator[str]:
    for fact in facts:
        yield fact.term
        yield from leaves(fact.blocks)
