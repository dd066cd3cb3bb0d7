"""Texts that make a pattern work as hard as it can, made from the pattern itself.

A pattern that backtracks is slow on what nearly matches: runs of each class that occurs in it,
each of its parts over and over, its beginning and then a part over and over, and no end.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from itertools import product
from re import _constants as of  # type: ignore[attr-defined] # not in typeshed
from re import _parser  # type: ignore[attr-defined] # not in typeshed
from typing import Any

# One of each kind of character that people type or paste, and that our patterns tell apart.
KINDS = "aAzsZ1 0é\n\t\xa0\u2009_.,;:!?'’“”()[]{}<>/\\-–•*&@+#%£|=~\"^$…"
REPEATS = {of.MAX_REPEAT, of.MIN_REPEAT, of.POSSESSIVE_REPEAT}
MOST_PAIRS = 16
ENDS = ("\0", " x")


def texts(pattern: re.Pattern[str], length: int) -> Iterator[str]:
    """Each about so long; always the same ones for a pattern."""
    chance = random.Random(pattern.pattern)  # noqa: S311 - nothing is secret
    parsed = list(_parser.parse(pattern.pattern, pattern.flags))
    parts = _distinct(_parts(parsed))
    for part in parts:
        yield filled(part, length)
    for start, part in _distinct(_pumped(parsed, "")):
        for end in ENDS:
            yield start + filled(part, length - len(start) - len(end)) + end
    pairs = list(product(parts, parts))
    for one, other in chance.sample(pairs, min(len(pairs), MOST_PAIRS)):
        yield filled(one + other, length)
        yield filled(one, length // 2) + filled(other, length // 2)
    for _ in range(4):
        few = chance.choices(parts, k=50)
        yield filled("".join(few), length)


def filled(part: str, length: int) -> str:
    return (part * (length // len(part) + 1))[:length]


def _distinct(found: Iterator[Any]) -> list[Any]:
    return list(dict.fromkeys(found))


def _parts(nodes: Sequence[Any]) -> Iterator[str]:
    """Each character and class, each alternative and repeat, and the whole, as typed."""
    for node in nodes:
        yield from filter(None, _characters(node)[:6])
        for inside in _inside(node):
            yield from filter(None, (_sample(inside), *_parts(inside)))
    for at in range(1, len(nodes) + 1):
        yield from filter(None, (_sample(nodes[:at]), _sample(nodes[at:])))


def _pumped(nodes: Sequence[Any], before: str) -> Iterator[tuple[str, str]]:
    """What comes before each repeat, and what is repeated."""
    for at, node in enumerate(nodes):
        start = before + _sample(nodes[:at])
        for inside in _inside(node):
            if node[0] in REPEATS:
                wanted = _characters(inside[0])[:8] if len(inside) == 1 else []
                yield from ((start, each) for each in (*wanted, _sample(inside)) if each)
            yield from _pumped(inside, start)


def _inside(node: Any) -> list[list[Any]]:
    """The sequences of which a node is made: alternatives of a branch, the inside of a group."""
    kind, said = node
    if kind is of.BRANCH:
        return [list(each) for each in said[1]]
    if kind in REPEATS:
        return [list(said[2])]
    if kind is of.SUBPATTERN:
        return [list(said[3])]
    if kind is of.ATOMIC_GROUP:
        return [list(said)]
    return [list(said[1])] if kind in {of.ASSERT, of.ASSERT_NOT} else []


def _sample(nodes: Sequence[Any]) -> str:
    """A text that the nodes match, apart from what they ask of their neighbours."""
    return "".join(map(_sample_of, nodes))


def _sample_of(node: Any) -> str:
    kind, said = node
    if kind in REPEATS:
        return _sample(list(said[2])) * max(1, int(said[0]))
    if kind in {of.ASSERT, of.ASSERT_NOT, of.AT, of.GROUPREF}:
        return ""
    inside = _inside(node)
    return _sample(inside[0]) if inside else "".join(_characters(node)[:1])


def _characters(node: Any) -> list[str]:
    """The characters of all kinds that one node matches, of those that match one."""
    kind, said = node
    if kind is of.LITERAL:
        return [chr(said)]
    if kind is of.ANY:
        return list(KINDS)
    if kind is of.NOT_LITERAL:
        return [each for each in KINDS if ord(each) != said]
    if kind is not of.IN:
        return []
    refused = said[0][0] is of.NEGATE
    named = [chr(value) for what, value in said if what is of.LITERAL]
    named += [chr(value[0]) for what, value in said if what is of.RANGE]
    tried = dict.fromkeys([*([] if refused else named), *KINDS])
    return [each for each in tried if any(map(_is_in(each), said)) is not refused]


def _is_in(character: str) -> Any:
    def holds(one: tuple[Any, Any]) -> bool:
        what, value = one
        if what is of.CATEGORY:
            return re.match(CATEGORIES[value], character) is not None
        if what is of.RANGE:
            return bool(value[0] <= ord(character) <= value[1])
        return what is of.LITERAL and chr(value) == character

    return holds


CATEGORIES = {
    of.CATEGORY_DIGIT: r"\d",
    of.CATEGORY_NOT_DIGIT: r"\D",
    of.CATEGORY_SPACE: r"\s",
    of.CATEGORY_NOT_SPACE: r"\S",
    of.CATEGORY_WORD: r"\w",
    of.CATEGORY_NOT_WORD: r"\W",
}
