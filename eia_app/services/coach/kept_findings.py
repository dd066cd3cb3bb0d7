"""Findings with the reasons for which they are kept as they are."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from eia_app.domain.coach.rule import Finding
from eia_app.domain.text.conversions import day
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.storage.models.dismissed_findings import DismissedFinding
from eia_app.storage.models.training import WITH_PRACTICE

ANY_RULE = ""


@dataclass(frozen=True)
class NotedFindings:
    """A finding, and the reason with which it is kept as it is (None: none was given)."""

    finding: Finding
    kept: DismissedFinding | None = None


def with_reasons(context: AssessmentContext, findings: list[Finding]) -> list[NotedFindings]:
    """Return each finding with the newest reason that still holds for it.

    A reason to keep a date holds for every rule that rests on that date alone.
    """
    if not findings:
        return []
    dismissed = select(DismissedFinding).where(
        DismissedFinding.assessment_id == context.assessment.id
    )
    newest_last = dismissed.order_by(DismissedFinding.at)
    reasons = {}
    for dismissal in context.session.scalars(newest_last, execution_options=WITH_PRACTICE):
        for rule in (dismissal.rule, ANY_RULE):
            reasons[rule, dismissal.place, dismissal.text_sha256] = dismissal
    return [
        NotedFindings(finding, reasons.get((_rule_of(finding), finding.place, finding.text_sha256)))
        for finding in findings
    ]


def _rule_of(finding: Finding) -> str:
    """Return the rule for which a reason was given; ANY_RULE for a finding about a date alone."""
    return ANY_RULE if day(finding.occurrence.about) else finding.rule.id
