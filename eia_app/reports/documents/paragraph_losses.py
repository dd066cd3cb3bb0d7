"""The groups worse off and their losses, for the “Equality implications” paragraph."""

from __future__ import annotations

from collections.abc import Sequence

from eia_app.reports.content.group_facts import GroupFacts
from eia_app.reports.content.key_facts import KeyFacts
from eia_app.reports.content.losses import loss_of
from eia_app.reports.text.sentences import count, listed, quoted

LOSS = 40  # words of what a group would lose
FEW = 4  # groups that are worse off and always named
Wordings = Sequence[str]  # the fullest first


def worse_off(facts: KeyFacts) -> list[tuple[int, Wordings]]:
    """Return the gravest group with its loss, the second, then the others by name and gravity."""
    groups = facts.worse
    if not groups:
        return [(0, [facts.nobody])]
    if len(groups) > 2 * FEW:
        return [(0, [_gravest(groups[0], LOSS)]), (0, _many(groups[1:]))]
    parts: list[tuple[int, Wordings]] = [(0, _loss(groups[0], always=True))]
    rest = list(groups[1:])
    if rest and rest[0].seriousness == groups[0].seriousness:
        parts.append((2, _loss(rest.pop(0), always=False)))
    if rest:
        parts.append((6, _others(rest)))
    return parts


def _loss(group: GroupFacts, *, always: bool) -> Wordings:
    """Return wordings with the loss, and one without unless it must `always` be said."""
    wordings = dict.fromkeys([_gravest(group, LOSS), _gravest(group, 1)])
    named = f"Also worse off: {group.title} ({_severity(group)})."
    return [*wordings] if always else [*wordings, named]


def _gravest(group: GroupFacts, most: int) -> str:
    people = f"{group.people[:1].upper()}{group.people[1:]}"
    begin = f"{people} would be worse off ({_severity(group)})"
    loss = loss_of(group, most)
    if not loss or count(loss) > 2 * LOSS or len(loss) > LOSS * 24:
        return f"{begin}; how is in the assessment."
    return f"{begin}: {quoted(loss)}"


def _others(groups: Sequence[GroupFacts]) -> Wordings:
    """Return a wording with the loss of each, and one with names and gravity."""
    losses = [loss_of(group, 1) for group in groups]
    full = " ".join(
        f"{group.title} ({_severity(group)}): {quoted(loss)}"
        for group, loss in zip(groups, losses, strict=True)
    )
    named = f"Also worse off: {listed([f'{g.title} ({_severity(g)})' for g in groups])}."
    return [f"Also worse off: {full}", named] if all(losses) else [named]


def _many(groups: Sequence[GroupFacts]) -> Wordings:
    severe = sum(group.is_severe for group in groups)
    named = f"Also worse off: {listed([f'{g.title} ({_severity(g)})' for g in groups])}."
    names = f"Also worse off: {listed([group.title for group in groups])}"
    grave = f", {severe} of them seriously" if severe else ""
    return [named, f"{names}{grave}.", f"{len(groups)} more groups lose as well{grave}."]


def _severity(group: GroupFacts) -> str:
    return f"{group.severity.lower()} severity" if group.severity else "severity not given"
