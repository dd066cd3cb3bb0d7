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
    """The steps; none of them without a date of decision, or when all is over."""

    steps: list[timeline.Step]
    needs_date: bool = False
    is_route_known: bool = True
    at_meeting: bool = True


def of(context: AssessmentContext, *, now: datetime) -> Timeline:
    """The timeline of an assessment as seen now. Asks nothing of the database."""
    it, council = context.assessment, context.council
    if it.state not in timeline.BEHIND:
        return Timeline([])
    if it.decision_date is None:
        return Timeline([], needs_date=True)
    today = local_date(now)
    view = AssessmentView(context.journey, council, today, working_days())
    facts = timeline.Facts(
        it.state,
        decision=it.decision_date,
        started=local_date(it.started_at),
        submitted=local_date(it.submitted_at) if it.submitted_at else None,
        is_reviewed=context.journey.route is Route.MAJOR or it.review_asked,
        needs_papers=not view.answer_means("decision_body", "by_officer"),
    )
    allowed = timeline.Allowed(council.review_days, council.sign_off_days, council.clear_days)
    steps = timeline.timeline(working_days(), facts, allowed, today)
    return Timeline(
        steps, is_route_known=bool(context.journey.route), at_meeting=facts.needs_papers
    )
