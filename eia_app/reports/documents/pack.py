"""A pack: the reports of several assessments for one meeting, as one document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from eia_app.domain.questionnaire.choices import long_date
from eia_app.reports.blocks import Colours
from eia_app.reports.content import cover
from eia_app.reports.content.contrast import readable
from eia_app.reports.content.group_effects import by_effect
from eia_app.reports.content.key_facts import KeyFacts
from eia_app.reports.content.snapshot_reader import NO_ANSWER, Json
from eia_app.reports.content.status import ReportStatus
from eia_app.reports.text.rich_text import one_line
from eia_app.reports.text.sentences import count, opening

LEFT = 40  # words of what remains that fit in the table
IN_REPORT = "This is set out in the report."
NOT_ASKED = "Not asked in a screening"
NO_ASSESSMENT = "No full assessment is needed"


@dataclass(frozen=True)
class Member:
    """A report of the pack, and when it was signed off."""

    snapshot: Json
    standing: ReportStatus
    created: datetime


@dataclass(frozen=True)
class Entry:
    """What the table at the front says of one assessment."""

    reference: str
    version: int
    title: str
    route: str
    effects: tuple[str, ...]
    conclusion: str
    left: str


@dataclass(frozen=True)
class Pack:
    """The pack without its reports: what its own pages say."""

    title: str
    on: date
    council: str
    colours: Colours
    entries: tuple[Entry, ...]
    summaries: bool

    @property
    def dated(self) -> str:
        return long_date(self.on.isoformat())

    @property
    def what(self) -> str:
        """What is in it."""
        return "two-page summary" if self.summaries else "full report"


def build(title: str, on: date, members: tuple[Member, ...], *, summaries: bool) -> Pack:
    council = members[0].snapshot["council"]
    return Pack(
        title=one_line(title),
        on=on,
        council=one_line(council["name"]),
        colours=readable(council["colours"]),
        entries=tuple(entry(each) for each in members),
        summaries=summaries,
    )


def entry(member: Member) -> Entry:
    """In whole sentences of the record, or a word on where to find them."""
    gist = KeyFacts(member.snapshot, member.standing)
    record = gist.record
    effects = tuple(f"{which.words}: {names}" for which, names in by_effect(record))
    conclusion, left = gist.outcome or NO_ANSWER.text, _left(gist.typed("residual"))
    if record.is_screening:
        effects, conclusion, left = (NOT_ASKED,), NO_ASSESSMENT, NOT_ASKED
    return Entry(
        reference=gist.reference,
        version=gist.version,
        title=one_line(member.snapshot["title"]),
        route=cover.SCREENING if record.is_screening else cover.route(record),
        effects=effects,
        conclusion=conclusion,
        left=left,
    )


def _left(typed: str) -> str:
    """The whole answer if it is short, else its first sentences and where the rest is."""
    if not typed.strip():
        return NO_ANSWER.text
    said = opening(typed, LEFT)
    whole = opening(typed, len(typed))
    return said if said == whole and count(said) else f"{said} {IN_REPORT}".strip()
