"""Rules about engagement and consultation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from eia_app.domain.coach import authorities
from eia_app.domain.coach.assessment_view import AssessmentView
from eia_app.domain.coach.rule import Occurrence, Reason, Severity, rule
from eia_app.domain.coach.text_analysis import is_placeholder, is_thin, words
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
    description="Nobody was asked, and fewer than 10 words say why",
    reason=Reason("Too little engagement is one of the usual failings.", authorities.AUDIT_WALES),
)
def nobody_asked(view: AssessmentView) -> Iterator[Occurrence]:
    rows, reason = view.rows("engagement"), view.text("no_engagement")
    is_anybody_named = any(not is_placeholder(view.cell(row, "engaged_who")) for row in rows)
    if is_anybody_named or not (rows or reason) or (reason and not is_thin(reason)):
        return
    yield Occurrence(
        view.place("engagement" if rows else "no_engagement"),
        "Nobody is named whom you asked. Ask somebody, or say why it is fair to decide without.",
        reason,
    )


@rule(
    "nothing_changed",
    Severity.SHOULD,
    at=("engaged_did",),
    description="People were asked, and nothing is said to have changed, nor why not",
    reason=Reason(
        "What people say must be conscientiously taken into account.", authorities.GUNNING
    ),
)
def nothing_changed(view: AssessmentView) -> Iterator[Occurrence]:
    for row in view.rows("engagement"):
        text = view.cell(row, "engaged_did")
        only_considered = len(words(text)) < FEW and ONLY_CONSIDERED.search(text)
        if text and (only_considered or is_placeholder(text)):
            yield Occurrence(
                view.place("engaged_did", row=row),
                "Say what you changed because of this, or why you changed nothing.",
                text,
            )


@rule(
    "late_consultation",
    Severity.SHOULD,
    at=("consultation_dates", "consultation_to"),
    description="A consultation that ends after the decision",
    reason=Reason(
        "People must be heard while the proposal can still change, and before it is decided.",
        authorities.GUNNING,
    ),
)
def late_consultation(view: AssessmentView) -> Iterator[Occurrence]:
    decision_day, last_day = view.date("decision_date"), view.date("consultation_to")
    if decision_day and last_day and last_day > decision_day:
        yield Occurrence(
            view.place("consultation_to"),
            f"The consultation ends on {long_date(last_day.isoformat())}, after the decision on"
            f" {long_date(decision_day.isoformat())}. One of the two must move.",
            f"{last_day}\n{decision_day}",
        )
    text = view.text("consultation_dates")
    days = days_in(text)
    if decision_day and days and max(days) > decision_day:
        yield Occurrence(
            view.place("consultation_dates"),
            f"A date of the consultation, {long_date(max(days).isoformat())}, is after the decision"
            f" on {long_date(decision_day.isoformat())}. One of the two must move.",
            f"{text}\n{decision_day}",
        )


def days_in(text: str) -> list[date]:
    """Return the days that are written out, such as 21 December 2025; no month or year alone."""
    date_texts = (match.group() for pattern in (DAY, ISO) for match in pattern.finditer(text))
    return [day for day in map(end_of, date_texts) if day]
