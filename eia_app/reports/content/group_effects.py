"""The effect on each group: those worse off in full, the others in tables, the same said once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eia_app.domain.questionnaire.model import AnswerType
from eia_app.reports.blocks import Block, Heading, Line, Paragraph, Row, Table
from eia_app.reports.content.group_facts import GroupFacts
from eia_app.reports.content.key_facts import KeyFacts
from eia_app.reports.content.snapshot_reader import (
    Json,
    group_id,
    is_printed,
    label,
    row_id,
    typed,
)
from eia_app.reports.content.tables import Cell, answered, cell, row, words
from eia_app.reports.text.heading_numbers import Outline
from eia_app.reports.text.sentences import listed

LABELS = {
    "loss": "What they would lose",
    "explanation": "What it means",
    "known": "What is known",
    "told": "What they told us",
    "mitigation": "What will be done",
    "residual": "What would be left",
}
# What the heading of a group says, and what the three aims say of the groups concerned.
ELSEWHERE = ("effect", "severity", "likelihood", "residual", "aims_touched")
THE_GROUP = "[the group]"
# Groups with the same answers, these by question, and the facts that are cited.
Merged = tuple[list[GroupFacts], dict[str, str], tuple[Line, ...]]
MERGED = " Where answers differ only in the name of the group, they are printed once."


def parts(facts: KeyFacts, outline: Outline) -> list[Block]:
    """Return the worse off in full, then the not known, the better off and the others."""
    return [
        *_worse(facts, outline),
        *_table(facts, outline, facts.unknown, "Not known yet", "unknown", "How we will find out"),
        *_table(facts, outline, facts.better, "Who would be better off", "better", ""),
        *_table(facts, outline, facts.same, "No different", "same", ""),
    ]


def _worse(facts: KeyFacts, outline: Outline) -> Iterator[Block]:
    if not facts.worse:
        return
    yield outline.part("Who would be worse off", "worse")
    for group in facts.worse:
        yield outline.section(
            group.title,
            group_id(group.id),
            note=_note(group),
            aside=group.gravity,
            serious=group.squares,
        )
        yield from _answers(facts, group)
        cited = _citations(facts, group)
        actions = [a for a in facts.actions if group.title in a.groups.split(", ")]
        if cited:
            yield Row(Heading(3, "Shown by", is_label=True), (cited,))
        if actions:
            links = tuple(Line(a.number, to=row_id(a.row["id"])) for a in actions)
            yield Row(Heading(3, "Actions", is_label=True), (Paragraph(links[0], links[1:]),))


def _note(group: GroupFacts) -> str:
    law = group.law or "a local group, not in the Act"
    return f"{group.people[:1].upper()}{group.people[1:]} · {law}"


def _answers(facts: KeyFacts, group: GroupFacts) -> Iterator[Row]:
    """Yield the answers in the order of LABELS, then the others in the order of the form."""
    names = {facts.reader.means(name): text for name, text in LABELS.items()}
    order = list(names)
    questions = sorted(
        _said_here(facts, group),
        key=lambda question: order.index(question["id"]) if question["id"] in order else len(order),
    )
    explanation = facts.reader.means("explanation")
    for question in questions:
        if question["text"] or question["id"] == explanation:
            blocks = answered(typed(question))
            text = names.get(question["id"]) or label(question)
            yield Row(Heading(3, text, is_label=True), blocks)


def _said_here(facts: KeyFacts, group: GroupFacts) -> list[Json]:
    elsewhere = {facts.reader.means(name) for name in ELSEWHERE}
    return [
        question
        for question in group.questions
        if is_printed(question)
        and question["type"] != AnswerType.CHOOSE_ROWS
        and question["id"] not in elsewhere
    ]


def _citations(facts: KeyFacts, group: GroupFacts) -> Paragraph | None:
    cited = [(facts.reader.citations.get(id_, ""), id_) for id_ in group.cited]
    links = tuple(Line(number, to=row_id(id_)) for number, id_ in cited if number)
    return Paragraph(links[0], links[1:]) if links else None


def _table(
    facts: KeyFacts,
    outline: Outline,
    groups: Sequence[GroupFacts],
    title: str,
    anchor: str,
    plan: str,
) -> list[Block]:
    """Return a part of these groups; nothing where a list of the edition speaks for them.

    The third column is the `plan` to find out, else how it is known, if anybody said that.
    """
    rows = _merged(facts, groups)
    if not any(texts for _, texts, _ in rows):
        return []
    has_third = bool(plan) or any(_columns(facts, texts)[1] for _, texts, _ in rows)
    cells = [_cells(facts, merged, plan=bool(plan)) for merged in rows]
    body = [
        row(group_id(members[0].id), *cell_row[: 3 if has_third else 2])
        for (members, _, _), cell_row in zip(rows, cells, strict=True)
    ]
    content = "what is known so far" if plan else "the groups, and why"
    caption = f"{title}: {content}.{MERGED if len(rows) < len(groups) else ''}"
    second = "What is known so far" if plan else "What it means"
    header = ("Group", second, plan or "How it is known")
    table = (
        Table(caption, header, tuple(body), (40, 0, 52))
        if has_third
        else Table(caption, header[:2], tuple(body), (40, 0))
    )
    return [outline.part(title, anchor), table]


def _cells(facts: KeyFacts, merged: Merged, *, plan: bool) -> tuple[Cell, Cell, Cell]:
    """Return the names, what it means and the third column; citations go with what is known."""
    members, texts, cited = merged
    means, known, done = _columns(facts, texts)
    shown: Cell = (Paragraph(Line("Shown by"), cited),) if cited else ()
    names = words(listed([group.title for group in members]))
    if plan:
        second = answered(*means, *known) + shown
        return names, second, cell(*done) or words("Nothing is planned", muted=True)
    second = answered(*means)
    if not any(known):
        return names, second + shown, ()
    return names, second, cell(*known) + shown


def _merged(facts: KeyFacts, groups: Sequence[GroupFacts]) -> list[Merged]:
    """Return groups whose answers differ only in their name, these answers, and their facts."""
    rows: dict[tuple[str, ...], list[GroupFacts]] = {}
    answers: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for group in groups:
        texts = {q["id"]: typed(q) for q in _said_here(facts, group) if q["text"]}
        key = tuple(text.replace(group.people, THE_GROUP) for text in texts.values())
        key += (*texts, *group.cited)
        rows.setdefault(key, []).append(group)
        answers.setdefault(key, []).append(texts)
    return [
        (members, _named(members, answers[key][0]), _shown(facts, members[0]))
        for key, members in rows.items()
    ]


def _named(members: Sequence[GroupFacts], texts: dict[str, str]) -> dict[str, str]:
    """Return the answers of several groups without the name of the first."""
    if len(members) == 1:
        return texts
    return {id_: text.replace(members[0].people, THE_GROUP) for id_, text in texts.items()}


def _shown(facts: KeyFacts, group: GroupFacts) -> tuple[Line, ...]:
    cited = _citations(facts, group)
    return cited.lines if cited else ()


def _columns(
    facts: KeyFacts, texts: dict[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return what it means, how it is known, and what will be done."""
    known = {facts.reader.means(name) for name in ("known", "told")}
    done = {facts.reader.means("mitigation")}
    return (
        tuple(text for id_, text in texts.items() if id_ not in known | done),
        tuple(text for id_, text in texts.items() if id_ in known),
        tuple(text for id_, text in texts.items() if id_ in done),
    )
