"""A date that was asked about before it was saved, and was saved all the same."""

from __future__ import annotations

from datetime import datetime

from eia_app.domain.coach.rule import Severity
from eia_app.domain.text.conversions import day
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.coach import findings
from eia_app.storage.models.people import Person

CONFIRMED = "The date was asked about when it was saved, and confirmed."


def keep_decision_date(context: AssessmentContext, *, by: Person, now: datetime) -> None:
    """Keep the date of the decision as it is, so that the coach does not ask about it again."""
    question = context.edition.means("decision_date")
    for noted in findings.list_all(context, now=now):
        finding = noted.finding
        is_about_date = finding.place.question == question and day(finding.occurrence.about)
        if is_about_date and noted.kept is None and finding.severity is Severity.SHOULD:
            findings.dismiss(context, finding.key, CONFIRMED, by=by, now=now)
            return
