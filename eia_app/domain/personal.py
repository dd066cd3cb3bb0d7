"""Finds what looks like one person’s email address, telephone or National Insurance number.

Precision before reach: an address of a team, or the council’s own, is nobody’s.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Detail(StrEnum):
    EMAIL = "an email address"
    PHONE = "a telephone number"
    NATIONAL_INSURANCE = "a National Insurance number"


@dataclass(frozen=True)
class Find:
    detail: Detail
    text: str


EMAIL = re.compile(r"(?<![\w.+-])([\w.+-]+)@([\w-]+(?:\.[\w-]+)+)", re.ASCII)
PHONE = re.compile(
    r"(?<![\w.,/£+-])(?:\+44 ?(?:\(0\) ?)?|\(?0)[127]\d(?:[ )-]{0,2}\d){7,8}(?![\d%])"
)
NUMBER = re.compile(
    r"(?<!\w)(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
    r"( ?)\d{2}\1\d{2}\1\d{2}\1[A-D](?!\w)"
)
# Words that a team’s address has in front of the @, whole or as a part.
# fmt: off
OF_TEAMS = frozenset([
    "accessibility", "admin", "appeals", "benefits", "cabinet", "care", "committee", "committees",
    "complaints", "consultation", "consultations", "contact", "contactus", "council",
    "councillors", "customer", "customers", "customerservices", "data", "democratic", "democracy",
    "digital", "diversity", "dpo", "elections", "engagement", "enquiries", "enquiry",
    "equalities", "equality", "equalityanddiversity", "events", "feedback", "finance", "foi",
    "general", "grants", "hello", "help", "helpdesk", "highways", "housing", "hr", "inclusion",
    "info", "information", "inbox", "legal", "library", "licensing", "mail", "mailbox", "media",
    "noreply", "office", "parking", "participation", "planning", "policy", "postmaster", "press",
    "privacy", "projects", "public", "reception", "recruitment", "safeguarding", "scrutiny",
    "service", "services", "support", "survey", "surveys", "team", "transport", "web",
    "webmaster", "welfare",
])
# fmt: on


def finds(text: str, known: Iterable[str] = ()) -> list[Find]:
    """What looks personal, each once. `known` are addresses and numbers that are the council’s."""
    ours = {_plain(each) for each in known if each}
    found = [find for find in _all(text) if _plain(find.text) not in ours]
    return list(dict.fromkeys(found))


def _all(text: str) -> Iterator[Find]:
    for match in EMAIL.finditer(text):
        if not _of_a_team(match[1]):
            yield Find(Detail.EMAIL, match[0].rstrip("."))
    for match in PHONE.finditer(text):
        yield Find(Detail.PHONE, match[0])
    for match in NUMBER.finditer(text):
        yield Find(Detail.NATIONAL_INSURANCE, match[0])


def _of_a_team(name: str) -> bool:
    return not OF_TEAMS.isdisjoint(re.split(r"[._+-]|(?<=\D)(?=\d)", name.lower()))


def _plain(text: str) -> str:
    return re.sub(r"[\s()-]", "", text).lower()
