"""The timeline of an assessment, with the council’s days and the bank holidays of England."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from eia_app.domain.calendar import local_date
from eia_app.domain.coach.assessment_view import AssessmentView
from eia_app.domain.journey.routing import Route
from eia_app.domain.workflow import timeline
from eia_app.services.assessment.calendar import working_days
from eia_app.services.assessment.loading import AssessmentContext


@dataclass(frozen=True)
class Timeline:
    """The stages; none without a date of decision, or in a state that has no timeline."""

    steps: list[timeline.Step]
    needs_date: bool = False
    is_route_known: bool = True
    at_meeting: bool = True


def of(context: AssessmentContext, *, now: datetime) -> Timeline:
    """Return the timeline of an assessment as seen now. Ask nothing of the database."""
    assessment, council = context.assessment, context.council
    if assessment.state not in timeline.BEHIND:
        return Timeline([])
    if assessment.decision_date is None:
        return Timeline([], needs_date=True)
    today = local_date(now)
    view = AssessmentView(context.journey, council, today, working_days())
    facts = timeline.Facts(
        assessment.state,
        decision=assessment.decision_date,
        started=local_date(assessment.started_at),
        submitted=local_date(assessment.submitted_at) if assessment.submitted_at else None,
        is_reviewed=context.journey.route is Route.MAJOR or assessment.review_asked,
        needs_papers=not view.answer_means("decision_body", "by_officer"),
    )
    allowed = timeline.Allowed(council.review_days, council.sign_off_days, council.clear_days)
    steps = timeline.timeline(working_days(), facts, allowed, today)
    return Timeline(
        steps, is_route_known=bool(context.journey.route), at_meeting=facts.needs_papers
    )
