"""Build an assessment for practice in the service of the tests."""

from __future__ import annotations

from uuid import UUID

from eia_app.services.people import people
from tests.journeys.builders.assessment_builder import AssessmentBuilder
from tests.journeys.server import LEAD
from tests.training import PracticeFactory


def build_practice(builder: AssessmentBuilder) -> UUID:
    """Build the lead’s practice of the scenario about toilets, with its quick check answered."""
    with builder.writing() as session:
        lead = people.by_email(session, LEAD.email)
        assert lead is not None
        factory = PracticeFactory(session, builder.forms)
        context = factory.start(lead)
        factory.answer_quick_check(context)
        return context.assessment.id
