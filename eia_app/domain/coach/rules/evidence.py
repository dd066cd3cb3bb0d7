"""Rules about the evidence."""

from __future__ import annotations

from collections.abc import Iterator

from eia_app.domain.coach import authorities
from eia_app.domain.coach.assessment_view import AssessmentView
from eia_app.domain.coach.rule import Occurrence, Reason, Severity, rule
from eia_app.domain.coach.text_analysis import is_placeholder
from eia_app.domain.evidence.indicators import is_stale, years_good
from eia_app.domain.evidence.periods import end_of
from eia_app.domain.questionnaire.answers import Row

ENOUGH_FACTS = 2


@rule(
    "few_facts",
    Severity.SHOULD,
    at=("evidence",),
    description="Fewer than two facts",
    reason=Reason(
        "Decisions were quashed because the evidence and its analysis lacked rigour.",
        authorities.GLOUCESTERSHIRE,
    ),
)
def few_facts(view: AssessmentView) -> Iterator[Occurrence]:
    rows = view.rows("evidence")
    has_too_few = view.is_asked("evidence") and len(rows) < ENOUGH_FACTS
    if has_too_few and not view.has_missing_rows("evidence"):
        yield Occurrence(
            view.place("evidence"),
            "An assessment rests on its facts. Add at least two, such as who uses the service and"
            " who lives here.",
            "\n".join(view.cell(row, "evidence_fact") for row in rows),
        )


@rule(
    "stale_evidence",
    Severity.SHOULD,
    at=("evidence_date",),
    description="Evidence that is past its own date, or over 3 years old (a census: 12)",
    reason=Reason(
        "The duty goes on, and old figures may not be true of the people of today.",
        authorities.BROWN,
    ),
)
def stale_evidence(view: AssessmentView) -> Iterator[Occurrence]:
    as_of = min(view.today, view.date("decision_date") or view.today)
    for row in view.rows("evidence"):
        text, until = view.cell(row, "evidence_date"), view.cell(row, "evidence_stale_after")
        if is_stale(end_of(text), as_of, stale_after=end_of(until), years=_years(view, row)):
            yield Occurrence(
                view.place("evidence_date", row=row),
                f"This is from {text}, so it may be out of date. Look for something newer, or say"
                " when it will be out of date.",
                f"{text}\n{until}\n{view.cell(row, 'evidence_fact')}",
            )


def _years(view: AssessmentView, row: Row) -> int:
    cells = [view.cell(row, f"evidence_{suffix}") for suffix in ("fact", "source", "date")]
    return years_good(" ".join(cells))


@rule(
    "undated_evidence",
    Severity.TIP,
    at=("evidence_date",),
    description="Evidence whose date is not known",
    reason=Reason("Readers cannot weigh a figure without its date.", authorities.OURS),
)
def undated_evidence(view: AssessmentView) -> Iterator[Occurrence]:
    for row in view.rows("evidence"):
        text = view.cell(row, "evidence_date")
        if text and is_placeholder(text):
            yield Occurrence(
                view.place("evidence_date", row=row),
                "Try to find the date or the period that this is from.",
                text,
            )
