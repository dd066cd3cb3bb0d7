"""Measures of free text: whether it says enough, and how similar two texts are."""

from __future__ import annotations

import re
from collections.abc import Iterable

from eia_app.domain.questionnaire.answers import is_bare

ENOUGH = 10  # words: a reason in fewer has not said who, how and why
PLACEHOLDERS = frozenset(
    {
        *("not stated", "not given", "not said", "not yet known", "not decided", "not yet decided"),
        *("to be confirmed", "to be decided", "to be determined", "to be agreed", "tba", "tbd"),
        *("various", "pending", "ongoing", "on-going", "?", "-", "x", "xxx", "no comment", "all"),
    }
)
NO_EVIDENCE = re.compile(
    r"(?:there (?:is|are) )?(?:no|not any) (?:\w+ )?(?:evidence|data|information|figures?)\b"
    r"|(?:none|nothing) (?:\w+ )?(?:known|found|held|available)\b",
    re.IGNORECASE,
)
OPEN_ENDED = re.compile(
    r"\b(?:on-?going|continuous(?:ly)?|as (?:and )?when|as (?:required|needed)|rolling)\b",
    re.IGNORECASE,
)
FREQUENCY = re.compile(r"\d|\b(?:every|each|week|month|quarter|year|annual|daily)", re.IGNORECASE)
ADDRESS = re.compile(r"https?://\S+|\bwww\.\S+|(?<![\w.+-])[\w.+-]++@\S+")
WORD = re.compile(r"[\w’'-]+")


def words(text: str) -> list[str]:
    return WORD.findall(text)


def is_thin(text: str, enough: int = ENOUGH) -> bool:
    """Return whether the text has too few words to be a reason."""
    return len(text) < 12 * enough and len(words(text)) < enough


def is_placeholder(text: str) -> bool:
    """Return whether the text is a placeholder such as “tbc” or “not stated”."""
    plain = " ".join(text.lower().split()).strip(" .,;:!")
    return not plain or is_bare(plain) or plain in PLACEHOLDERS


def denies_evidence(text: str) -> bool:
    """Return whether the text is a placeholder, or begins by saying that there is no evidence."""
    return is_placeholder(text) or bool(NO_EVIDENCE.match(text.strip()))


def has_figure(text: str) -> bool:
    return any(character.isdigit() for character in text)


def is_open_ended(text: str) -> bool:
    """Return whether the text says “ongoing” or the like, with neither an end nor a rhythm."""
    return bool(OPEN_ENDED.search(text)) and not FREQUENCY.search(text)


def plain(text: str, without: Iterable[str] = ()) -> str:
    """Return the words in lower case with single spaces, and without the given phrases."""
    text = text.lower()
    for phrase in without:
        text = text.replace(phrase.lower(), " ")
    return " ".join(words(text))


def shingles(text: str, size: int = 3) -> frozenset[int]:
    """Return the hash of every run of `size` words of a plain text: similar texts share most.

    The hashes hold for this process alone.
    """
    text_words = text.split()
    runs = zip(*(text_words[i:] for i in range(size)), strict=False)
    return frozenset(map(hash, runs)) or frozenset({hash(tuple(text_words))})


def similarity(first: frozenset[int], second: frozenset[int]) -> float:
    """Return the similarity of two sets of shingles: from 0, nothing shared, to 1, the same."""
    shared = len(first & second)
    either = len(first) + len(second) - shared
    return shared / either if either else 0.0


SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
LONG_SENTENCE = 8  # words: shorter ones are said by many people, and are nobody’s


def sentences(text: str) -> list[str]:
    return [sentence for sentence in SENTENCE_END.split(text) if sentence.strip()]


def fingerprints(text: str) -> dict[int, int]:
    """Return the number of words of each long sentence, by the hash of its words.

    The hashes hold for this process alone: they are compared, and never stored.
    """
    word_counts = {}
    for sentence in SENTENCE_END.split(text.lower()):
        sentence_words = sentence.split()
        if len(sentence_words) >= LONG_SENTENCE:
            word_counts[hash(" ".join(sentence_words).rstrip(".!?"))] = len(sentence_words)
    return word_counts


def listed(names: list[str]) -> str:
    """Return several names as in a sentence: “Age, Race and Sex”."""
    *before, last = names
    return f"{', '.join(before)} and {last}" if before else last
