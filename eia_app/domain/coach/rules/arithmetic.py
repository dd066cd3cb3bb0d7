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
    notices="An amount, a cut or a rise in per cent, and a sum that is not that part of it",
    reason=FIGURES,
)
def percentage(view: AssessmentView) -> Iterator[Occurrence]:
    for written in view.texts:
        wrong = _first(_wrong_part, written.text) if _has(written.text, OF_PERCENT) else ""
        if wrong:
            yield Occurrence(written.place, wrong, written.text)


def _has(text: str, signs: Iterable[str]) -> bool:
    return any(sign in text for sign in signs)


def _first(look: Callable[[str], str], text: str) -> str:
    """What is wrong in the first sentence in which something is."""
    return next(filter(None, map(look, sentences(text))), "")


def _wrong_part(sentence: str) -> str:
    """A whole, a percentage and a part of it, in a sentence of a change, that do not agree.

    The percentage comes before the part, and both amounts are of the same: pounds, or places.
    """
    first_rate = PERCENT.search(sentence)
    if first_rate is None or not CHANGE.search(sentence):
        return ""
    large = (found for found in AMOUNT.finditer(sentence) if _is_large(number(found[1])))
    amounts = list(islice(large, 3))  # a third is enough to say nothing
    if len(amounts) != 2:
        return ""
    smaller, larger = sorted(amounts, key=lambda found: number(found[1]))
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
    """What an amount is of: “£”, or the word after it."""
    if sentence[: amount.start()].rstrip().endswith("£"):
        return "£"
    word = UNIT.match(sentence, amount.end())
    return word[1].lower() if word else ""


@rule(
    "total",
    Severity.SHOULD,
    at=(),
    notices="A list of numbers that does not add up to the total it claims",
    reason=FIGURES,
)
def total(view: AssessmentView) -> Iterator[Occurrence]:
    for written in view.texts:
        if not _has(written.text, OF_TOTAL) or not TOTAL.search(written.text):
            continue
        wrong = _wrong_lines(written.text) or _first(_wrong_list, written.text)
        if wrong:
            yield Occurrence(written.place, wrong, written.text)


def _wrong_lines(text: str) -> str:
    """Lines that each end in a number, and a line “Total” under them."""
    over: list[float] = []
    for line in (each.strip()[:LONGEST_LINE] for each in text.splitlines()):
        claimed = TOTAL_LINE.match(line)
        if claimed and len(over) > 1:
            return _said(over, [number(claimed[1])])
        each = LINE.match(line)
        if not each or claimed:
            over = []
        else:
            over.append(number(each[1]))
    return ""


def _wrong_list(sentence: str) -> str:
    """A sentence that claims a total, a colon, and three or more numbers after it."""
    before, colon, after = sentence.partition(": ")
    if not colon or not TOTAL.search(before) or PERCENT.search(after):
        return ""
    claimed = [number(text) for text in AMOUNT.findall(before)]
    parts = [number(text) for text in AMOUNT.findall(after)]
    return _said(parts, claimed) if claimed and len(parts) >= LEAST else ""


def _said(parts: list[float], claimed: list[float]) -> str:
    """What is wrong; nothing if the parts come to one of the totals, to the nearest whole."""
    come_to = sum(parts)
    if any(abs(come_to - each) < 1 for each in claimed):
        return ""
    return f"The figures come to {come_to:,.10g}, not to {claimed[-1]:,.10g}. Check these figures."


def number(text: str) -> float:
    """The amount; 0 for one of more digits than any sum has."""
    return decimal(text.replace(",", "")) or 0.0


def _is_large(amount: float) -> bool:
    """Large enough to be a sum, and no year."""
    return amount >= LARGE and not (1900 <= amount <= 2100 and amount == int(amount))
