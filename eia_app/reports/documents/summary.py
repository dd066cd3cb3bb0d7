"""The two-page summary for the agenda pack, and the page around the paragraph: short documents.

Both are made of the same blocks as the full report, so every format can write them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from textwrap import shorten

from eia_app.reports.blocks import (
    Block,
    Bullets,
    Callout,
    Document,
    Fact,
    Facts,
    Heading,
    Line,
    Paragraph,
    Table,
)
from eia_app.reports.content.group_effects import by_effect, table
from eia_app.reports.content.key_facts import Conversation, KeyFacts
from eia_app.reports.content.snapshot_reader import LONGEST_NAME, NO_ANSWER, Json
from eia_app.reports.content.status import ReportStatus
from eia_app.reports.documents import full_report
from eia_app.reports.documents.paragraph import AIMS
from eia_app.reports.text.sentences import number_of, opening, quoted

LABEL = "Summary of an Equality Impact Assessment"
SCREENING = "Summary of a screening, which is not an Equality Impact Assessment"
CAPTION = "Groups that would be worse off, with how serious and how likely that is."
KEPT = {"Reference", "Version", "Service", "Decision by", "Decision date", "Sign-off"}
REST = "The rest is in the full report."
ELSEWHERE = "This is too long for a summary: it is in the full report."


@dataclass(frozen=True)
class PageLimits:
    """How much may be said: words of an answer, and entries of a list."""

    weigh: int = 200
    answer: int = 60
    entries: int = 5


ROOMS = (
    PageLimits(),
    PageLimits(120, 40, 3),
    PageLimits(60, 25, 1),
)  # the first that fits on two pages is printed


def build(snapshot: Json, standing: ReportStatus, room: PageLimits = ROOMS[0]) -> Document:
    """The summary. Answers are given in whole sentences; what is left out is said to be."""
    gist, whole = KeyFacts(snapshot, standing), full_report.build(snapshot, standing)
    facts = tuple(fact for fact in whole.cover.facts if fact.term in KEPT)
    screening, practice = gist.record.is_screening, gist.record.is_practice
    return replace(
        whole,
        label=whole.label if practice else SCREENING if screening else LABEL,
        abbreviations=Facts(()),
        cover=replace(whole.cover, facts=facts, effects_title="", groups=()),
        blocks=tuple(_screening(gist, room) if screening else _assessment(gist, room)),
    )


def implications(snapshot: Json, standing: ReportStatus, text: str) -> Document:
    """The “Equality implications” paragraph as a document of its own."""
    whole = full_report.build(snapshot, standing)
    facts = tuple(fact for fact in whole.cover.facts if fact.term in {"Reference", "Version"})
    cover = replace(whole.cover, facts=facts, why="", reasons=(), effects_title="", groups=())
    heading = Heading(2, "Equality implications", "implications")
    blocks = (heading, Paragraph(Line(text)))
    return replace(whole, cover=cover, abbreviations=Facts(()), blocks=blocks)


def _screening(gist: KeyFacts, room: PageLimits) -> list[Block]:
    return [
        Heading(2, "Why no full assessment is needed", "weigh"),
        Callout(_answer(gist, "screening_reason", room.weigh)),
        *_affected(gist, room),
    ]


def _assessment(gist: KeyFacts, room: PageLimits) -> list[Block]:
    return [
        Heading(2, "What councillors should weigh", "weigh"),
        Callout(_answer(gist, "weigh", room.weigh)),
        *([Paragraph(Line(AIMS))] if gist.is_high else []),
        *_affected(gist, room),
        Heading(2, "Effects", "effects"),
        *_effects(gist),
        *_listening(gist, room),
        *_doing(gist, room),
        Heading(2, "Conclusion", "conclusion"),
        Paragraph(Line(gist.outcome) if gist.outcome else NO_ANSWER),
        Heading(3, "What will be left when the actions are done", "left"),
        *_answer(gist, "residual", room.answer),
    ]


def _answer(gist: KeyFacts, name: str, most: int) -> tuple[Block, ...]:
    """As many whole sentences as there is room for."""
    typed = gist.typed(name)
    if not typed.strip():
        return (Paragraph(NO_ANSWER),)
    said = opening(typed, most)
    if not said:
        return (Paragraph(Line(ELSEWHERE)),)
    is_whole = said == opening(typed, len(typed))
    return tuple(Paragraph(Line(words)) for words in ((said,) if is_whole else (said, REST)))


def _affected(gist: KeyFacts, room: PageLimits) -> list[Block]:
    people = gist.people or "Not known"
    how_many = Fact("People affected", (Paragraph(Line(people[:1].upper() + people[1:])),))
    said = opening(gist.typed("affected"), room.answer)
    who = [Fact("Who they are", (Paragraph(Line(said)),))] if said else []
    return [Heading(2, "Who is affected", "affected"), Facts((how_many, *who), narrow=True)]


def _effects(gist: KeyFacts) -> list[Block]:
    """A table of who is worse off; then the groups with each other effect."""
    found: list[Block] = []
    if gist.negative:
        whole = table(gist.record)
        rows = {row[0].text: row[1:] for row in whole.rows if isinstance(row[0], Line)}
        worse = tuple((Line(each.title), *rows[each.title]) for each in gist.negative)
        found.append(Table(CAPTION, whole.header, worse))
    else:
        found.append(Paragraph(Line(gist.nobody)))
    others = tuple(
        Fact(effect.words, (Paragraph(Line(names)),))
        for effect, names in by_effect(gist.record)
        if "negative" not in effect.signs
    )
    return [*found, *([Facts(others, narrow=True)] if others else [])]


def _listening(gist: KeyFacts, room: PageLimits) -> list[Block]:
    if not gist.asks("engagement"):
        return []
    found: list[Block] = [Heading(2, "What people said", "engagement")]
    held = gist.conversations
    if not held:
        return [*found, Paragraph(Line("No engagement is recorded."))]
    found.append(Paragraph(Line(f"{number_of(len(held), 'conversation', 'conversations')}.")))
    said = [line for each in held if (line := _said(each, room))]
    return [*found, *_bullets(said, room, len(held))]


def _said(each: Conversation, room: PageLimits) -> str:
    words = opening(each.said, room.answer // 2)
    who = shorten(each.who, LONGEST_NAME, placeholder=" …")
    return f"{who}: {quoted(words)}" if words and who else who


def _doing(gist: KeyFacts, room: PageLimits) -> list[Block]:
    if not gist.asks("actions"):
        return []
    found: list[Block] = [Heading(2, "What will be done", "actions")]
    planned = gist.actions
    if not planned:
        return [*found, Paragraph(Line("No action is planned."))]
    found.append(Paragraph(Line(f"{number_of(len(planned), 'action', 'actions')}.")))
    names = [shorten(each, LONGEST_NAME, placeholder=" …") for each in planned if each]
    return [*found, *_bullets(names, room, len(planned))]


def _bullets(texts: Sequence[str], room: PageLimits, all_of_them: int) -> list[Block]:
    """The first few; how many more there are."""
    shown = [Line(text) for text in texts[: room.entries]]
    if all_of_them > len(shown):
        more = all_of_them - len(shown)
        shown.append(Line(f"and {more} more in the full report" if shown else "in the full report"))
    return [Bullets(tuple(shown))]
