"""Rules about people who would be worse off, and effects that add up."""

from __future__ import annotations

from collections.abc import Iterator

from eia_app.domain.coach import authorities
from eia_app.domain.coach.assessment_view import AssessmentView
from eia_app.domain.coach.rule import Occurrence, Reason, Severity, rule
from eia_app.domain.coach.text_analysis import is_placeholder, is_thin
from eia_app.domain.journey.routing import Route

LESSEN = Reason(
    "When some people would be worse off, the choices are to change the proposal, to lessen the"
    " harm, to find another way, or to go on and justify it.",
    authorities.SURREY,
)
SEVERAL = 2


def _serious_effects_need_actions(view: AssessmentView) -> bool:
    """Return whether no reason is given for having no action on a serious effect."""
    answers = (view.text("justification"), view.text("no_action"))
    return not any(text and not is_thin(text) for text in answers)


@rule(
    "serious_unanswered",
    Severity.MUST,
    at=("effect",),
    description=(
        "A serious negative effect with no action for the group, and no reason for having none"
    ),
    reason=LESSEN,
)
def serious_unanswered(view: AssessmentView) -> Iterator[Occurrence]:
    if not view.is_asked("actions") or not _serious_effects_need_actions(view):
        return
    for group, effect in view.checked_groups:
        is_answered = view.has_action(group.id) or view.links.is_declined(group.id)
        if view.is_serious(effect) and not is_answered:
            yield Occurrence(
                view.place("effect", group.id),
                "The effect on {people} is serious, and no action is for them. Add an action, or"
                " say under the action plan or the conclusion why nothing can be done.",
                view.text("mitigation", group.id),
                people=group.people,
            )


@rule(
    "negative_without_action",
    Severity.SHOULD,
    at=("effect",),
    description="A negative effect on a group that no action is for",
    reason=Reason(
        "To tick “negative” and do nothing about it is the worst result of all.", authorities.FRASER
    ),
)
def negative_without_action(view: AssessmentView) -> Iterator[Occurrence]:
    if not view.is_asked("actions"):
        return
    for group, effect in view.checked_groups:
        # Reported by `serious_unanswered`.
        is_reported_already = view.is_serious(effect) and _serious_effects_need_actions(view)
        is_answered = view.has_action(group.id) or view.links.is_declined(group.id)
        if effect.negative and not is_reported_already and not is_answered:
            yield Occurrence(
                view.place("effect", group.id),
                "Some {people} would be worse off, and no action is for them.",
                view.text("mitigation", group.id),
                people=group.people,
            )


@rule(
    "thin_combined",
    Severity.SHOULD,
    at=("combined",),
    description=(
        "Two or more negative effects, and fewer than 10 words on who feels several at once"
    ),
    reason=Reason(
        "Assessments seldom look at people who are in several groups, and they can lose most.",
        authorities.AUDIT_WALES,
    ),
)
def thin_combined(view: AssessmentView) -> Iterator[Occurrence]:
    text = view.text("combined")
    negative_count = sum(effect.negative for effect in view.effects)
    if negative_count >= SEVERAL and text and is_thin(text):
        yield Occurrence(
            view.place("combined"),
            f"{negative_count} groups would be worse off. Say who is in more than one of them, and"
            " what that means for them.",
            text,
        )


@rule(
    "thin_cumulative",
    Severity.SHOULD,
    at=("cumulative",),
    description="A major proposal or a saving, and fewer than 10 words on other changes",
    reason=Reason(
        "The effect of savings is the effect of all of them together on the same people.",
        authorities.LIVERPOOL,
    ),
)
def thin_cumulative(view: AssessmentView) -> Iterator[Occurrence]:
    text = view.text("cumulative")
    is_large = view.journey.route is Route.MAJOR or view.answer_means("kind", "budget")
    if is_large and text and (is_thin(text) or is_placeholder(text)):
        yield Occurrence(
            view.place("cumulative"),
            "Name the other savings, charges and closures that you looked at, and say whom they"
            " affect too.",
            text,
        )
