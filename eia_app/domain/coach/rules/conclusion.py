"""Rules about the conclusion."""

from __future__ import annotations

from collections.abc import Iterator

from eia_app.domain.coach import authorities
from eia_app.domain.coach.assessment_view import AssessmentView
from eia_app.domain.coach.rule import Occurrence, Reason, Severity, rule
from eia_app.domain.coach.text_analysis import is_thin, listed
from eia_app.domain.journey.effects import GroupEffect
from eia_app.domain.questionnaire.model import Group

ENOUGH_OPTIONS = 2
REASONED = 20  # words
RIGOUR = Reason(
    "The duty is exercised in substance, with rigour and with an open mind.", authorities.BROWN
)


@rule(
    "continue_despite_serious",
    Severity.MUST,
    at=("outcome",),
    description="“Continue with no major change” while a serious negative effect stands",
    reason=Reason(
        "Whoever decides must see how serious the effects are, in their full gravity.",
        authorities.BRACKING,
    ),
)
def continue_despite_serious(view: AssessmentView) -> Iterator[Occurrence]:
    serious = [group.people for group, effect in _all_groups(view) if view.is_serious(effect)]
    if serious and view.answer_means("outcome", "outcome_continue"):
        yield Occurrence(
            view.place("outcome"),
            f"You would continue with no major change, but the effect on {_in_words(serious)} is"
            " serious. Choose another conclusion, or look at how serious it is again.",
            "\n".join(serious),
        )


@rule(
    "continue_despite_unknown",
    Severity.SHOULD,
    at=("outcome",),
    description="“Continue with no major change” while an effect is not known",
    reason=RIGOUR,
)
def continue_despite_unknown(view: AssessmentView) -> Iterator[Occurrence]:
    unknown = [group.people for group, effect in _all_groups(view) if effect.unknown]
    if unknown and view.answer_means("outcome", "outcome_continue"):
        yield Occurrence(
            view.place("outcome"),
            f"You would continue with no major change, but the effect on {_in_words(unknown)} is"
            " not known. Say why it is safe to go on.",
            "\n".join((*unknown, view.text("outcome_why"))),
        )


@rule(
    "justify_without_options",
    Severity.MUST,
    at=("options",),
    description="“Continue although some people will be worse off” with fewer than two options",
    reason=Reason(
        "To go on in spite of harm has to be justified against the other ways.", authorities.SURREY
    ),
)
def justify_without_options(view: AssessmentView) -> Iterator[Occurrence]:
    options = view.rows("options")
    has_too_few = view.is_asked("options") and len(options) < ENOUGH_OPTIONS
    if (
        has_too_few
        and view.answer_means("outcome", "outcome_justify")
        and not view.has_missing_rows("options")
    ):
        yield Occurrence(
            view.place("options"),
            "You would continue although some people will be worse off. Add the other options that"
            " you looked at, so that readers see why none harms less.",
            str(len(options)),
        )


@rule(
    "thin_justification",
    Severity.SHOULD,
    at=("justification",),
    description=(
        "“Continue although some people will be worse off” justified in fewer than 20 words"
    ),
    reason=RIGOUR,
)
def thin_justification(view: AssessmentView) -> Iterator[Occurrence]:
    text = view.text("justification")
    if text and is_thin(text, REASONED):
        yield Occurrence(
            view.place("justification"),
            "Say which aim is worth the harm, why it matters enough, and why no other way would do"
            " less harm.",
            text,
        )


def _all_groups(view: AssessmentView) -> Iterator[tuple[Group, GroupEffect]]:
    return view.of_whole_assessment().checked_groups


def _in_words(people: list[str]) -> str:
    if len(people) > 3:
        return f"{people[0]}, {people[1]} and {len(people) - 2} other groups"
    return listed(people)
