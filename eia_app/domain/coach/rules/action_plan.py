"""Rules about the action plan, and about gaps that no action takes up."""

from __future__ import annotations

from collections.abc import Iterator

from eia_app.domain.coach import authorities
from eia_app.domain.coach.assessment_view import AssessmentView
from eia_app.domain.coach.rule import Occurrence, Reason, Severity, rule
from eia_app.domain.coach.text_analysis import is_open_ended, is_placeholder, plain
from eia_app.domain.questionnaire.answers import Row
from eia_app.domain.questionnaire.choices import long_date

SMART = Reason(
    "An action gets done when it is specific and dated, and somebody answers for it.",
    authorities.OURS,
)
FOLLOW_UP = Reason(
    "Assessments are criticised for never looking at what really happened.", authorities.AUDIT_WALES
)


def _open_actions(view: AssessmentView) -> Iterator[Row]:
    """Yield the actions that are neither done nor dropped."""
    over = view.edition.values_meaning("action_over")
    for row in view.rows("actions"):
        if view.cell(row, "action_status") not in over:
            yield row


def _placeholders(view: AssessmentView, meaning: str, advice: str) -> Iterator[Occurrence]:
    """Yield the open actions whose answer is a placeholder such as “tbc”."""
    for row in _open_actions(view):
        text = view.cell(row, meaning)
        if text and is_placeholder(text):
            yield Occurrence(view.place(meaning, row=row), f"“{text}” {advice}", text)


@rule(
    "action_without_owner",
    Severity.SHOULD,
    at=("action_owner",),
    description="An action whose owner is “not stated”, “tbc” or the like",
    reason=SMART,
)
def action_without_owner(view: AssessmentView) -> Iterator[Occurrence]:
    return _placeholders(
        view, "action_owner", "is not an owner. Name one job title that answers for this action."
    )


@rule(
    "action_without_measure",
    Severity.SHOULD,
    at=("action_measure",),
    description="An action whose measure is “not stated”, “tbc” or the like",
    reason=FOLLOW_UP,
)
def action_without_measure(view: AssessmentView) -> Iterator[Occurrence]:
    return _placeholders(
        view, "action_measure", "is no measure. Give something that can be counted or checked."
    )


@rule(
    "action_ongoing",
    Severity.SHOULD,
    at=("action_until", "action_measure"),
    description="An action that is “ongoing”, with no word on how often it is looked at",
    reason=SMART,
)
def action_ongoing(view: AssessmentView) -> Iterator[Occurrence]:
    for row in _open_actions(view):
        for meaning in ("action_until", "action_measure"):
            text = view.cell(row, meaning)
            if is_open_ended(text):
                yield Occurrence(
                    view.place(meaning, row=row),
                    "“Ongoing” has no end. Say how often this action is looked at, and until when.",
                    text,
                )


@rule(
    "action_overdue",
    Severity.SHOULD,
    at=("action_due",),
    description="An action that is not done, with a date in the past",
    reason=SMART,
)
def action_overdue(view: AssessmentView) -> Iterator[Occurrence]:
    for row in _open_actions(view):
        text = view.cell(row, "action_due")
        if text and text < view.today.isoformat():
            yield Occurrence(
                view.place("action_due", row=row),
                f"This action was to be done by {long_date(text)}. Say that it is done, or give a"
                " date that can be kept.",
                text,
            )


@rule(
    "gap_without_action",
    Severity.TIP,
    at=("gap",),
    description="A gap that no action takes up",
    reason=Reason("A gap is filled when somebody has the job of filling it.", authorities.OURS),
)
def gap_without_action(view: AssessmentView) -> Iterator[Occurrence]:
    for row in gaps_without_action(view):
        text = view.cell(row, "gap")
        yield Occurrence(view.place("gap", row=row), "No action takes up this gap yet.", text)


def gaps_without_action(view: AssessmentView) -> Iterator[Row]:
    """Yield the gaps that select no action and say nothing of it.

    If the edition lets no gap select actions, they are those whose longer words are in no action.
    """
    section_id = view.edition.means("gaps")
    if section_id in view.links.sections:
        yield from (row for row in view.rows("gaps") if not view.links.takes_up(section_id, row))
        return
    words_of_actions = [_long_words(_action_text(view, row)) for row in view.rows("actions")]
    for row in view.rows("gaps"):
        gap_words = _long_words(view.cell(row, "gap"))
        if gap_words and not any(
            2 * len(gap_words & words) >= len(gap_words) for words in words_of_actions
        ):
            yield row


def _action_text(view: AssessmentView, row: Row) -> str:
    return f"{view.cell(row, 'action_issue')} {view.cell(row, 'action_text')}"


def _long_words(text: str) -> set[str]:
    return {word for word in plain(text).split() if len(word) > 3}
