"""Warnings about an edited paragraph that the record contradicts. None of them refuses it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from eia_app.domain.coach.failing_checks import run_check
from eia_app.domain.text.conversions import whole
from eia_app.reports.content.key_facts import KeyFacts
from eia_app.reports.content.snapshot_reader import Json
from eia_app.reports.content.status import ReportStatus
from eia_app.reports.text.sentences import count, number_of

REFERENCE = re.compile(r"\bEIA-\d{4}-\d+\b")
VERSION = re.compile(r"\bversion\s+(\d+)", re.IGNORECASE)
SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
GROUPS = r"(\d+|" + "|".join(SMALL) + r")\s+groups?\b"
WOULD = r"(?:would|will|may|could|are|is)\s+(?:be\s+)?worse"
WORSE = re.compile(rf"\b{GROUPS}\s+{WOULD}", re.IGNORECASE)
BETTER = re.compile(rf"\bpositive\s+for\s+{GROUPS}", re.IGNORECASE)
UNKNOWN = re.compile(rf"\bnot\s+known\s+for\s+{GROUPS}", re.IGNORECASE)


def warnings(text: str, snapshot: Json, status: ReportStatus, limit: int) -> list[str]:
    """Return a sentence for each contradiction, the gravest first."""
    facts = KeyFacts(snapshot, status)
    checks = (_reference, _version, _groups)
    mistakes = [
        mistake
        for check in checks
        for mistake in run_check(check.__name__, partial(check, text, facts))
    ]
    return [*mistakes, *_long(text, limit)]


def _reference(text: str, facts: KeyFacts) -> Iterator[str]:
    references = dict.fromkeys(REFERENCE.findall(text))
    if facts.reference not in references:
        yield f"It leaves out the reference, {facts.reference}."
    for other in references:
        if other != facts.reference:
            yield f"It names {other}; this assessment is {facts.reference}."


def _version(text: str, facts: KeyFacts) -> Iterator[str]:
    versions = dict.fromkeys(VERSION.findall(text))
    if not versions:
        yield f"It leaves out the version, which is {facts.version}."
    for other in versions:
        if whole(other) != facts.version:
            yield f"It says version {other}; this is version {facts.version}."


def _groups(text: str, facts: KeyFacts) -> Iterator[str]:
    for pattern, known, claim in (
        (WORSE, len(facts.worse), "would be worse off"),
        (BETTER, sum(group.is_better for group in facts.groups), "would be better off"),
        (UNKNOWN, len(facts.unknown), "may be affected in a way that is not known"),
    ):
        for number in dict.fromkeys(map(str.lower, pattern.findall(text))):
            if (SMALL.index(number) if number in SMALL else whole(number)) != known:
                groups = number_of(known, "group", "groups")
                yield f"It says “{number}”; in the record {groups} {claim}."


def _long(text: str, limit: int) -> Iterator[str]:
    words = count(text)
    if words > limit:
        yield f"It has {words:,} words; the limit is {limit:,}."
