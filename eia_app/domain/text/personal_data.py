"""Search for a person’s email address, telephone number or National Insurance number in text.

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
GAP = "[ \xa0\u2009\u202f.\u2011\u2013-]"  # Word puts spaces and hyphens that do not break
PHONE = re.compile(
    rf"(?<![\w,/£+-])(?<!\d\.)(?:(?:\+|00)44{GAP}?(?:\(0\){GAP}?)?|\(?0)"
    rf"[127]\d(?:(?:{GAP}|\)){{0,2}}\d){{7,8}}(?![\d%])"
)
TWO_LETTERS = r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
FORMATTING = re.compile(rf"{GAP}|[()]")
ABROAD = re.compile(r"\A(?:\+|00)44")
PARTS = re.compile(r"[._+-]|(?<=\D)(?=\d)")  # of a name in front of the @
NUMBER = re.compile(
    rf"(?<!\w)(?:{TWO_LETTERS}(?:{GAP}?\d\d){{3}}{GAP}?[A-D]|(?i:{TWO_LETTERS}\d{{6}}[A-D]))(?!\w)"
)
# Words that a team’s address has in front of the @: the long ones also within another.
# fmt: off
OF_TEAMS = frozenset([
    "accessibility", "admin", "advice", "appeals", "benefit", "business", "cabinet", "campaign",
    "care", "carers", "ceo", "chair", "chief", "children", "clerk", "comments", "committee",
    "comms", "communications", "communities", "community", "complaint", "consult", "contact",
    "council", "customer", "data", "democracy", "democratic", "development", "digital",
    "diversity", "dpo", "edi", "eia", "elections", "engagement", "enquiries", "enquiry",
    "environment", "eqia", "equalities", "equality", "events", "executive", "families", "feedback",
    "finance", "foi", "forum", "general", "grants", "health", "hello", "help", "helpdesk",
    "highways", "homelessness", "housing", "hr", "hub", "inbox", "inclusion", "info",
    "information", "legal", "leisure", "library", "licensing", "localplan", "mail", "mailbox",
    "media", "members", "monitoring", "noreply", "office", "parking", "participation",
    "partnership", "planning", "policy", "postmaster", "press", "privacy", "projects", "public",
    "reception", "recruitment", "recycling", "regeneration", "registrars", "revenues",
    "safeguarding", "schools", "scrutiny", "secretary", "service", "social", "sport", "streets",
    "support", "survey", "team", "tenancy", "transport", "views", "village", "volunteering",
    "waste", "web", "welfare", "wellbeing", "yoursay", "youth",
])
# fmt: on
LONG = 6  # letters, as of “planning” in “planningpolicy”
LONG_WORDS = tuple(word for word in OF_TEAMS if len(word) >= LONG)


def finds(text: str, known: Iterable[str] = ()) -> list[Find]:
    """Return the personal details in a text, each once, but for those `known` as the council’s."""
    ours = {_plain(detail) for detail in known if detail}
    personal = [find for find in _all(text) if _plain(find.text) not in ours]
    return list(dict.fromkeys(personal))


def _all(text: str) -> Iterator[Find]:
    for match in EMAIL.finditer(text):
        if not _is_of_a_team(match[1]):
            yield Find(Detail.EMAIL, match[0].rstrip("."))
    for match in PHONE.finditer(text):
        yield Find(Detail.PHONE, match[0])
    for match in NUMBER.finditer(text):
        yield Find(Detail.NATIONAL_INSURANCE, match[0])


def _is_of_a_team(name: str) -> bool:
    name = name.lower()
    if not OF_TEAMS.isdisjoint(PARTS.split(name)):
        return True
    return name.endswith("team") or (len(name) >= LONG and any(word in name for word in LONG_WORDS))


def _plain(text: str) -> str:
    return ABROAD.sub("0", FORMATTING.sub("", text).lower())
