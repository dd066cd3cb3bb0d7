"""What changed between two snapshots of one assessment: question by question, word by word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby
from typing import Any

from eia_app.domain.attachments.file_types import in_words
from eia_app.domain.journey.traversal import TaskKey

Json = Mapping[str, Any]
Key = tuple[str, str, str, str]  # section, group, row and question; "" = none
FILES = "files"  # in place of a question: what is attached to a row

# How a text is cut, the coarsest first: into paragraphs, sentences, words.
CUTS = tuple(
    re.compile(each, re.DOTALL)
    for each in (r"[^\n]*\n+|[^\n]+", r".+?(?:[.!?;:]\s+|\Z)", r"\s*\S+|\s+")
)
MOST_WORK = 100_000  # comparisons that one pass over two texts may take
MOST_PARTS = 1_500  # beyond it, a text is compared in larger parts
SHORTEST_KEPT = 3  # words: less than that between two changes reads better as one change


class Mark(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Piece:
    mark: Mark
    text: str


@dataclass(frozen=True)
class Asked:
    """A question as a snapshot has it, with the headings above it and its answer as one text.

    Of files there is each by its hash and name, with the line that says it.
    """

    where: tuple[str, ...]
    ask: str
    text: str
    files: Mapping[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Difference:
    """A question whose answer is not the same in both, in pieces that can be read in order."""

    key: Key
    where: tuple[str, ...]
    ask: str
    pieces: tuple[Piece, ...]

    @property
    def task(self) -> TaskKey:
        return self.key[0], self.key[1] or None


def differences(old: Json, new: Json) -> list[Difference]:
    """Every question whose answer differs, in reading order; what is gone stands where it was."""
    before, after = dict(_asked(old)), dict(_asked(new))
    found = []
    for key in _in_order(list(before), list(after)):
        one, other = before.get(key), after.get(key)
        said = other or one
        changed = _changed(one, other)
        if said and changed:
            found.append(Difference(key, said.where, said.ask, changed))
    return found


def _changed(one: Asked | None, other: Asked | None) -> tuple[Piece, ...]:
    """Nothing where nothing changed. Files are added and removed, never rewritten."""
    old, new = one.files if one else {}, other.files if other else {}
    if old.keys() != new.keys():
        same = dict.fromkeys(old.keys() & new.keys(), Mark.SAME)
        marks = {**dict.fromkeys(old, Mark.REMOVED), **dict.fromkeys(new, Mark.ADDED), **same}
        return _joined([Piece(mark, {**old, **new}[key]) for key, mark in marks.items()])
    texts = one.text if one else "", other.text if other else ""
    return pieces(*texts) if texts[0] != texts[1] else ()


def _in_order(before: list[Key], after: list[Key]) -> list[Key]:
    """The keys of both: those of the newer in its order, each that is gone after its neighbour."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    found: dict[Key, None] = {}
    for _, start, end, first, last in matcher.get_opcodes():
        found |= dict.fromkeys([*before[start:end], *after[first:last]])
    return list(found)


def _asked(snapshot: Json) -> Iterator[tuple[Key, Asked]]:
    for part in snapshot["parts"]:
        for section in part["sections"]:
            yield from _of_section(section)


def _of_section(section: Json) -> Iterator[tuple[Key, Asked]]:
    id_, title = section["id"], section["title"]
    instead = [section["instead"]] if section.get("instead") else []
    yield from _of((id_, "", ""), (title,), [*section.get("questions", ()), *instead])
    for group in section.get("groups", ()):
        yield from _of((id_, group["id"], ""), (title, group["title"]), group["questions"])
    for number, row in enumerate(section.get("rows", ()), 1):
        name = f"{section['one'][:1].upper()}{section['one'][1:]} {number}"
        yield from _of((id_, "", row["id"]), (title, name), row["questions"])
        if row.get("files"):
            lines = {(each["sha256"], each["name"]): f"{in_words(each)}\n" for each in row["files"]}
            yield (id_, "", row["id"], FILES), Asked((title, name), "Files attached", "", lines)


def _of(
    place: tuple[str, str, str], where: tuple[str, ...], questions: Sequence[Json]
) -> Iterator[tuple[Key, Asked]]:
    for each in questions:
        yield (*place, each["id"]), Asked(where, each["ask"], "\n".join(each["text"]))


# Two texts


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """The way from one text to the other. Without what was added it is the old text, without what
    was removed the new one. However long they are, it does not take long."""
    return _joined(_tidy(_joined(_compared(old, new, 0))))


def _compared(old: str, new: str, level: int) -> list[Piece]:
    """Compare by words if that is little work; else by larger parts, then inside what differs."""
    if old == new:
        return [Piece(Mark.SAME, old)]
    if not old or not new or level == len(CUTS):
        return [Piece(Mark.REMOVED, old), Piece(Mark.ADDED, new)]
    words = CUTS[-1].findall(old), CUTS[-1].findall(new)
    if _is_little(*words):
        return _by(*words, len(CUTS))
    return _by(CUTS[level].findall(old), CUTS[level].findall(new), level + 1)


def _by(old: list[str], new: list[str], inside: int) -> list[Piece]:
    if not _is_little(old, new):
        return _compared("".join(old), "".join(new), inside)
    found: list[Piece] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, start, end, first, last in matcher.get_opcodes():
        one, other = "".join(old[start:end]), "".join(new[first:last])
        found += [Piece(Mark.SAME, one)] if tag == "equal" else _compared(one, other, inside)
    return found


def _is_little(old: list[str], new: list[str]) -> bool:
    if len(old) > MOST_PARTS or len(new) > MOST_PARTS:
        return False
    counts = Counter(new)
    return sum(counts[part] for part in old) <= MOST_WORK


def _tidy(found: Sequence[Piece]) -> list[Piece]:
    """A word or two that stayed between two changes are shown as changed with them."""
    made: list[Piece] = []
    for at, piece in enumerate(found):
        inside = 0 < at < len(found) - 1
        few = len(piece.text.split()) < SHORTEST_KEPT and "\n" not in piece.text
        if piece.mark is Mark.SAME and inside and few:
            made += [Piece(Mark.REMOVED, piece.text), Piece(Mark.ADDED, piece.text)]
        else:
            made.append(piece)
    return made


def _joined(found: Sequence[Piece]) -> tuple[Piece, ...]:
    """Neighbours of a kind as one piece; of each change, first what was removed."""
    made: list[Piece] = []
    for same, run in groupby(found, key=lambda piece: piece.mark is Mark.SAME):
        texts = dict.fromkeys(Mark, "")
        for piece in run:
            texts[piece.mark] += piece.text
        marks = (Mark.SAME,) if same else (Mark.REMOVED, Mark.ADDED)
        made += [Piece(mark, texts[mark]) for mark in marks if texts[mark]]
    return tuple(made)
