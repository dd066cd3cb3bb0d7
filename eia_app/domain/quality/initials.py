"""A rule about initials that readers may not know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from eia_app.domain.quality import sources
from eia_app.domain.quality.finding import Reason, Severity, Spot, rule
from eia_app.domain.quality.texts import ADDRESS
from eia_app.domain.quality.view import View

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
SHOUTED = 3  # words in capitals in a row are a heading, not initials
CAPITALS = re.compile(rf"(?:\b[A-Z]{{2,}}\b\W+){{{SHOUTED - 1},}}\b[A-Z]{{2,}}\b")


@rule(
    "initials",
    Severity.TIP,
    at=(),
    notices="Initials that are never spelt out",
    reason=Reason("Write in plain English, with initials spelt out.", sources.WARWICK),
)
def initials(view: View) -> Iterator[Spot]:
    told: set[str] = set()
    for written in view.texts:
        for short in _in(written.text):
            if short not in told:
                told.add(short)
                if not _is_spelt_out(view, short):
                    yield Spot(
                        written.place,
                        f"Say what {short} stands for, the first time that you use it.",
                        short,
                    )


def _in(text: str) -> Iterator[str]:
    if not TWO_CAPITALS.search(text):
        return
    if any(sign in text for sign in ("@", "//", "www.")):
        text = ADDRESS.sub(" ", text)
    for short in INITIALS.findall(CAPITALS.sub(" ", text)):
        if short not in KNOWN:
            yield short


def _is_spelt_out(view: View, short: str) -> bool:
    """Somewhere in the assessment: in brackets beside it, or as words with these initials."""
    pattern = _spelt_out(short)
    return any(pattern.search(written.text) for written in view.everywhere().texts)


@cache
def _spelt_out(short: str) -> re.Pattern[str]:
    in_between = r"(?:of|and|for|the|&)"
    said = rf"\W+(?:{in_between}\W+)*".join(rf"{letter}[\w’'-]+" for letter in short)
    return re.compile(rf"\b{said}|\({short}s?\)|\b{short}s? \(\w+ \w+", re.IGNORECASE)
