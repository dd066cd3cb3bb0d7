"""Pages 1 and 2: the facts that the people who decide must weigh.

The words are the author’s. What does not fit gives way to the rest of the report, the least serious
first; never the change, a high loss, a name of a group, the review or the recommendation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from eia_app.reports.blocks import Block, Heading, Line, Paragraph, Row, Table, TableRow
from eia_app.reports.content import review_outcome
from eia_app.reports.content.group_facts import GroupFacts
from eia_app.reports.content.key_facts import KeyFacts
from eia_app.reports.content.losses import loss_of
from eia_app.reports.content.page_fit import PAGES, height
from eia_app.reports.content.page_limits import ROOMS, PageLimits
from eia_app.reports.content.snapshot_reader import NO_ANSWER, group_id
from eia_app.reports.content.tables import words
from eia_app.reports.text.rich_text import one_line, written
from eia_app.reports.text.sentences import (
    closed,
    count,
    listed,
    number_of,
    opening,
    sentences,
    stated,
)

WHO = 20  # words of who was asked
DUTY = (
    "Members must have due regard to section 149(1) of the Equality Act 2010 when they decide, and"
    " should read the whole."
)
NOBODY_ASKED = "Nobody was asked."
LATE = "The date given for the decision had passed when this was signed."


@dataclass
class Front:
    """The blocks, and the meanings whose answers are printed whole in them."""

    blocks: list[Block] = field(default_factory=list)
    whole: set[str] = field(default_factory=set)


def fitted(facts: KeyFacts, head: float) -> Front:
    """Return the fullest front that fits on two pages under a title block of `head` lines."""
    for limits in ROOMS:
        front = build(facts, limits)
        if head + height(front.blocks) <= PAGES:
            break
    return front


def build(facts: KeyFacts, limits: PageLimits) -> Front:
    """Return the front for these limits, whether it fits or not."""
    return _Writer(facts, limits).front


class _Writer:
    def __init__(self, facts: KeyFacts, limits: PageLimits) -> None:
        self.facts, self.reader, self.limits = facts, facts.reader, limits
        self.front = Front()
        self.row("What would change", self.answer("summary", limits.change))
        if self.reader.is_screening:
            why = self.answer("screening_reason", limits.weigh)
            self.row("Why no full assessment is needed", why)
        else:
            self._assessment()
        self.row("How to check", list(self._check()))

    def _assessment(self) -> None:
        facts, limits = self.facts, self.limits
        self.row("Who would be worse off", list(self._worse()))
        self.row("Every other group", list(self._others()))
        if self.reader.asks("actions"):
            self.row("What will be done", self._actions())
        if self.reader.question("residual"):
            self.row("What is left", self.answer("residual", limits.left))
        if self.reader.question("outcome"):
            self.row("Recommended", self._recommended())
        self.row("What councillors should weigh", self.answer("weigh", limits.weigh))
        self.row(self.reader.snapshot["council"]["review_group"], review_outcome.in_full(facts))
        if self.reader.asks("engagement"):
            self.row("What people said", list(self._heard()))
        if facts.aims:
            self.row("The three aims", [self._aim(*aim[:2]) for aim in facts.aims])

    def row(self, label: str, blocks: Sequence[Block]) -> None:
        if blocks:
            anchor = f"front-{len(self.front.blocks) + 1}"
            self.front.blocks.append(Row(Heading(2, label, anchor), tuple(blocks)))

    def answer(self, name: str, most: int) -> Sequence[Block]:
        """Return an answer whole if it is short enough, else its first sentences and a link."""
        text = self.reader.typed(name)
        blocks = written(text)
        if not blocks:
            return [Paragraph(NO_ANSWER)]
        if count(text) <= most and len(text) <= most * 12:
            self.front.whole.add(name)
            return blocks
        begins = opening(text, most) or self._first(text, most)
        return [Paragraph(Line(begins), (Line("(the rest)", to=self.reader.part_of(name)),))]

    @staticmethod
    def _first(text: str, most: int) -> str:
        """Return the first sentence, unless it is beyond all measure."""
        whole = sentences(text)
        return (
            closed(whole[0])
            if whole and len(whole[0]) <= most * 24
            else "This is too long for here."
        )

    def _worse(self) -> Iterator[Block]:
        for group in self.facts.worse:
            yield Heading(3, group.title, aside=group.gravity, serious=group.squares, is_label=True)
            loss = loss_of(group, self._loss_limit(group))
            if loss:
                yield Paragraph(Line(loss))
            elif self.limits.talks:
                lead = "Said in no sentence of its own:"
                yield Paragraph(Line(lead), (Line("read it whole.", to=group_id(group.id)),))
        if not self.facts.worse:
            yield Paragraph(Line(self.facts.nobody))

    def _loss_limit(self, group: GroupFacts) -> int:
        if group.is_severe:
            return self.limits.high
        return self.limits.loss if group.squares > 1 else self.limits.low

    def _others(self) -> Iterator[Paragraph]:
        """Every group that is not worse off, by name, those that are better off in part too."""
        facts = self.facts
        partly = [group for group in facts.worse if group.is_better]
        gaps = len(self.reader.rows("gaps"))
        for sign, label, groups, others in (
            ("unknown", "Not known", facts.unknown, ()),
            ("none", "Not yet looked at", facts.not_considered, ()),
            ("positive", "Better off", facts.better, partly),
            ("neutral", "No different", facts.same, ()),
        ):
            if groups or others:
                lead = Line(f"{label} ({len(groups) + len(others)}):", strong=True, sign=sign)
                yield Paragraph(lead, (Line(_names(groups, others)),))
        if gaps:
            to = self.reader.section_of("gaps")
            anchor = f"section-{to['id']}" if to else ""
            yield Paragraph(
                Line("There" + (" is" if gaps == 1 else " are")),
                (Line(f"{number_of(gaps, 'gap', 'gaps')} in what is known.", to=anchor),),
            )

    def _actions(self) -> list[Block]:
        actions, limits = self.facts.actions, self.limits
        most = limits.actions
        if not actions:
            reason = one_line(self.reader.typed("no_action"))
            return [Paragraph(Line(f"No action is planned. {reason}".strip()))]
        rows = [
            TableRow(
                (
                    (
                        Paragraph(
                            Line(action.number, strong=True),
                            (Line(_short(action.text, limits.action)),),
                        ),
                    ),
                    words(_short(stated(action.owner), limits.action) or "Nobody named"),
                    words(action.due or "No date"),
                )
            )
            for action in actions[:most]
        ]
        how_many = number_of(len(actions), "action", "actions")
        more = f"{most} of {how_many}" if len(actions) > most else how_many
        caption = f"{more}; the action plan says how each is measured."
        header, widths = ("Action", "Who", "By when"), (0, 38, 32)
        return [Table(caption, header, tuple(rows), widths)]

    def _recommended(self) -> list[Block]:
        """Return the recommendation, and why, unless “weigh” says the same."""
        outcome = self.facts.outcome
        first = Paragraph(Line(closed(outcome), strong=True)) if outcome else Paragraph(NO_ANSWER)
        blocks: list[Block] = [first]
        weigh = one_line(self.reader.typed("weigh"))
        for name in ("justification", "outcome_why"):
            text = one_line(self.reader.typed(name))
            if text and text in weigh:
                self.front.whole.add(name)
            elif text:
                blocks += self.answer(name, self.limits.why)
        return blocks

    def _heard(self) -> Iterator[Paragraph]:
        conversations = self.facts.conversations
        if not conversations:
            reason = one_line(self.reader.typed("no_engagement"))
            yield Paragraph(Line(f"{NOBODY_ASKED} {reason}".strip()))
        quoted_talks = [talk for talk in conversations if talk.said.strip()][: self.limits.talks]
        for talk in quoted_talks:
            quote = opening(talk.said, self.limits.said) or self._first(talk.said, self.limits.said)
            who = _short(stated(talk.who) or "People", WHO)
            yield Paragraph(Line(f"{who}:", strong=True), (Line(quote),))
        more = len(conversations) - len(quoted_talks)
        if more:
            section = self.reader.section_of("engagement")
            anchor = f"section-{section['id']}" if section else ""
            talks = number_of(more, "conversation", "conversations")
            yield Paragraph(Line(f"{talks} more" if quoted_talks else talks, to=anchor))

    @staticmethod
    def _aim(name: str, answer: str) -> Paragraph:
        verdict = Line(answer.lower(), strong=True) if answer else NO_ANSWER
        return Paragraph(Line(f"{name}:"), (verdict,))

    def _check(self) -> Iterator[Paragraph]:
        address = self.facts.status.check_at
        if address:
            text = f"What was signed can be checked at {address}"
            yield Paragraph(Line(text, address=address))
        elif self.facts.status.is_draft:
            yield Paragraph(Line("Not signed off: this text can still change."))
        yield Paragraph(Line(DUTY))


def _cited(number: str, text: str) -> Paragraph:
    return Paragraph(Line(number, strong=True), (Line(text),))


def _names(groups: Sequence[GroupFacts], partly: Sequence[GroupFacts]) -> str:
    """Return the names: those of the Act, then local ones, then those of whom only some gain."""
    act = listed([group.title for group in groups if not group.is_local])
    local = listed([group.title for group in groups if group.is_local])
    some = listed([group.title for group in partly])
    parts = (act, f"local: {local}" if local else "", f"in part: {some}" if some else "")
    return f"{'; '.join(filter(None, parts))}."


def _short(text: str, most: int) -> str:
    """Return a text on one line, cut between words where it is beyond all measure."""
    line = one_line(text)
    if count(line) <= most and len(line) <= most * 12:
        return line
    return opening(line, most) or f"{' '.join(line[: most * 6].split()[:most])} …"
