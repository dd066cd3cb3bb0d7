"""Numbers so small that they could point to a person: refused, masked, or gently pointed out."""

from __future__ import annotations

import re
from typing import Any

from eia_app.domain.questionnaire import Question

MASKED = re.compile(r"\s*(?:fewer than|less than|under|<)\s*(\d{1,3})\s*\Z", re.IGNORECASE)
SAID_MASKED = re.compile(r"(?:\b(?:fewer|less) than|<) ?(\d{1,2})\b(?!\s?%)", re.IGNORECASE)
WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine")  # “one” is said too often
# Whom a small number may count. “One in three people” and “two public meetings” count nobody.
PEOPLE = (
    r"(?:people|persons?|residents?|customers?|users?|clients?|tenants?|households?|famil(?:y|ies)"
    r"|carers?|children|child|pupils?|employees?|colleagues?|wom[ae]n|m[ae]n|girls?|boys?"
    r"|applicants?|claimants?|respondents?|members? of staff)"
)
KINDS = (
    r"(?:other|more|further|local|existing|current|former|disabled|deaf|blind|autistic|older|young"
    r"|younger|trans|gay|lesbian|bisexual|black|asian|white|mixed|muslim|jewish|hindu|sikh|christian"
    r"|polish|nepalese|traveller|roma|gypsy|pregnant|single|unpaid|male|female|homeless|service)"
)
BARE = re.compile(rf"(\d+)(?: {PEOPLE})?\.?\Z", re.IGNORECASE)
COUNTED = re.compile(
    r"(?<![\w.,/£%–-])(?<!\bin )(?<!out of )(?<!\d of )(?<!\bthe )(?<!\bevery )(?<!\bthan )"
    r"(?<!\bto )"
    rf"(?P<number>\d|{'|'.join(WORDS)})(?: {KINDS}){{0,2}} {PEOPLE}\b",
    re.IGNORECASE,
)
NUMBER = re.compile(r"(?<![\w.,£])\d[\d,]*(?!\S*%)\b")
TOTAL = re.compile(r"\b(?:total|in all|altogether|out of)\b", re.IGNORECASE)
WORKED_OUT = (
    "A masked number can be worked out from a total and the other parts. Mask a second part, or"
    " leave out the total."
)


def masked(text: str) -> str:
    """“fewer than 5” for each way of writing it; "" for anything else."""
    found = MASKED.match(text)
    return f"fewer than {int(found[1])}" if found else ""


def problem(question: Question, value: Any, threshold: int) -> str:
    """Why a count of people is refused, with the form to enter instead; "" where it is not."""
    if not question.counts_people or threshold < 2:
        return ""
    if not 0 < _counted(value) < threshold:
        return ""
    return f"A number this small could identify someone: enter “fewer than {threshold}” instead"


def _counted(value: Any) -> float:
    """The number of people that an answer gives; 0 for one that is no number."""
    if isinstance(value, int | float):
        return value
    text = str(value or "").strip()
    found = MASKED.match(text) or BARE.match(text)
    return int(found[1]) if found else 0


def notices(text: str, threshold: int) -> list[str]:
    """What to look at again in a text; nothing here is refused."""
    found = [
        f"“{match[0].strip()}” could point to someone. Think of “fewer than {threshold}” instead."
        for match in COUNTED.finditer(text)
        if 0 < _number(match["number"]) < threshold
    ]
    if can_be_worked_out(text):
        found.append(WORKED_OUT)
    return list(dict.fromkeys(found))


def _number(word: str) -> int:
    return int(word) if word.isdigit() else WORDS.index(word.lower()) + 2


def can_be_worked_out(text: str) -> bool:
    """Whether one part is masked, and its total and another part are given beside it.

    Two masked parts hide each other.
    """
    for sentence in re.split(r"(?<=[.!?])\s+|\n+", text):
        hidden = SAID_MASKED.findall(sentence)
        others = NUMBER.findall(SAID_MASKED.sub(" ", sentence))
        if len(hidden) == 1 and len(others) >= 2 and TOTAL.search(sentence):
            return True
    return False
