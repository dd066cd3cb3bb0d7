"""Folding of text for searches: without case, accents, quotation marks and hyphens."""

from __future__ import annotations

import re
import unicodedata

QUOTES = dict.fromkeys(map(ord, "'’‘‛ʼʹ′`´\"“”„″«»"))  # “Carers’”, “Carers'” and “Carers” are alike
LETTERS = {  # those that Unicode does not take apart into a letter and its mark
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "ħ": "h",
    "ŧ": "t",
    "ı": "i",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
}
OTHER = re.compile(r"[^\x00-\x7f]")
NOT_SEEN = {"Mn", "Me", "Cf"}  # marks on letters, and what shows nothing
MINUS = "\u2212"
MOST_WORDS, LONGEST = 12, 100  # more of them, or longer ones, nobody looks for


def folded(text: str) -> str:
    """Return small letters without accents, no quotation marks or apostrophes, a space for each
    hyphen, and single spaces.
    """
    decomposed = unicodedata.normalize("NFKD", text.translate(QUOTES)).casefold()
    return " ".join(OTHER.sub(_plain, decomposed).replace("-", " ").split())


def words_of(search: str) -> list[str]:
    """Return the folded words of a search.

    Words joined by a hyphen stay together: “EIA-2026-014” is looked for as “eia 2026 014”.
    """
    words = (folded(word)[:LONGEST] for word in search.split(maxsplit=MOST_WORDS)[:MOST_WORDS])
    return [word for word in words if word]


def _plain(match: re.Match[str]) -> str:
    character = match[0]
    if character in LETTERS:
        return LETTERS[character]
    category = unicodedata.category(character)
    if category in NOT_SEEN:
        return ""
    return " " if category == "Pd" or character == MINUS else character
