"""The effect on each group, read from answers through the meanings that the edition declares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from eia_app.domain.questionnaire.answers import Key, Value
from eia_app.domain.questionnaire.model import Edition, Group


@dataclass(frozen=True)
class GroupEffect:
    """The effect on one group; severity and likelihood are the edition's values, or ""."""

    group: str
    chosen: frozenset[str]
    positive: bool
    negative: bool
    neutral: bool
    unknown: bool
    severity: str
    likelihood: str


def effects_of(
    edition: Edition, groups: Iterable[Group], values: Mapping[Key, Value]
) -> list[GroupEffect]:
    """Return one entry for each group that has been considered, in the order of the groups."""
    effects = []
    for group in groups:
        value = values.get((group.id, edition.means("effect")))
        if value is not None:
            chosen = frozenset(value if isinstance(value, list) else [str(value)])
            effects.append(_effect(edition, group.id, chosen, values))
    return effects


def _effect(
    edition: Edition, group: str, chosen: frozenset[str], values: Mapping[Key, Value]
) -> GroupEffect:
    def says(name: str) -> bool:
        return not chosen.isdisjoint(edition.values_meaning(name))

    def level(name: str) -> str:
        return str(values.get((group, edition.means(name)), ""))

    return GroupEffect(
        group=group,
        chosen=chosen,
        positive=says("positive"),
        negative=says("negative"),
        neutral=says("neutral"),
        unknown=says("unknown"),
        severity=level("severity"),
        likelihood=level("likelihood"),
    )


def negative_groups_fact(effects: Iterable[GroupEffect]) -> str:
    """Return the fact `negative_groups`: none, one or several."""
    return ("none", "one", "several")[min(2, sum(effect.negative for effect in effects))]
