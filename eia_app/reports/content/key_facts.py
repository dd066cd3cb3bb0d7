"""The facts of a snapshot about groups, engagement, actions and aims, read by meaning alone.

Everything that the front of the report, the paragraph and the pack state comes from here, so that
they cannot say different things.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from eia_app.domain.questionnaire.choices import long_date
from eia_app.domain.text.conversions import day
from eia_app.reports.content.group_facts import GroupFacts
from eia_app.reports.content.snapshot_reader import Json, SnapshotReader
from eia_app.reports.content.status import ReportStatus
from eia_app.reports.text.rich_text import one_line
from eia_app.reports.text.sentences import unnumbered

AIMS = {
    "eliminate": "End discrimination, harassment and victimisation",
    "advance": "Advance equality of opportunity",
    "foster": "Foster good relations",
}


@dataclass(frozen=True)
class Conversation:
    """A row of the engagement: the people asked, and their words."""

    who: str
    said: str


@dataclass(frozen=True)
class ActionFacts:
    """An action of the plan. `number` is that by which it is cited, such as A2."""

    number: str
    row: Json
    text: str
    groups: str
    issue: str
    outcome: str
    measure: str
    until: str
    owner: str
    due: str


class KeyFacts:
    """The facts of one snapshot, for the documents that are made of it."""

    def __init__(self, snapshot: Json, status: ReportStatus) -> None:
        self.reader, self.status = SnapshotReader(snapshot), status
        self.reference = one_line(snapshot["reference"])
        self.version: int = snapshot["version"]

    @property
    def people(self) -> str:
        """Return the number of people affected, such as “about 25,000”, or “”."""
        for name, words in (("affected_exact", ""), ("affected_estimate", "about ")):
            question = self.reader.question(name)
            if question and isinstance(question["value"], int | float):
                return f"{words}{question['value']:,}"
        return ""

    @cached_property
    def groups(self) -> Sequence[GroupFacts]:
        """Return all groups of this assessment, in the order of the questionnaire."""
        groups: dict[str, list[Json]] = {}
        for section in self.reader.group_sections:
            for group in section["groups"]:
                groups.setdefault(group["id"], []).append(group)
        return [self._group(parts, order) for order, parts in enumerate(groups.values())]

    @cached_property
    def worse(self) -> Sequence[GroupFacts]:
        """Return the groups worse off: the most serious, then the most likely, then by Act."""
        likely = self._likelihoods
        return sorted(
            (group for group in self.groups if group.is_worse),
            key=lambda group: (
                -group.seriousness,
                likely.get(group.likelihood, len(likely)),
                group.is_local,
                group.order,
            ),
        )

    @property
    def unknown(self) -> Sequence[GroupFacts]:
        return [group for group in self.groups if group.is_unknown and not group.is_worse]

    @property
    def better(self) -> Sequence[GroupFacts]:
        """Return the groups that would be better off and not worse off."""
        return [group for group in self.groups if group.is_better and not group.is_worse]

    @property
    def same(self) -> Sequence[GroupFacts]:
        return [
            group
            for group in self.groups
            if group.is_same and not (group.is_worse or group.is_better or group.is_unknown)
        ]

    @property
    def not_considered(self) -> Sequence[GroupFacts]:
        return [group for group in self.groups if group.id not in self.reader.effects]

    @property
    def nobody(self) -> str:
        """Return a sentence for when no group is worse off, no surer than the answers are."""
        if not self.reader.effects:
            return "No effect on any group is recorded yet."
        if self.unknown or self.not_considered:
            return "No group is known to be worse off so far."
        return "No group is expected to be worse off."

    @property
    def conversations(self) -> Sequence[Conversation]:
        read = self.reader.answer_in
        return [
            Conversation(
                one_line(read(row["questions"], "engaged_who")),
                read(row["questions"], "engaged_said"),
            )
            for row in self.reader.rows("engagement")
        ]

    @cached_property
    def actions(self) -> Sequence[ActionFacts]:
        return [self._action(row) for row in self.reader.rows("actions")]

    @property
    def outcome(self) -> str:
        """Return the recommendation, without the number that the form gives it."""
        return unnumbered(self.reader.words("outcome"))

    @property
    def aims(self) -> Sequence[tuple[str, str, str]]:
        """Return for each aim that was asked about: name, answer, and groups concerned."""
        touched = self.reader.means("aims_touched")
        return [
            (name, self.reader.words(f"aim_{aim}"), ", ".join(self._concerned(touched, aim)))
            for aim, name in AIMS.items()
            if self.reader.question(f"aim_{aim}")
        ]

    @property
    def is_late(self) -> bool:
        """Return whether it was signed after the date given for the decision."""
        decision = day(self.reader.snapshot["dates"].get("decision"))
        signed = self.status.signed
        return bool(decision and signed and signed.on > decision)

    @property
    def decision_date(self) -> str:
        decision = self.reader.snapshot["dates"].get("decision") or ""
        return self.reader.words("decision_date") or long_date(decision)

    @property
    def decision_body(self) -> str:
        return self.reader.words("decision_body_other") or self.reader.words("decision_body")

    @property
    def _likelihoods(self) -> dict[str, int]:
        """Return the rank of each likelihood that occurs, in words; 0 is the most likely."""
        values = {
            effect["words"]["likelihood"]: str(effect["likelihood"])
            for effect in self.reader.effects.values()
            if effect["words"].get("likelihood")
        }
        scale = ("high", "medium", "low")
        return {words: scale.index(v) if v in scale else 1 for words, v in values.items()}

    def _concerned(self, touched: str, aim: str) -> list[str]:
        return [
            group.title
            for group in self.groups
            for question in group.questions
            if question["id"] == touched and aim in (question["value"] or ())
        ]

    def _group(self, parts: Sequence[Json], order: int) -> GroupFacts:
        group, read = parts[0], self.reader.answer_in
        questions = [question for part in parts for question in part["questions"]]
        effect = self.reader.effects.get(group["id"]) or {}
        words = effect.get("words", {})
        cited = self.reader.means("cited")
        return GroupFacts(
            id=group["id"],
            title=one_line(group["title"]),
            people=one_line(group["people"]),
            law=one_line(group["law"]),
            is_local=bool(group["local"]),
            order=order,
            is_worse=bool(effect.get("negative")),
            is_better=bool(effect.get("positive")),
            is_unknown=bool(effect.get("unknown")),
            is_same=bool(effect.get("neutral")),
            severity=one_line(words.get("severity", "")),
            likelihood=one_line(words.get("likelihood", "")),
            seriousness=effect.get("seriousness", 0),
            loss=read(questions, "loss").strip(),
            residual=one_line(read(questions, "residual")),
            explanation=read(questions, "explanation"),
            cited=tuple(
                row for q in questions if q["id"] == cited and q["value"] for row in q["value"]
            ),
            questions=tuple(questions),
        )

    def _action(self, row: Json) -> ActionFacts:
        def read(name: str) -> str:
            return self.reader.answer_in(row["questions"], name)

        return ActionFacts(
            number=self.reader.citations[row["id"]],
            row=row,
            text=read("action_text"),
            groups=", ".join(read("action_groups").split("\n")),
            issue=read("action_issue"),
            outcome=read("action_outcome"),
            measure=read("action_measure"),
            until=read("action_until"),
            owner=one_line(read("action_owner")),
            due=one_line(read("action_due")),
        )
