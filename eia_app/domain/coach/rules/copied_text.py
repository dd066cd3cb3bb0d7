"""Rules about explanations that are the same for several groups or assessments."""

from __future__ import annotations

from collections.abc import Iterator

from eia_app.domain.coach import authorities
from eia_app.domain.coach.assessment_view import AssessmentView
from eia_app.domain.coach.rule import Occurrence, Reason, Severity, rule
from eia_app.domain.coach.text_analysis import (
    ENOUGH,
    fingerprints,
    listed,
    plain,
    shingles,
    similarity,
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
    authorities.OURS,
)


@rule(
    "same_text",
    Severity.SHOULD,
    at=("explanation",),
    description="The same, or nearly the same, explanation for three or more groups",
    reason=NOT_TAILORED,
)
def same_text(view: AssessmentView) -> Iterator[Occurrence]:
    for cluster in _clusters(view):
        first_group, *other_groups = cluster
        yield Occurrence(
            view.place("explanation", first_group.id),
            f"Nearly the same is written for {len(cluster)} groups:"
            f" {listed([group.title for group in cluster])}. Say for each what is true of its"
            " people.",
            "\n".join(view.text("explanation", group.id) for group in cluster),
            tuple(view.place("explanation", group.id) for group in other_groups),
        )


def _clusters(view: AssessmentView) -> Iterator[list[Group]]:
    """Yield lists of three or more groups with similar explanations; no group is in two lists."""
    remaining = []
    for effect in view.effects:
        group = view.journey.group(effect.group)
        if group is not None:
            runs = _runs(view.text("explanation", group.id), group.people, group.title)
            if runs:
                remaining.append((group, runs))
    while remaining:
        runs = remaining[0][1]
        cluster = [
            group for group, other_runs in remaining if similarity(runs, other_runs) >= NEARLY
        ]
        if len(cluster) >= GROUPS:
            yield cluster
            remaining = [pair for pair in remaining if pair[0] not in cluster]
        else:
            remaining = remaining[1:]


@remembered
def _runs(text: str, *names: str) -> frozenset[int]:
    """Return the runs of words of an explanation without its group’s names; none of a short one."""
    own_text = plain(text, names)
    return shingles(own_text) if len(own_text.split()) >= SHORT else frozenset()


@rule(
    "copied_text",
    Severity.SHOULD,
    at=("explanation",),
    description="An explanation of which half or more stands word for word in another assessment",
    reason=NOT_TAILORED,
)
def copied_text(view: AssessmentView) -> Iterator[Occurrence]:
    groups = [group for group, _ in view.checked_groups if _is_copied(view, group)]
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
    copied = sum(
        number for sentence, number in fingerprints(text).items() if sentence in view.copied
    )
    return copied >= HALF * count
