"""Actions to suggest: for groups that are worse off, and for gaps that no action takes up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import shorten

from eia_app.domain.coach.assessment_view import AssessmentView
from eia_app.domain.coach.rules.action_plan import gaps_without_action
from eia_app.domain.journey.effects import GroupEffect
from eia_app.domain.questionnaire.answers import Row, Value
from eia_app.domain.questionnaire.model import Group

LONGEST = 300  # characters of an issue: the whole text is where it was written


@dataclass(frozen=True)
class Suggestion:
    """An action to begin with: its reason, and the values to fill in, by question id."""

    id: str
    reason: str
    issue: str
    values: dict[str, Value]


def suggestions(view: AssessmentView) -> list[Suggestion]:
    """Return one for each negative or unknown effect without an action, and for each such gap."""
    if not view.is_asked("actions") or not view.edition.means("action_issue"):
        return []
    return [*_for_groups(view), *_for_gaps(view)]


def _for_groups(view: AssessmentView) -> Iterator[Suggestion]:
    for group, effect in view.checked_groups:
        if (effect.negative or effect.unknown) and not view.has_action(group.id):
            yield _suggestion_for_group(view, group, effect)


def _suggestion_for_group(view: AssessmentView, group: Group, effect: GroupEffect) -> Suggestion:
    effect_in_words = "worse off" if effect.negative else "not known"
    explanation = view.text("explanation", group.id)
    issue = (
        f"{group.title}: {shorten(explanation, LONGEST, placeholder=' …')}"
        if explanation
        else group.title
    )
    return _suggestion(
        view, f"group-{group.id}", f"{group.title}: {effect_in_words}", issue, [group.id]
    )


def _for_gaps(view: AssessmentView) -> Iterator[Suggestion]:
    for row in gaps_without_action(view):
        yield _suggestion_for_gap(view, row)


def _suggestion_for_gap(view: AssessmentView, row: Row) -> Suggestion:
    gap = shorten(view.cell(row, "gap"), LONGEST, placeholder=" …")
    return _suggestion(view, f"gap-{row.id}", f"Gap: {gap}", gap, [])


def _suggestion(
    view: AssessmentView, id_: str, reason: str, issue: str, groups: list[str]
) -> Suggestion:
    values: dict[str, Value] = {view.edition.means("action_issue"): issue}
    if groups:
        values[view.edition.means("action_groups")] = groups
    return Suggestion(id_, reason, issue, values)
