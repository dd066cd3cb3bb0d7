"""Actions that the assessment asks for and has not: for who is worse off, and for gaps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import shorten

from eia_app.domain.coach.assessment_view import AssessmentView
from eia_app.domain.coach.rules.action_plan import gaps_left
from eia_app.domain.journey.effects import GroupEffect
from eia_app.domain.questionnaire.answers import Row, Value
from eia_app.domain.questionnaire.model import Group

LONGEST = 300  # characters of an issue: the whole text is where it was written


@dataclass(frozen=True)
class Suggestion:
    """An action to begin with: why, and what is filled in, by question."""

    id: str
    why: str
    issue: str
    values: dict[str, Value]


def suggestions(view: AssessmentView) -> list[Suggestion]:
    """One for each negative or unknown effect without an action, and for each gap without one."""
    if not view.is_asked("actions") or not view.edition.means("action_issue"):
        return []
    return [*_for_groups(view), *_for_gaps(view)]


def _for_groups(view: AssessmentView) -> Iterator[Suggestion]:
    for group, effect in view.looked_at:
        if (effect.negative or effect.unknown) and not view.has_action(group.id):
            yield _of_group(view, group, effect)


def _of_group(view: AssessmentView, group: Group, effect: GroupEffect) -> Suggestion:
    what = "worse off" if effect.negative else "not known"
    says = view.text("explanation", group.id)
    issue = f"{group.title}: {shorten(says, LONGEST, placeholder=' …')}" if says else group.title
    return _suggestion(view, f"group-{group.id}", f"{group.title}: {what}", issue, [group.id])


def _for_gaps(view: AssessmentView) -> Iterator[Suggestion]:
    for row in gaps_left(view):
        yield _of_gap(view, row)


def _of_gap(view: AssessmentView, row: Row) -> Suggestion:
    gap = shorten(view.cell(row, "gap"), LONGEST, placeholder=" …")
    return _suggestion(view, f"gap-{row.id}", f"Gap: {gap}", gap, [])


def _suggestion(
    view: AssessmentView, id_: str, why: str, issue: str, groups: list[str]
) -> Suggestion:
    values: dict[str, Value] = {view.edition.means("action_issue"): issue}
    if groups:
        values[view.edition.means("action_groups")] = groups
    return Suggestion(id_, why, issue, values)
