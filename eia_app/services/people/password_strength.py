"""The reasons to refuse a password: its length, and how soon it would be guessed.

As the NCSC and OWASP’s ASVS ask: no rules of composition, no change by the calendar, and none that
is common, was in a breach, or is made of what is known of the person and the council.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from zxcvbn import zxcvbn  # type: ignore[import-untyped] # it has no types

SHORTEST = 12  # characters
LONGEST = 256
JUDGED = 32  # characters that are looked at: what comes after can only make it stronger
# Signs that can stand for letters. Each more of them that is there doubles the work of judging, so
# a password with many is judged with letters in their place that stand for nothing.
DISGUISES = str.maketrans("@({[<!|$+%", "αβγδεζηθικ")
MOST_DISGUISES = 4
STRONG = 3  # of 4: 10 to the power of 8 guesses are not enough
BEGINNING = "Choose a password that is harder to guess: "
ADVICE = "three random words work well"
REASONS = {
    "repeat": "this one repeats the same characters",
    "sequence": "this one is a row of letters or numbers that follow each other",
    "spatial": "this one is a row of neighbouring keys",
    "date": "this one is built around a date",
    "regex": "this one is built around a year",
}


def weakness(password: str, known: Iterable[str]) -> str:
    """Return what is wrong with a password in a sentence, or "".

    `known` are names, addresses and the like that somebody who guesses would try first.
    """
    if len(password) < SHORTEST:
        return f"Use {SHORTEST} characters or more; {ADVICE}"
    if len(password) > LONGEST:
        return f"Use {LONGEST} characters or fewer"
    words = sorted({word for text in known for word in _words(text)}, key=len, reverse=True)
    plain = re.sub(r"[\W_]", "", password.casefold())
    own = _without(plain, words)
    if own != plain and (not own or _guessed(own, ())["score"] < STRONG):
        return f"{BEGINNING}this one is built around your name, your email address or the council"
    forms = [password, plain] if plain else [password]
    weakest = min((_guessed(form, words) for form in forms), key=lambda guess: guess["score"])
    return "" if weakest["score"] >= STRONG else f"{BEGINNING}{_why(weakest)}"


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]{3,}", text.casefold())


def _without(text: str, words: Iterable[str]) -> str:
    """Return a text without these words; a longer one comes before one that is inside it."""
    for word in words:
        text = text.replace(word, "")
    return text


def _guessed(password: str, words: Iterable[str]) -> dict[str, Any]:
    judged = password[:JUDGED]
    if sum(ord(sign) in DISGUISES for sign in set(judged)) > MOST_DISGUISES:
        judged = judged.translate(DISGUISES)
    guess: dict[str, Any] = zxcvbn(judged, user_inputs=list(words), max_length=JUDGED)
    return guess


def _why(guess: dict[str, Any]) -> str:
    """Return why a password would soon be guessed: by what makes up most of it."""
    longest = max(guess["sequence"], key=lambda part: len(part["token"]), default=None)
    if longest is None or longest["pattern"] == "bruteforce":
        return f"this one is too simple; {ADVICE}"
    if longest["pattern"] == "dictionary":
        return "this one is among the passwords and words that are tried first"
    return REASONS[longest["pattern"]]
