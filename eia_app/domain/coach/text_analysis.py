"""Reading what people wrote: how much it says, and how like another text it is."""

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
SAYS_NONE = re.compile(
    r"(?:there (?:is|are) )?(?:no|not any) (?:\w+ )?(?:evidence|data|information|figures?)\b"
    r"|(?:none|nothing) (?:\w+ )?(?:known|found|held|available)\b",
    re.IGNORECASE,
)
WITHOUT_END = re.compile(
    r"\b(?:on-?going|continuous(?:ly)?|as (?:and )?when|as (?:required|needed)|rolling)\b",
    re.IGNORECASE,
)
RHYTHM = re.compile(r"\d|\b(?:every|each|week|month|quarter|year|annual|daily)", re.IGNORECASE)
ADDRESS = re.compile(r"https?://\S+|\bwww\.\S+|(?<![\w.+-])[\w.+-]++@\S+")
WORD = re.compile(r"[\w’'-]+")


def words(text: str) -> list[str]:
    return WORD.findall(text)


def is_thin(text: str, enough: int = ENOUGH) -> bool:
    """Whether it has too few words to be a reason."""
    return len(text) < 12 * enough and len(words(text)) < enough


def says_nothing(text: str) -> bool:
    """Whether it only holds the place of an answer, such as “tbc” or “not stated”."""
    plain = " ".join(text.lower().split()).strip(" .,;:!")
    return not plain or is_bare(plain) or plain in PLACEHOLDERS


def says_none(text: str) -> bool:
    """Whether it says, or begins by saying, that there is none."""
    return says_nothing(text) or bool(SAYS_NONE.match(text.strip()))


def has_figure(text: str) -> bool:
    return any(character.isdigit() for character in text)


def goes_on_for_ever(text: str) -> bool:
    """“Ongoing” and the like, with neither an end nor a rhythm."""
    return bool(WITHOUT_END.search(text)) and not RHYTHM.search(text)


def plain(text: str, without: Iterable[str] = ()) -> str:
    """Small letters and single spaces, no punctuation, and none of these phrases."""
    text = text.lower()
    for phrase in without:
        text = text.replace(phrase.lower(), " ")
    return " ".join(words(text))


def shingles(text: str, size: int = 3) -> frozenset[int]:
    """Every run of so many words of a plain text: near-same texts share most of theirs.

    Each is a number that stands for its words, and holds for this process alone.
    """
    found = text.split()
    runs = zip(*(found[i:] for i in range(size)), strict=False)
    return frozenset(map(hash, runs)) or frozenset({hash(tuple(found))})


def likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """From 0, nothing shared, to 1, the same."""
    shared = len(one & other)
    together = len(one) + len(other) - shared
    return shared / together if together else 0.0


SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
LONG_SENTENCE = 8  # words: shorter ones are said by many people, and are nobody’s


def sentences(text: str) -> list[str]:
    return [each for each in SENTENCE_END.split(text) if each.strip()]


def fingerprints(text: str) -> dict[int, int]:
    """Each long sentence as a number that stands for its words, with how many words it has.

    The numbers hold for this process alone: they are compared, and never kept.
    """
    found = {}
    for sentence in SENTENCE_END.split(text.lower()):
        said = sentence.split()
        if len(said) >= LONG_SENTENCE:
            found[hash(" ".join(said).rstrip(".!?"))] = len(said)
    return found


def listed(names: list[str]) -> str:
    """Several names as in a sentence: “Age, Race and Sex”."""
    *before, last = names
    return f"{', '.join(before)} and {last}" if before else last
