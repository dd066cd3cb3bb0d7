"""Start an assessment with the shipped questions, answered up to the quick check."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy.orm import Session

from eia_app.domain.journey.journey import Journey
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.workflow import start as workflow_start
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.people import Person
from tests.factories import NOW, Clock, fill_missing_answers, save_journey


def start_with_quick_check(session: Session, forms: Forms, lead: Person) -> AssessmentContext:
    """Return a draft of this lead whose quick check leads to a full assessment."""
    context = workflow_start.start(session, forms, title="Parking", by=lead, now=NOW, id_=uuid4())
    journey = context.journey
    while journey.decision is None:
        gaps = next(task for task in journey.tasks if task.missing).missing
        answers = fill_missing_answers(journey, context.choices, gaps, {"q_depth": "serious"})
        journey = Journey(journey.edition, journey.groups, answers)
    save_journey(context, journey, by=lead, clock=Clock())
    return context
