"""Rules about engagement and consultation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from eia_app.domain.coach import authorities
from eia_app.domain.coach.assessment_view import AssessmentView
from eia_app.domain.coach.rule import Occurrence, Reason, Severity, rule
from eia_app.domain.coach.text_analysis import is_thin, says_nothing, words
from eia_app.domain.evidence.periods import DAY, ISO, end_of
from eia_app.domain.questionnaire.choices import long_date

ONLY_CONSIDERED = re.compile(
    r"\b(?:noted|considered|weighed|taken (?:into account|on board)|listened|fed back|recorded)\b",
    re.IGNORECASE,
)
FEW = 13  # words: in more, something besides is said


@rule(
    "nobody_asked",
    Severity.SHOULD,
    at=("engagement", "no_engagement"),
    notices="Nobody was asked, and fewer than 10 words say why",
    reason=Reason("Too little engagement is one of the usual failings.", authorities.AUDIT_WALES),
)
def nobody_asked(view: AssessmentView) -> Iterator[Occurrence]:
    rows, why = view.rows("engagement"), view.text("no_engagement")
    asked = any(not says_nothing(view.cell(row, "engaged_who")) for row in rows)
    if asked or not (rows or why) or (why and not is_thin(why)):
        return
    yield Occurrence(
        view.place("engagement" if rows else "no_engagement"),
        "Nobody is named whom you asked. Ask somebody, or say why it is fair to decide without.",
        why,
    )


@rule(
    "nothing_changed",
    Severity.SHOULD,
    at=("engaged_did",),
    notices="People were asked, and nothing is said to have changed, nor why not",
    reason=Reason(
        "What people say must be conscientiously taken into account.", authorities.GUNNING
    ),
)
def nothing_changed(view: AssessmentView) -> Iterator[Occurrence]:
    for row in view.rows("engagement"):
        text = view.cell(row, "engaged_did")
        only = len(words(text)) < FEW and ONLY_CONSIDERED.search(text)
        if text and (only or says_nothing(text)):
            yield Occurrence(
                view.place("engaged_did", row=row),
                "Say what you changed because of this, or why you changed nothing.",
                text,
            )


@rule(
    "late_consultation",
    Severity.SHOULD,
    at=("consultation_dates",),
    notices="A consultation that ends after the decision",
    reason=Reason(
        "People must be heard while the proposal can still change, and before it is decided.",
        authorities.GUNNING,
    ),
)
def late_consultation(view: AssessmentView) -> Iterator[Occurrence]:
    decided, text = view.date("decision_date"), view.text("consultation_dates")
    days = days_in(text)
    if decided and days and max(days) > decided:
        yield Occurrence(
            view.place("consultation_dates"),
            f"A date of the consultation, {long_date(max(days).isoformat())}, is after the decision"
            f" on {long_date(decided.isoformat())}. One of the two must move.",
            f"{text}\n{decided}",
        )


def days_in(text: str) -> list[date]:
    """The days that are written out, such as 21 December 2025; not a month or a year alone."""
    said = (found.group() for pattern in (DAY, ISO) for found in pattern.finditer(text))
    return [day for day in map(end_of, said) if day]
