"""A rule about initials that readers may not know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

import re2

from eia_app.domain.quality import sources
from eia_app.domain.quality.finding import Reason, Severity, Spot, rule
from eia_app.domain.quality.texts import ADDRESS
from eia_app.domain.quality.view import View
from eia_app.domain.review import Place

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
    notices="Initials that are never spelt out",
    reason=Reason("Write in plain English, with initials spelt out.", sources.WARWICK),
)
def initials(view: View) -> Iterator[Spot]:
    first: dict[str, Place] = {}
    for written in view.texts:
        for short in _in(written.text):
            first.setdefault(short, written.place)
    if not first:
        return
    everything = plain(APART.join(written.text for written in view.everywhere().texts))
    for short, place in islice(first.items(), MOST_JUDGED):
        if not spelt_out(short).search(everything):
            yield Spot(
                place, f"Say what {short} stands for, the first time that you use it.", short
            )


def _in(text: str) -> Iterator[str]:
    if not TWO_CAPITALS.search(text):
        return
    if any(sign in text for sign in ("@", "//", "www.")):
        text = ADDRESS.sub(" ", text)
    for short in INITIALS.findall(CAPITALS.sub(" ", text)):
        if short not in KNOWN:
            yield short


def plain(text: str) -> bytes:
    """In plain letters, for re2: others are no initials of ours, but are parts of words."""
    return OTHER_LETTERS.sub("_", text.replace("’", "'")).encode("ascii", "replace")


@lru_cache(maxsize=512)
def spelt_out(short: str) -> re2._Regexp[bytes]:
    """Initials in brackets beside words, or words with these initials.

    Small words in between may stand for a letter or for none, and “&” is no letter either. So there
    are many ways to read a row of them, and `re` would try them all.
    """
    gap = r"\W+(?:(?:of|and|for|the|&)\W+)*"
    said = gap.join(rf"{letter}[\w'-]+" for letter in short)
    return re2.compile(rf"(?i)\b{said}|\({short}s?\)|\b{short}s? \(\w+ \w".encode())
