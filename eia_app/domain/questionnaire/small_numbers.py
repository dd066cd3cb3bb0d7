"""Numbers so small that they could point to a person: refused, masked, or gently pointed out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from eia_app.domain.questionnaire.model import Question
from eia_app.domain.text.conversions import whole
from eia_app.domain.text.remembered import remembered

NAMES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
NAMED = "|".join(NAMES)
# Whom a small number may count. “Two customer service points” and “a 1 person flat” count nobody.
ONE = (
    r"person|resident|customer|user|client|tenant|household|family|carer|child|pupil|employee"
    r"|colleague|woman|man|girl|boy|applicant|claimant|respondent|member of staff|staff member"
    r"|participant|patient|student|veteran|refugee|asylum seeker|care leaver|parent|mother|father"
)
MANY = (
    rf"(?:{ONE})s|people|children|women|men|families|members of staff|muslims|hindus|sikhs"
    r"|staff(?= (?:are|were|who|in|have|will|would|from|on|of|and|or|with|aged)\b| ?[.,;:()]|\Z)"
)
TELLING = (  # words that make “one” worth a look, which is said too often
    r"disabled|deaf|blind|autistic|wheelchair|trans|gay|lesbian|bisexual|black|asian|white|mixed"
    r"|muslim|jewish|hindu|sikh|christian|polish|nepalese|syrian|afghan|ukrainian|gurkha"
    r"|traveller|roma|gypsy|pregnant|homeless"
)
ALONE = (  # that tell as much of people whom no noun counts
    r"women|men|female|male|non-binary|neurodivergent|dyslexic|epileptic|sighted|hard of hearing"
    r"|breastfeeding|widowed|wheelchair users?|over \d\d|minority ethnic"
)
KINDS = (
    rf"(?:{TELLING}|other|more|further|local|existing|current|former|older|young|younger|single"
    r"|lone|unpaid|male|female|service)"
)
MANY_OF_THEM = (
    rf"(?: of (?:our|the|these|those|its|their)(?: \d+)?)?(?: {KINDS}){{0,2}} (?:{MANY})"
    rf"| (?:are|were) (?:{TELLING})"
)
COUNTED = re.compile(
    rf"(?<![\w.,/£%–-])(?:(?P<many>\d|{NAMED[4:]})(?:{MANY_OF_THEM})"
    rf"|(?:1(?: {KINDS}){{0,2}}|one (?:{TELLING})) (?:{ONE}))\b",
    re.IGNORECASE,
)
# A small number of people of whom something is told that tells them apart: “one of them disabled”,
# “4 from a minority ethnic group”, “one on maternity leave”. “One disabled toilet” is nobody.
OF_THEM = r"(?: of (?:them|whom|these|those|(?:our|the|these|those|its|their)(?: \d+)? \w+))?"
AND = rf"\d|{NAMED}|an?|aged|has|have|is|are|needs?|lives?|uses?|over|the other|their|her|his"
DETAIL = re.compile(
    rf"(?<![\w.,/£%–-])(?P<number>\d|{NAMED}){OF_THEM}(?: who)?(?: (?:is|are|was|were|being))?"
    rf" (?:(?:(?:profoundly|severely|partially|also|heavily) )?(?:{TELLING}|{ALONE})"
    rf"(?!(?:,| and| or) (?:{TELLING})\b)"
    rf"(?= ?(?:[,.;:()]|\Z)| (?:who|aged|with|but|because|so|(?:and|or) (?:{AND})) ?\b)"
    r"|aged (?:about |over |under )?\d|on (?:maternity|paternity|adoption|sick|sickness) leave"
    r"|on long[- ]term sick|(?:from|of) (?:an? )?(?:\w+ ){0,2}(?:minority|ethnic|heritage)\b"
    r"|with (?:an? )?(?:\w+ )?(?:disabilit|impairment|learning difficult|long[- ]term condition"
    r"|mental health)|(?:use|uses|using|in) (?:an? )?wheelchairs?\b)",
    re.IGNORECASE,
)
BEFORE = re.compile(  # a share, a range, a rule or a label: what follows is no count of people
    rf"(?:\b(?:\d+|{NAMED}) (?:in|of|to|(?:person|people|adult|child|resident)s? in)|\bup to"
    r"|\bout of|\bthe|\bevery|\beach|\bper|\bthan|\bunder"
    r"|\bover|\bleast|\bmost|\bminimum of|\bmaximum of|\badults and|\b(?:groups?|households?) of"
    r"|\b(?:families|couples|households|parents|people) with"
    r"|\b(?:zone|phase|band|grade|ward|tier|stage|level|table|figure|option|priority|year|group"
    r"|type|class|category|rule|part|section|step|article|block|objective)) \Z",
    re.IGNORECASE,
)
LOOK_BACK = 40  # characters
AFTER = re.compile(
    rf"['’-]| (?:in (?:every )?(?:\d+|{NAMED}|ten)\b(?! (?:wards|villages|homes|streets))|out of"
    r"|households?|famil|flats?|homes?|rooms?|units?|waste|permits?|carriers?|groups?|associations?"
    r"|forums?|panels?|centres?|meetings?|surveys?|services?|networks?|organisations?)",
    re.IGNORECASE,
)
ABOUT = r"(?:(?:about|around|approximately|approx\.?|roughly|only|just|c\.?) |~ ?)?"
BARE = re.compile(
    rf"\A{ABOUT}(?:\d+ ?(?:or|to|-|–) ?)?(?P<number>\d{{1,9}}|{NAMED})(?:(?: {KINDS}){{0,2}}"
    rf" (?:{MANY}|{ONE}))?\.?\Z",
    re.IGNORECASE,
)
MASKED = re.compile(
    rf"\A\s*+(?:fewer than|less than|under|<)\s*(?P<number>\d{{1,3}}|{NAMED})\s*\Z", re.IGNORECASE
)
SAID_MASKED = re.compile(
    rf"(?:\b(?:fewer|less) than|<) ?(\d{{1,2}}|{NAMED})\b(?! ?(?:%|per|miles?|min|hours?|days?"
    r"|weeks?|months?|years?|km|m\b|metres?|pence|times?))",
    re.IGNORECASE,
)
NUMBER = re.compile(r"(?<![\w.,£])\d[\d,]*\b")
TOTAL = re.compile(r"\b(?:total|in all|altogether|out of)\b", re.IGNORECASE)
WORKED_OUT = (
    "A masked number can be worked out from a total and the other parts. Mask a second part, or"
    " leave out the total."
)


def masked(text: str) -> str:
    """Return “fewer than 5” for each way of writing it; "" for anything else."""
    match = MASKED.match(text)
    return f"fewer than {_number(match['number'])}" if match else ""


def problem(question: Question, value: Any, threshold: int) -> str:
    """Return why a count of people is refused, and the form to enter; "" if it is accepted."""
    if not question.counts_people or threshold < 2:
        return ""
    if not 0 < _counted(value) < threshold:
        return ""
    return (
        f"A number this small could identify someone: enter “fewer than {threshold}” instead,"
        " and no total that gives it away"
    )


def _counted(value: Any) -> float:
    """Return the number of people that an answer gives; 0 for an answer that is no number."""
    if isinstance(value, int | float):
        return value
    text = str(value or "").strip()
    match = MASKED.match(text) or BARE.match(text)
    return _number(match["number"]) if match else 0


@remembered
def notices(text: str, threshold: int) -> tuple[str, ...]:
    """Return sentences about small numbers in a text; none of them is refused."""
    sentences = [
        f"“{words}” could point to someone. Think of “fewer than {threshold}” instead."
        for number, words in _small_counts(text)
        if 0 < number < threshold
    ]
    if can_be_worked_out(text):
        sentences.append(WORKED_OUT)
    return tuple(dict.fromkeys(sentences))


def _small_counts(text: str) -> Iterator[tuple[int, str]]:
    """Yield the numbers under ten that seem to count people, each once, with its words."""
    starts = set()
    for pattern, group in ((COUNTED, "many"), (DETAIL, "number")):
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - LOOK_BACK) : match.start()]
            is_counted = match.start() in starts
            if is_counted or BEFORE.search(before) or AFTER.match(text, match.end()):
                continue
            starts.add(match.start())
            yield _number(match[group] or "1"), match[0]


def _number(word: str) -> int:
    """Return the number of digits or of a name; 0 for more digits than any count has."""
    return NAMES.index(word.lower()) + 1 if word.lower() in NAMES else whole(word) or 0


def can_be_worked_out(text: str) -> bool:
    """Return whether one part is masked, and its total and another part are given beside it.

    Two masked parts hide each other.
    """
    for sentence in re.split(r"(?<=[.!?])\s+|\n+", text):
        hidden = SAID_MASKED.findall(sentence)
        others = _numbers(SAID_MASKED.sub(" ", sentence))
        if len(hidden) == 1 and len(others) >= 2 and TOTAL.search(sentence):
            return True
    return False


def _numbers(sentence: str) -> list[str]:
    """Return the numbers that are no share: no “%” follows before the next space."""
    parts = (part.rpartition("%")[2] for part in sentence.split())
    return [number for part in parts for number in NUMBER.findall(part)]
