"""How hard a text is to read: its long sentences, and the age at which most people can read it."""

from __future__ import annotations

import re
from collections.abc import Iterator

MOST_WORDS = 25  # in a sentence, as the government asks of what it publishes
OLDEST_READER = 12  # a reading age: plain enough for a tired reader in a hurry
AGE_OF_FIRST_GRADE = 5

_SENTENCE_END = re.compile(r"(?:(?<=[.!?:;])|(?<=[.!?:;][”’)*_]))\s+(?=[“‘(*_]*[A-Z0-9])")
_WORD = re.compile(r"[^\W_]+(?:[’',./-][^\W_]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")


def sentences(text: str) -> Iterator[str]:
    """The sentences of a paragraph; each item of a list is a paragraph of its own."""
    for sentence in _SENTENCE_END.split(_LINK.sub(r"\1", text)):
        if words := " ".join(sentence.split()):
            yield words


def too_long(text: str) -> Iterator[tuple[str, int]]:
    """The sentences with more words than people follow at once, each with its number of them."""
    for sentence in sentences(text):
        number = len(_WORD.findall(sentence))
        if number > MOST_WORDS:
            yield sentence, number


def reading_age(paragraphs: list[str]) -> float:
    """The age at which most people can read this: Flesch and Kincaid’s grade, plus five.

    Their formula weighs the words of a sentence and the syllables of a word. It says nothing
    about sense, and little about a text of a few words.
    """
    number = sum(1 for paragraph in paragraphs for _ in sentences(paragraph))
    words = [word for each in paragraphs for word in _WORD.findall(_LINK.sub(r"\1", each))]
    if not words:
        return 0.0
    syllables = sum(_syllables(word) for word in words)
    grade = 0.39 * len(words) / number + 11.8 * syllables / len(words) - 15.59
    return grade + AGE_OF_FIRST_GRADE


def _syllables(word: str) -> int:
    """Groups of vowels, without an e that is not said; a number counts as one."""
    small = word.lower()
    silent = re.search(r"[^aeiouyl]e(?:s|d)?\Z", small) and not re.search(r"[td]ed\Z", small)
    return max(1, len(_VOWELS.findall(small)) - bool(silent))
