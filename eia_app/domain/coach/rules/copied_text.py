"""Rules about text that was not written for the group that it is about."""

from __future__ import annotations

from collections.abc import Iterator

from eia_app.domain.coach import authorities
from eia_app.domain.coach.assessment_view import AssessmentView
from eia_app.domain.coach.rule import Occurrence, Reason, Severity, rule
from eia_app.domain.coach.text_analysis import (
    ENOUGH,
    fingerprints,
    likeness,
    listed,
    plain,
    shingles,
    words,
)
from eia_app.domain.questionnaire.model import Group
from eia_app.domain.text.remembered import remembered

NEARLY = 0.8  # of the runs of three words that two texts have between them
GROUPS = 3
HALF = 0.5  # of the words of a text
SHORT = 4  # words, without the group’s own name: less is nobody’s text
NOT_TAILORED = Reason(
    "Each group has its own disadvantages and needs. A text that fits all of them says nothing of"
    " any.",
    authorities.WEST_BERKSHIRE,
)


@rule(
    "same_text",
    Severity.SHOULD,
    at=("explanation",),
    notices="The same, or nearly the same, explanation for three or more groups",
    reason=NOT_TAILORED,
)
def same_text(view: AssessmentView) -> Iterator[Occurrence]:
    for alike in _clusters(view):
        first, *others = alike
        yield Occurrence(
            view.place("explanation", first.id),
            f"Nearly the same is written for {len(alike)} groups:"
            f" {listed([group.title for group in alike])}. Say for each what is true of its"
            " people.",
            "\n".join(view.text("explanation", group.id) for group in alike),
            tuple(view.place("explanation", group.id) for group in others),
        )


def _clusters(view: AssessmentView) -> Iterator[list[Group]]:
    """Groups whose explanations are alike, three or more at a time, each group once."""
    left = []
    for effect in view.effects:
        group = view.journey.group(effect.group)
        if group is not None:
            runs = _runs(view.text("explanation", group.id), group.people, group.title)
            if runs:
                left.append((group, runs))
    while left:
        runs = left[0][1]
        alike = [group for group, others in left if likeness(runs, others) >= NEARLY]
        if len(alike) >= GROUPS:
            yield alike
            left = [each for each in left if each[0] not in alike]
        else:
            left = left[1:]


@remembered
def _runs(text: str, *names: str) -> frozenset[int]:
    """The runs of words of an explanation, without the names of its group; none of a short one."""
    own = plain(text, names)
    return shingles(own) if len(own.split()) >= SHORT else frozenset()


@rule(
    "copied_text",
    Severity.SHOULD,
    at=("explanation",),
    notices="An explanation of which half or more stands word for word in another assessment",
    reason=NOT_TAILORED,
)
def copied_text(view: AssessmentView) -> Iterator[Occurrence]:
    groups = [group for group, _ in view.looked_at if _is_copied(view, group)]
    if groups:
        places = [view.place("explanation", group.id) for group in groups]
        yield Occurrence(
            places[0],
            f"What you say under {listed([group.title for group in groups])} also stands, word for"
            " word, in another assessment. Say what is true of this proposal.",
            "\n".join(view.text("explanation", group.id) for group in groups),
            tuple(places[1:]),
        )


def _is_copied(view: AssessmentView, group: Group) -> bool:
    text = view.text("explanation", group.id) if view.copied else ""
    count = len(words(text))
    if count < ENOUGH:
        return False
    found = fingerprints(text)
    return sum(found[each] for each in found if each in view.copied) >= HALF * count
