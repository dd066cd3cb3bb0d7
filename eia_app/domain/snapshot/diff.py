"""Differences between two snapshots of one assessment: question by question, word by word."""

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
from eia_app.domain.journey.tasks import TaskKey

Json = Mapping[str, Any]
Key = tuple[str, str, str, str]  # section, group, row and question; "" = none
FILES = "files"  # in place of a question: what is attached to a row

# How a text is cut, the coarsest first: into paragraphs, sentences, words.
CUTS = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (r"[^\n]*\n+|[^\n]+", r".+?(?:[.!?;:]\s+|\Z)", r"\s*\S+|\s+")
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
class Answered:
    """A question of a snapshot, with the headings above it and its answer as one text.

    `files` holds the line for each attached file, by its hash and name.
    """

    headings: tuple[str, ...]
    ask: str
    text: str
    files: Mapping[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Difference:
    """A question whose answer differs, with the pieces of both answers in reading order."""

    key: Key
    headings: tuple[str, ...]
    ask: str
    pieces: tuple[Piece, ...]

    @property
    def task(self) -> TaskKey:
        return self.key[0], self.key[1] or None


def differences(old: Json, new: Json) -> list[Difference]:
    """Return the questions whose answers differ, in reading order; removed ones in their place."""
    before, after = dict(_answered(old)), dict(_answered(new))
    changes = []
    for key in _merge_keys(list(before), list(after)):
        old_answer, new_answer = before.get(key), after.get(key)
        answered = new_answer or old_answer
        changed = _changed_pieces(old_answer, new_answer)
        if answered and changed:
            changes.append(Difference(key, answered.headings, answered.ask, changed))
    return changes


def _changed_pieces(before: Answered | None, after: Answered | None) -> tuple[Piece, ...]:
    """Return the pieces of a changed answer, () of an unchanged one. Files are never rewritten."""
    old, new = before.files if before else {}, after.files if after else {}
    if old.keys() != new.keys():
        same = dict.fromkeys(old.keys() & new.keys(), Mark.SAME)
        marks = {**dict.fromkeys(old, Mark.REMOVED), **dict.fromkeys(new, Mark.ADDED), **same}
        return _join([Piece(mark, {**old, **new}[key]) for key, mark in marks.items()])
    old_text, new_text = before.text if before else "", after.text if after else ""
    return pieces(old_text, new_text) if old_text != new_text else ()


def _merge_keys(before: list[Key], after: list[Key]) -> list[Key]:
    """Return the keys of both: those of the newer in its order, removed ones after a neighbour."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    keys: dict[Key, None] = {}
    for _, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        keys |= dict.fromkeys([*before[old_start:old_end], *after[new_start:new_end]])
    return list(keys)


def _answered(snapshot: Json) -> Iterator[tuple[Key, Answered]]:
    for part in snapshot["parts"]:
        for section in part["sections"]:
            yield from _answered_in_section(section)


def _answered_in_section(section: Json) -> Iterator[tuple[Key, Answered]]:
    id_, title = section["id"], section["title"]
    instead = [section["instead"]] if section.get("instead") else []
    yield from _answered_questions(
        (id_, "", ""), (title,), [*section.get("questions", ()), *instead]
    )
    for group in section.get("groups", ()):
        yield from _answered_questions(
            (id_, group["id"], ""), (title, group["title"]), group["questions"]
        )
    for number, row in enumerate(section.get("rows", ()), 1):
        name = f"{section['one'][:1].upper()}{section['one'][1:]} {number}"
        yield from _answered_questions((id_, "", row["id"]), (title, name), row["questions"])
        if row.get("files"):
            lines = {(file["sha256"], file["name"]): f"{in_words(file)}\n" for file in row["files"]}
            yield (id_, "", row["id"], FILES), Answered((title, name), "Files attached", "", lines)


def _answered_questions(
    place: tuple[str, str, str], headings: tuple[str, ...], questions: Sequence[Json]
) -> Iterator[tuple[Key, Answered]]:
    for question in questions:
        answer = "\n".join(question["text"])
        yield (*place, question["id"]), Answered(headings, question["ask"], answer)


# Two texts


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """Return the pieces that lead from one text to the other, in time bounded for any length.

    Those that are not added form the old text, those that are not removed the new one.
    """
    return _join(_absorb_short_matches(_join(_compare(old, new, 0))))


def _compare(old: str, new: str, level: int) -> list[Piece]:
    """Compare by words if that is little work; else by larger parts, then inside what differs."""
    if old == new:
        return [Piece(Mark.SAME, old)]
    if not old or not new or level == len(CUTS):
        return [Piece(Mark.REMOVED, old), Piece(Mark.ADDED, new)]
    words = CUTS[-1].findall(old), CUTS[-1].findall(new)
    if _is_quick(*words):
        return _compare_parts(*words, len(CUTS))
    return _compare_parts(CUTS[level].findall(old), CUTS[level].findall(new), level + 1)


def _compare_parts(old: list[str], new: list[str], next_level: int) -> list[Piece]:
    if not _is_quick(old, new):
        return _compare("".join(old), "".join(new), next_level)
    compared: list[Piece] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        removed, added = "".join(old[old_start:old_end]), "".join(new[new_start:new_end])
        if tag == "equal":
            compared.append(Piece(Mark.SAME, removed))
        else:
            compared += _compare(removed, added, next_level)
    return compared


def _is_quick(old: list[str], new: list[str]) -> bool:
    if len(old) > MOST_PARTS or len(new) > MOST_PARTS:
        return False
    counts = Counter(new)
    return sum(counts[part] for part in old) <= MOST_WORK


def _absorb_short_matches(compared: Sequence[Piece]) -> list[Piece]:
    """Turn a word or two that stayed between two changes into a part of the change."""
    absorbed: list[Piece] = []
    for index, piece in enumerate(compared):
        is_between = 0 < index < len(compared) - 1
        is_short = len(piece.text.split()) < SHORTEST_KEPT and "\n" not in piece.text
        if piece.mark is Mark.SAME and is_between and is_short:
            absorbed += [Piece(Mark.REMOVED, piece.text), Piece(Mark.ADDED, piece.text)]
        else:
            absorbed.append(piece)
    return absorbed


def _join(compared: Sequence[Piece]) -> tuple[Piece, ...]:
    """Join neighbours of one mark; in every change, the removed piece comes first."""
    joined: list[Piece] = []
    for is_same, run in groupby(compared, key=lambda piece: piece.mark is Mark.SAME):
        texts = dict.fromkeys(Mark, "")
        for piece in run:
            texts[piece.mark] += piece.text
        marks = (Mark.SAME,) if is_same else (Mark.REMOVED, Mark.ADDED)
        joined += [Piece(mark, texts[mark]) for mark in marks if texts[mark]]
    return tuple(joined)
