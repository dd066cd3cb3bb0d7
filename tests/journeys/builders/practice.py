"""Practice with the quick check of its scenario done, on the shelf."""

from __future__ import annotations

from uuid import UUID

from eia_app.services.people import people
from tests.journeys.builders.assessment_builder import AssessmentBuilder
from tests.journeys.server import LEAD
from tests.training import PracticeFactory


def build_practice(builder: AssessmentBuilder) -> UUID:
    """The lead’s own, about the toilets: major, and hardly begun."""
    with builder.writing() as session:
        lead = people.by_email(session, LEAD.email)
        assert lead is not None
        practising = PracticeFactory(session, builder.forms)
        context = practising.start(lead)
        practising.answer_quick_check(context)
        return context.assessment.id
