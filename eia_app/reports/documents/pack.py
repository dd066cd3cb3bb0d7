"""A pack: the reports of several assessments for one meeting, as one document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from eia_app.domain.questionnaire.choices import long_date
from eia_app.reports.blocks import Colours
from eia_app.reports.content import title_block
from eia_app.reports.content.contrast import readable
from eia_app.reports.content.key_facts import KeyFacts
from eia_app.reports.content.snapshot_reader import NO_ANSWER, Json
from eia_app.reports.content.status import ReportStatus
from eia_app.reports.text.rich_text import one_line
from eia_app.reports.text.sentences import count, listed, opening

LEFT = 40  # words of what remains that fit in the table
NAMED = 4  # groups that are not worse off
IN_REPORT = "This is set out in the report."
NOT_ASKED = "Not asked in a screening"
NO_ASSESSMENT = "No full assessment is needed"


@dataclass(frozen=True)
class Member:
    """A report of the pack, and when it was signed off."""

    snapshot: Json
    status: ReportStatus
    created: datetime


@dataclass(frozen=True)
class Entry:
    """A row of the table at the front: one assessment."""

    reference: str
    version: int
    title: str
    route: str
    effects: tuple[str, ...]
    conclusion: str
    left: str


@dataclass(frozen=True)
class Pack:
    """The pages of the pack itself, without its reports."""

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
    def member_kind(self) -> str:
        """Return in words the kind of document that it holds of each assessment."""
        return "two-page summary" if self.summaries else "full report"


def build(title: str, on: date, members: tuple[Member, ...], *, summaries: bool) -> Pack:
    """Return the pages of the pack itself."""
    council = members[0].snapshot["council"]
    return Pack(
        title=one_line(title),
        on=on,
        council=one_line(council["name"]),
        colours=readable(council["colours"]),
        entries=tuple(map(entry, members)),
        summaries=summaries,
    )


def entry(member: Member) -> Entry:
    """Return a row of the table, in whole sentences of the record or a word on where they are."""
    facts = KeyFacts(member.snapshot, member.status)
    reader = facts.reader
    effects = _effects(facts)
    conclusion, left = facts.outcome or NO_ANSWER.text, _left(reader.typed("residual"))
    if reader.is_screening:
        effects, conclusion, left = (NOT_ASKED,), NO_ASSESSMENT, NOT_ASKED
    return Entry(
        reference=facts.reference,
        version=facts.version,
        title=one_line(member.snapshot["title"]),
        route=title_block.SCREENING if reader.is_screening else title_block.route(reader),
        effects=effects,
        conclusion=conclusion,
        left=left,
    )


def _effects(facts: KeyFacts) -> tuple[str, ...]:
    """Return the worse off by name and gravity, the others by name or, if many, by number."""
    worse = [f"{group.title} ({group.severity.lower() or 'not given'})" for group in facts.worse]
    others = (
        ("Not known", facts.unknown),
        ("Not yet looked at", facts.not_considered),
        ("Better off", facts.better),
        ("No different", facts.same),
    )
    everyone = len(facts.groups)
    return (
        f"Worse off: {listed(worse)}" if worse else facts.nobody,
        *(
            f"{words}: {_named([group.title for group in groups], everyone)}"
            for words, groups in others
            if groups
        ),
    )


def _named(names: Sequence[str], everyone: int) -> str:
    return listed(names) if len(names) <= NAMED else f"{len(names)} of the {everyone} groups"


def _left(typed: str) -> str:
    """Return the whole answer if it is short, else its first sentences and where the rest is."""
    if not typed.strip():
        return NO_ANSWER.text
    begins = opening(typed, LEFT)
    whole = opening(typed, len(typed))
    return begins if begins == whole and count(begins) else f"{begins} {IN_REPORT}".strip()
