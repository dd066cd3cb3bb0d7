"""Abbreviations and what they stand for, as far as the record itself or the law says it.

A report prints answers in another order than they were typed in, so a reader may meet an
abbreviation before the place where its author explains it. What somebody typed is never changed:
the report says before its first part what the abbreviations in it mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from eia_app.domain.coach.failing_checks import run_check
from eia_app.reports.blocks import Fact
from eia_app.reports.content.snapshot_reader import Json, SnapshotReader, is_printed, label
from eia_app.reports.text.rich_text import one_line

LAW = {"PSED": "public sector equality duty"}
IN_BRACKETS = re.compile(r"\(([A-Z][A-Za-z]{1,6}[A-Z])s?\)")
NOT_OF_A_WORD = re.compile(r"[^\w’'-]")
LETTER = re.compile(r"[^\W\d_]")
WHOLE_WORD = re.compile(r"[\w-]+")  # as a word of its own, not as a part of EIA-2026-014
MOST_WORDS = 10  # that are looked at in front of the brackets
PASSED_OVER = {"a", "and", "for", "in", "of", "on", "the", "to"}


def used(record: SnapshotReader) -> tuple[Fact, ...]:
    """Return the abbreviations that are printed, in the order of the alphabet."""
    return tuple(run_check("abbreviations", lambda: _used(record)))


def _used(record: SnapshotReader) -> Iterator[Fact]:
    texts = [one_line(text) for text in _texts(record)]
    known = {**LAW, **_of_title(record), **_explained(texts)}
    printed = {word for text in texts for word in WHOLE_WORD.findall(text)}
    for short in sorted(known):
        if not printed.isdisjoint({short, f"{short}s"}):
            yield Fact(short, known[short])


def _of_title(record: SnapshotReader) -> dict[str, str]:
    """Return the abbreviation of the questionnaire’s title, such as EIA, with the title."""
    title = one_line(record.snapshot["edition"]["title"])
    initials = "".join(word[0] for word in title.split() if word[0].isalpha())
    return {initials.upper(): title} if " " in title else {}


def _explained(texts: list[str]) -> dict[str, str]:
    """Return the meanings of abbreviations in brackets after the words that they stand for."""
    meanings: dict[str, str] = {}
    for text in texts:
        after = 0
        for brackets in IN_BRACKETS.finditer(text):
            long = _words_of(brackets[1], _words_before(text[after : brackets.start()]))
            after = brackets.end()
            if long:
                meanings.setdefault(brackets[1], long)
    return meanings


def _words_before(text: str) -> list[str]:
    """Return the last words of a text, as far back as only spaces part them."""
    words: list[str] = []
    *parts, last = text.split(" ")
    for part in reversed([] if last else parts):
        word = NOT_OF_A_WORD.split(part)[-1]
        letter = LETTER.search(word)
        if letter is None or len(words) == MOST_WORDS:
            break
        words.insert(0, word[letter.start() :])
        if words[0] != part:
            break
    return words


def _words_of(short: str, words: list[str]) -> str:
    """Return the last words with these initials, small words in between aside; or ""."""
    letters = list(short.lower())
    at = len(words)
    while letters and at:
        at -= 1
        if words[at][0].lower() == letters[-1]:
            letters.pop()
        elif words[at].lower() not in PASSED_OVER:
            return ""
    return "" if letters else " ".join(words[at:])


def _texts(record: SnapshotReader) -> Iterator[str]:
    for section in record.sections:
        questions: list[Json] = [*section.get("questions", ())]
        questions += [section["instead"]] if section.get("instead") else []
        for place in (*section.get("groups", ()), *section.get("rows", ())):
            questions += place["questions"]
        for question in filter(is_printed, questions):
            yield from (label(question), *question["text"])
