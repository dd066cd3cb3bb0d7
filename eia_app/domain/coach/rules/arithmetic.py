"""Rules about figures that do not agree with each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from eia_app.domain.coach import authorities
from eia_app.domain.coach.assessment_view import AssessmentView
from eia_app.domain.coach.rule import Occurrence, Reason, Severity, rule
from eia_app.domain.coach.text_analysis import sentences
from eia_app.domain.text.conversions import decimal

NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
PERCENT = re.compile(rf"(?<![\d.,])({NUMBER})\s?(?:%|per ?cent\b)", re.IGNORECASE)
AMOUNT = re.compile(rf"(?<![\w.,/-])({NUMBER})(?![\w/-]|[.,]\d|\s?%|\s?per ?cent)")
CHANGE = re.compile(
    r"\b(?:cut|cuts|cutting|fall|falls|falling|fell|lose|loses|losing|lost|reduc\w+|save|saves"
    r"|saving|savings|rise|rises|rising|rose|rais\w+|increase[sd]?|increasing)\b",
    re.IGNORECASE,
)
TOTAL = re.compile(r"\b(?:totals?|totalling|in all|altogether|made up of)\b", re.IGNORECASE)
TOTAL_LINE = re.compile(rf"\A\W*(?:grand )?total\b[^\d£]*£?({NUMBER})\W*$", re.IGNORECASE)
LINE = re.compile(rf"\A(?=[^\d]*?[a-z])[^\d]*+({NUMBER})(?: pounds)?\W*$", re.IGNORECASE)
# What a text must hold for the patterns to be worth trying: they are slower than a look.
OF_PERCENT, OF_TOTAL = ("%", "er cent", "ercent"), ("otal", "n all", "ltogether", "ade up of")
UNIT = re.compile(r"\s+([^\W\d_]+)")
LARGE = 1000  # amounts that are worth a percentage of: not a day, an age or a count of things
POINTS = 1.0  # percentage points by which a rounded percentage may be off
FIGURES = Reason(
    "Councillors rely on the figures. In published assessments we found sums that disagree.",
    authorities.OURS,
)
LONGEST_LINE = 200  # characters of a line with one figure
LEAST = 3  # figures in a list that a colon or a total is over


@rule(
    "percentage",
    Severity.SHOULD,
    at=(),
    description="An amount, a cut or a rise in per cent, and a sum that is not that part of it",
    reason=FIGURES,
)
def percentage(view: AssessmentView) -> Iterator[Occurrence]:
    for authored in view.texts:
        fault = (
            _first_fault(_wrong_part, authored.text)
            if _contains_any(authored.text, OF_PERCENT)
            else ""
        )
        if fault:
            yield Occurrence(authored.place, fault, authored.text)


def _contains_any(text: str, signs: Iterable[str]) -> bool:
    return any(sign in text for sign in signs)


def _first_fault(find_fault: Callable[[str], str], text: str) -> str:
    """Return the first fault that is found in a sentence, or ""."""
    return next(filter(None, map(find_fault, sentences(text))), "")


def _wrong_part(sentence: str) -> str:
    """Return the fault of a sentence about a change whose whole, percentage and part disagree.

    The percentage comes before the part, and both amounts are of the same: pounds, or places.
    """
    first_rate = PERCENT.search(sentence)
    if first_rate is None or not CHANGE.search(sentence):
        return ""
    large = (match for match in AMOUNT.finditer(sentence) if _is_large(number(match[1])))
    amounts = list(islice(large, 3))  # a third is enough to say nothing
    if len(amounts) != 2:
        return ""
    smaller, larger = sorted(amounts, key=lambda match: number(match[1]))
    rate, part, whole = number(first_rate[1]), number(smaller[1]), number(larger[1])
    of_same = _unit(sentence, smaller) == _unit(sentence, larger) != ""
    if not of_same or first_rate.start() > smaller.start() or part == whole:
        return ""
    share = 100 * part / whole
    if min(abs(share - rate), abs(100 - share - rate)) <= POINTS:
        return ""
    return (
        f"{rate:g}% of {whole:,.10g} is {whole * rate / 100:,.0f}, but you say {part:,.10g}, which"
        f" is {share:.0f}%. Check these figures."
    )


def _unit(sentence: str, amount: re.Match[str]) -> str:
    """Return the unit of an amount: “£”, or the word after it."""
    if sentence[: amount.start()].rstrip().endswith("£"):
        return "£"
    word = UNIT.match(sentence, amount.end())
    return word[1].lower() if word else ""


@rule(
    "total",
    Severity.SHOULD,
    at=(),
    description="A list of numbers that does not add up to the total it claims",
    reason=FIGURES,
)
def total(view: AssessmentView) -> Iterator[Occurrence]:
    for authored in view.texts:
        if not _contains_any(authored.text, OF_TOTAL) or not TOTAL.search(authored.text):
            continue
        fault = _wrong_lines(authored.text) or _first_fault(_wrong_list, authored.text)
        if fault:
            yield Occurrence(authored.place, fault, authored.text)


def _wrong_lines(text: str) -> str:
    """Return the fault of lines that end in a number, with a line “Total” under them."""
    lines_above: list[float] = []
    for line in (line.strip()[:LONGEST_LINE] for line in text.splitlines()):
        claimed = TOTAL_LINE.match(line)
        if claimed and len(lines_above) > 1:
            return _wrong_total(lines_above, [number(claimed[1])])
        figure = LINE.match(line)
        if not figure or claimed:
            lines_above = []
        else:
            lines_above.append(number(figure[1]))
    return ""


def _wrong_list(sentence: str) -> str:
    """Return the fault of a sentence with a total, a colon, and three or more numbers after it."""
    before, colon, after = sentence.partition(": ")
    if not colon or not TOTAL.search(before) or PERCENT.search(after):
        return ""
    claimed = [number(text) for text in AMOUNT.findall(before)]
    parts = [number(text) for text in AMOUNT.findall(after)]
    return _wrong_total(parts, claimed) if claimed and len(parts) >= LEAST else ""


def _wrong_total(parts: list[float], claimed: list[float]) -> str:
    """Return the fault, or "" if the parts come to one of the totals, to the nearest whole."""
    in_all = sum(parts)
    if any(abs(in_all - total) < 1 for total in claimed):
        return ""
    return f"The figures come to {in_all:,.10g}, not to {claimed[-1]:,.10g}. Check these figures."


def number(text: str) -> float:
    """Return the amount, or 0 for one of more digits than any sum has."""
    return decimal(text.replace(",", "")) or 0.0


def _is_large(amount: float) -> bool:
    """Return whether an amount is large enough to be a sum, and is not a year."""
    return amount >= LARGE and not (1900 <= amount <= 2100 and amount == int(amount))
