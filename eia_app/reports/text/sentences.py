"""Sentences: finding them in what people typed, counting their words, joining lists of names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from eia_app.domain.text.clean import lines
from eia_app.reports.text.rich_text import clean, one_line

ENDS = re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…][”\"’')]))\s+(?=[“\"‘'(]?[^\W_a-z])")
CLOSED = re.compile(r"[.!?…][”\"’')]*\Z")
NUMBER = re.compile(r"\(?(?:\d{1,3}|[a-z])[.)]\Z", re.IGNORECASE)  # of a line of a list
NUMBERED = re.compile(r"\A\d+[.)]\s+")
UNSTATED = {"not stated", "not known", "none", "n/a"}
LETTERS = 12  # that a word may have on average, so that words without spaces are not one word


def count(text: str) -> int:
    """Return the number of words between spaces, as word processors count them."""
    return len(text.split())


def sentences(text: str) -> list[str]:
    """Return the whole sentences of an answer. A line of a list and a paragraph end one too."""
    parted = (piece for _, line in lines(text) for piece in ENDS.split(clean(line)))
    whole: list[str] = []
    for piece in filter(None, map(one_line, parted)):
        if whole and NUMBER.match(whole[-1]):
            whole[-1] += f" {piece}"  # “1. First” is one sentence
        else:
            whole.append(piece)
    return whole


def opening(text: str, most: int) -> str:
    """Return as many whole sentences from the start as fit into so many words, maybe none."""
    fitting: list[str] = []
    for sentence in sentences(text):
        longer = " ".join([*fitting, closed(sentence)])
        if count(longer) > most or len(longer) > most * LETTERS:
            break
        fitting.append(closed(sentence))
    return " ".join(fitting)


def closed(sentence: str) -> str:
    """Return the sentence with a full stop, if nothing else ends it."""
    return sentence if CLOSED.search(sentence) else f"{sentence.rstrip(' ,;:')}."


def lead_in(label: str) -> str:
    """Return a label ready for its answer on the same line: with a colon, unless it asks."""
    return label if label.endswith("?") else f"{label}:"


def quoted(words: str) -> str:
    """Return the words in quotation marks; marks within become single ones."""
    return f"“{words.translate({0x201C: '‘', 0x201D: '’', 0x22: '’'})}”"


def listed(names: Sequence[str]) -> str:
    """Return names joined, such as “Age, Race and Sex”."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def number_of(how_many: int, one: str, many: str) -> str:
    return f"{how_many:,} {one if how_many == 1 else many}"


def unnumbered(label: str) -> str:
    """Return a choice without the number that some forms print before it."""
    return NUMBERED.sub("", one_line(label))


def stated(text: str) -> str:
    """Return a few words on one line; nothing for those that only say that there is no answer."""
    line = one_line(text)
    return "" if line.rstrip(".").lower() in UNSTATED else line
