"""Rules about what points to one person: personal details, and numbers that are too small."""

from __future__ import annotations

from collections.abc import Iterator

from eia_app.domain.coach import authorities
from eia_app.domain.coach.assessment_view import AssessmentView
from eia_app.domain.coach.rule import Occurrence, Reason, Severity, rule
from eia_app.domain.coach.text_analysis import listed
from eia_app.domain.questionnaire import small_numbers
from eia_app.domain.text import personal_data
from eia_app.domain.text.remembered import remembered

PUBLISHED = "An assessment is published with the papers, and stays where anybody can find it."


@rule(
    "personal_details",
    Severity.SHOULD,
    at=(),
    description="An email address, telephone number or National Insurance number of a person",
    reason=Reason(PUBLISHED, authorities.OURS),
)
def personal_details(view: AssessmentView) -> Iterator[Occurrence]:
    """Yield the texts with details. Sentences do not repeat them: kept ones are printed."""
    known = tuple(view.council.contact.values())
    for authored in view.texts:
        details = _details(authored.text, known)
        if details:
            yield Occurrence(
                authored.place,
                f"This seems to hold {listed(list(details))} of one person. Take it out, or give"
                " the address of a team.",
                authored.text,
            )


@remembered
def _details(text: str, known: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(find.detail.value for find in personal_data.finds(text, known)))


@rule(
    "small_number",
    Severity.SHOULD,
    at=(),
    description="A number so small, or so easily worked out, that it could point to a person",
    reason=Reason(PUBLISHED, authorities.OURS),
)
def small_number(view: AssessmentView) -> Iterator[Occurrence]:
    for authored in view.texts:
        notices = small_numbers.notices(authored.text, view.council.small_number_threshold)
        if notices:
            yield Occurrence(authored.place, " ".join(notices), authored.text)
