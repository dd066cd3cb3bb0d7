"""A tip about texts that are clearly longer than was asked for."""

from __future__ import annotations

from collections.abc import Iterator

from eia_app.domain.coach import authorities
from eia_app.domain.coach.assessment_view import AssessmentView
from eia_app.domain.coach.rule import Occurrence, Reason, Severity, rule

CLEARLY = 1.25  # times the words that are asked for


@rule(
    "too_many_words",
    Severity.TIP,
    at=(),
    description="A text of over a quarter more words than its question asks for",
    reason=Reason("What is short is read. Nothing is refused for its length.", authorities.OURS),
)
def too_many_words(view: AssessmentView) -> Iterator[Occurrence]:
    """Yield the texts with too many words, counted as beside the box: what spaces part."""
    for authored in view.texts:
        advised = view.edition.questions[authored.place.question].words
        count = len(authored.text.split()) if advised else 0
        if count > CLEARLY * advised:
            yield Occurrence(
                authored.place,
                f"This has {count} words, and about {advised} were asked for. Keep what whoever"
                " decides needs to read.",
                authored.text,
            )
