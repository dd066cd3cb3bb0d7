"""The few facts that the short documents state, read from a snapshot by meaning alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from eia_app.domain.journey.routing import Route
from eia_app.domain.questionnaire.choices import long_date
from eia_app.reports.content.group_effects import considered
from eia_app.reports.content.snapshot_reader import Json, SnapshotReader
from eia_app.reports.content.status import ReportStatus
from eia_app.reports.text.rich_text import one_line
from eia_app.reports.text.sentences import unnumbered

MOST = 1  # the top of the edition’s own scale of how serious an effect is


@dataclass(frozen=True)
class Affected:
    """A group and the effect on it; the levels are words, or nothing where none was asked."""

    title: str
    severity: str
    likelihood: str
    is_severe: bool


@dataclass(frozen=True)
class Conversation:
    """Who was asked, and what they said."""

    who: str
    said: str


class KeyFacts:
    """What the paragraph and the summary say, so that they cannot say different things."""

    def __init__(self, snapshot: Json, standing: ReportStatus) -> None:
        self.record, self.standing = SnapshotReader(snapshot), standing
        self.reference = one_line(snapshot["reference"])
        self.version: int = snapshot["version"]
        self.groups = list(considered(self.record))

    @property
    def dated(self) -> str:
        """Where it stands, with its date."""
        signed = self.standing.signed
        if signed:
            return f"signed off on {long_date(signed.on.isoformat())}"
        dates = self.record.snapshot["dates"]
        for name in ("submitted", "started"):
            if dates.get(name):
                return f"a draft that is not signed off, {name} on {long_date(dates[name])}"
        return "a draft that is not signed off"

    @property
    def is_high(self) -> bool:
        """Whether the people who decide must be told to read it whole."""
        return self.record.route is Route.MAJOR or any(g.is_severe for g in self.negative)

    @property
    def people(self) -> str:
        """How many people, as far as it is known: “about 25,000”, or nothing."""
        for name, words in (("affected_exact", ""), ("affected_estimate", "about ")):
            found = self.record.question(name)
            if found and isinstance(found["value"], int | float):
                return f"{words}{found['value']:,}"
        return ""

    @property
    def negative(self) -> list[Affected]:
        """The worst first, then in the order of the questionnaire."""
        found = [self._affected(group, effect) for group, effect in self._with("negative")]
        return sorted(found, key=lambda each: not each.is_severe)

    @property
    def nobody(self) -> str:
        """What to say where no group is worse off: only what is known."""
        if not self.record.effects:
            return "No effect on any group is recorded yet."
        if self.unknown or self.not_considered:
            return "No group is known to be worse off so far."
        return "No group is expected to be worse off."

    @property
    def positive(self) -> list[str]:
        return self._titles("positive")

    @property
    def unknown(self) -> list[str]:
        return self._titles("unknown")

    @property
    def neutral(self) -> list[str]:
        return self._titles("neutral")

    @property
    def not_considered(self) -> list[str]:
        known = self.record.effects
        return [one_line(g["title"]) for g in self.groups if g["id"] not in known]

    @property
    def conversations(self) -> list[Conversation]:
        who, said = self.record.means("engaged_who"), self.record.means("engaged_said")
        return [
            Conversation(one_line(_answer(row, who)), _answer(row, said))
            for row in self._rows("engagement")
        ]

    @property
    def actions(self) -> list[str]:
        text = self.record.means("action_text")
        return [one_line(_answer(row, text)) for row in self._rows("actions")]

    @property
    def outcome(self) -> str:
        """What is recommended, without the number that the form gives it."""
        return unnumbered(self.record.words("outcome"))

    def asks(self, name: str) -> bool:
        """Whether the edition has this meaning, and this assessment was asked."""
        wanted = self.record.means(name)
        lists = any(s["id"] == wanted and "rows" in s for s in self.record.sections)
        return lists or self.record.question(name) is not None

    def typed(self, name: str) -> str:
        """The answer with this meaning as it was typed."""
        question = self.record.question(name)
        return "\n".join(question["text"]) if question else ""

    def _with(self, sign: str) -> Iterator[tuple[Json, Json]]:
        for group in self.groups:
            effect = self.record.effects.get(group["id"])
            if effect and effect[sign]:
                yield group, effect

    def _titles(self, sign: str) -> list[str]:
        return [one_line(group["title"]) for group, _ in self._with(sign)]

    def _affected(self, group: Json, effect: Json) -> Affected:
        return Affected(
            one_line(group["title"]),
            one_line(effect["words"].get("severity", "")),
            one_line(effect["words"].get("likelihood", "")),
            effect.get("seriousness", 0) == MOST,
        )

    def _rows(self, name: str) -> list[Json]:
        wanted = self.record.means(name)
        return [
            row
            for section in self.record.sections
            if section["id"] == wanted
            for row in section.get("rows", ())
        ]


def _answer(row: Json, question: str) -> str:
    return next(("\n".join(q["text"]) for q in row["questions"] if q["id"] == question), "")
