"""Measures of how hard a text is to read: its long sentences, and its reading age."""

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
    """Yield the sentences of a paragraph; an item of a list is a paragraph of its own."""
    for sentence in _SENTENCE_END.split(_LINK.sub(r"\1", text)):
        if words := " ".join(sentence.split()):
            yield words


def too_long(text: str) -> Iterator[tuple[str, int]]:
    """Yield the sentences of more than MOST_WORDS words, each with its number of words."""
    for sentence in sentences(text):
        word_count = len(_WORD.findall(sentence))
        if word_count > MOST_WORDS:
            yield sentence, word_count


def reading_age(paragraphs: list[str]) -> float:
    """Return the age at which most people can read this: Flesch and Kincaid’s grade, plus five.

    Their formula weighs the words of a sentence and the syllables of a word. It says nothing
    about sense, and little about a text of a few words.
    """
    sentence_count = sum(1 for paragraph in paragraphs for _ in sentences(paragraph))
    words = [
        word for paragraph in paragraphs for word in _WORD.findall(_LINK.sub(r"\1", paragraph))
    ]
    if not words:
        return 0.0
    syllables = sum(_syllables(word) for word in words)
    grade = 0.39 * len(words) / sentence_count + 11.8 * syllables / len(words) - 15.59
    return grade + AGE_OF_FIRST_GRADE


def _syllables(word: str) -> int:
    """Return the number of groups of vowels, without a silent e; a number counts as one."""
    lower_word = word.lower()
    has_silent_e = re.search(r"[^aeiouyl]e(?:s|d)?\Z", lower_word) and not re.search(
        r"[td]ed\Z", lower_word
    )
    return max(1, len(_VOWELS.findall(lower_word)) - bool(has_silent_e))
