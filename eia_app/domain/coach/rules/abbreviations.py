"""A rule about initials that readers may not know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

import re2

from eia_app.domain.coach import authorities
from eia_app.domain.coach.assessment_view import AssessmentView
from eia_app.domain.coach.rule import Occurrence, Reason, Severity, rule
from eia_app.domain.coach.text_analysis import ADDRESS
from eia_app.domain.review.review import Location

INITIALS = re.compile(r"(?<![\w&/.-])([A-Z]{2,6})s?(?![\w&/-]|\.\w)")
KNOWN = frozenset(
    {
        *("EIA", "EIAS", "UK", "EU", "USA", "NHS", "VAT", "BBC", "GP", "PDF", "TV", "ID", "IT"),
        *("DVD", "CD", "OK", "PC", "MP", "HM", "CV", "DIY", "FAQ", "CCTV", "COVID", "AM", "PM"),
        *("BST", "GMT", "AD", "BC", "DNA", "HIV", "AIDS", "SMS", "USB", "ATM", "CEO"),
        *("II", "III", "IV", "VI", "VII", "VIII", "IX", "XI", "XII"),
    }
)
TWO_CAPITALS = re.compile("[A-Z][A-Z]")
MOST_JUDGED = 100  # of one assessment: with more, it is a list of codes
SHOUTED = 3  # words in capitals in a row are a heading, not initials
APART = "\n_\n"  # between two texts: no words in a row
OTHER_LETTERS = re.compile(r"[^\W\x00-\x7f]")
CAPITALS = re.compile(rf"(?:\b[A-Z]{{2,}}\b\W+){{{SHOUTED - 1},}}\b[A-Z]{{2,}}\b")


@rule(
    "initials",
    Severity.TIP,
    at=(),
    description="Initials that are never spelt out",
    reason=Reason("Write in plain English, with initials spelt out.", authorities.WARWICK),
)
def initials(view: AssessmentView) -> Iterator[Occurrence]:
    first_places: dict[str, Location] = {}
    for authored in view.texts:
        for abbreviation in _abbreviations_in(authored.text):
            first_places.setdefault(abbreviation, authored.place)
    if not first_places:
        return
    whole_text = plain(APART.join(authored.text for authored in view.of_whole_assessment().texts))
    for abbreviation, place in islice(first_places.items(), MOST_JUDGED):
        if not spelt_out(abbreviation).search(whole_text):
            yield Occurrence(
                place,
                f"Say what {abbreviation} stands for, the first time that you use it.",
                abbreviation,
            )


def _abbreviations_in(text: str) -> Iterator[str]:
    if not TWO_CAPITALS.search(text):
        return
    if any(sign in text for sign in ("@", "//", "www.")):
        text = ADDRESS.sub(" ", text)
    for abbreviation in INITIALS.findall(CAPITALS.sub(" ", text)):
        if abbreviation not in KNOWN:
            yield abbreviation


def plain(text: str) -> bytes:
    """Return the text in ASCII for re2: other letters, which are parts of words, become “_”."""
    return OTHER_LETTERS.sub("_", text.replace("’", "'")).encode("ascii", "replace")


@lru_cache(maxsize=512)
def spelt_out(abbreviation: str) -> re2._Regexp[bytes]:
    """Return a pattern of the abbreviation in brackets, or of words with its initials.

    Small words in between may stand for a letter or for none, and “&” is no letter either. So there
    are many ways to read a row of them, and `re` would try them all.
    """
    gap = r"\W+(?:(?:of|and|for|the|&)\W+)*"
    full_words = gap.join(rf"{letter}[\w'-]+" for letter in abbreviation)
    return re2.compile(
        rf"(?i)\b{full_words}|\({abbreviation}s?\)|\b{abbreviation}s? \(\w+ \w".encode()
    )
