"""The walk through an edition that counts: what it selects of later lists is asked for."""

from __future__ import annotations

from collections.abc import Iterable

from eia_app.domain.editions.answer_migration import NOTHING_CARRIED, ToConfirm
from eia_app.domain.journey.asking import BEFORE_SIGNING, Situation
from eia_app.domain.journey.routing import Decision
from eia_app.domain.journey.traversal import Traversal
from eia_app.domain.questionnaire.answers import Answers
from eia_app.domain.questionnaire.model import Edition, Group


def walk(
    edition: Edition,
    groups: Iterable[Group],
    answers: Answers,
    override: Decision | None = None,
    carried: ToConfirm = NOTHING_CARRIED,
    situation: Situation = BEFORE_SIGNING,
) -> Traversal:
    """Walk through an edition; again, if rows were selected of a list that is not asked for."""
    groups, absent = tuple(groups), frozenset[str]()
    while True:
        traversal = Traversal(edition, groups, answers, override, carried, situation, absent)
        gone = traversal.known_rows.gone(traversal.values, traversal.rows)
        if gone <= absent:
            return traversal
        absent |= gone
