"""The effect on each group: a block for each, and the table that sums them up."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten

from eia_app.reports.blocks import Bar, Block, Effect, Fact, Line, Paragraph, Table, Verdict
from eia_app.reports.content import answers
from eia_app.reports.content.snapshot_reader import NO_ANSWER, Json, SnapshotReader, group_id
from eia_app.reports.text.heading_numbers import Outline
from eia_app.reports.text.rich_text import one_line

SIGNS = ("negative", "positive", "neutral", "unknown")
LEVELS = {"severity": "How serious", "likelihood": "How likely"}
NAMED = 4  # groups that are not worse off
LONGEST = 26  # characters of a name beside a bar
LEAST = 0.1  # of a bar for an effect of which nobody has said how serious it is
NOT_CONSIDERED = Effect("Not yet considered", ("none",))
CAPTION = (
    "Likely effect on each group. How serious and how likely are asked only of negative effects."
)
NOT_ASKED = Line("Not asked", muted=True)


def considered(record: SnapshotReader) -> Iterator[Json]:
    """Every group that this assessment asks about, in its own order."""
    for section in record.group_sections:
        yield from section["groups"]


def effect_on(record: SnapshotReader, group: Json) -> Effect:
    """The effect in the edition's own words, with its signs."""
    found = record.effects.get(group["id"])
    if found is None:
        return NOT_CONSIDERED
    first, *others = found["labels"] or [NOT_CONSIDERED.words]
    words = " and ".join([first, *(label[:1].lower() + label[1:] for label in others)])
    return Effect(one_line(words), tuple(sign for sign in SIGNS if found[sign]))


def _levels(record: SnapshotReader, group: Json) -> dict[str, Line]:
    """How serious and how likely, where the questions were asked."""
    wanted = {record.means(name): label for name, label in LEVELS.items()}
    return {
        wanted[q["id"]]: Line(one_line(q["text"][0])) if q["text"] else NO_ANSWER
        for q in group["questions"]
        if q["id"] in wanted
    }


def table(record: SnapshotReader) -> Table:
    """All groups at a glance."""
    rows: list[tuple[Line | Effect, ...]] = []
    for group in considered(record):
        levels = _levels(record, group)
        name = Line(one_line(group["title"]), to=group_id(group["id"]))
        marks = (levels.get(label, NOT_ASKED) for label in LEVELS.values())
        rows.append((name, effect_on(record, group), *marks))
    header = ("Group", "Effect", *LEVELS.values())
    return Table(CAPTION, header, tuple(rows), chart=_chart(record))


def _chart(record: SnapshotReader) -> tuple[Bar, ...]:
    """A bar for each group that is likely to be better or worse off."""
    found = [(group, record.effects.get(group["id"])) for group in considered(record)]
    return tuple(
        Bar(
            shorten(one_line(group["title"]), LONGEST, placeholder=" …"),
            max(effect["seriousness"], LEAST) if effect["negative"] else 0,
            effect["positive"],
            one_line(effect["words"].get("severity", "")),
        )
        for group, effect in found
        if effect and (effect["negative"] or effect["positive"])
    )


def by_effect(record: SnapshotReader) -> tuple[tuple[Effect, str], ...]:
    """The groups under each effect, the worst first."""
    found: dict[Effect, list[str]] = {}
    for group in considered(record):
        found.setdefault(effect_on(record, group), []).append(one_line(group["title"]))
    order = sorted(found, key=lambda effect: _rank(effect.signs))
    everyone = sum(map(len, found.values()))
    return tuple((effect, _named(effect, found[effect], everyone)) for effect in order)


def _named(effect: Effect, names: list[str], everyone: int) -> str:
    """Who is worse off is always named; a long list of others is counted."""
    if "negative" in effect.signs or len(names) <= NAMED:
        return ", ".join(names)
    return f"{len(names)} of the {everyone} groups"


def _rank(signs: tuple[str, ...]) -> tuple[int, int]:
    ranks = (*SIGNS, "none")
    return (min((ranks.index(sign) for sign in signs), default=len(ranks)), len(signs))


def block(record: SnapshotReader, section: Json, outline: Outline) -> list[Block]:
    """What is known, what people said, what it means and what will be done, for each group."""
    blocks: list[Block] = []
    for group in section["groups"]:
        note = group["law"] or ("Local group" if group["local"] else "")
        blocks.append(outline.section(one_line(group["title"]), group_id(group["id"]), note))
        said = {record.means(name) for name in ("effect", *LEVELS)}
        if any(q["id"] == record.means("effect") for q in group["questions"]):
            details = tuple(
                Fact(label, (Paragraph(line),)) for label, line in _levels(record, group).items()
            )
            blocks.append(Verdict(effect_on(record, group), details))
        else:
            said = set()
        rest = [q for q in group["questions"] if q["id"] not in said]
        blocks += answers.questions(record, rest, 4, {})
    return blocks
