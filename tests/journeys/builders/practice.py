"""Practice with the quick check of its scenario done, on the shelf."""

from __future__ import annotations

from uuid import UUID

from eia_app.services.people import people
from tests.journeys.builders.assessment_builder import Shelf
from tests.journeys.server import LEAD
from tests.training import Practising


def put_practice(shelf: Shelf) -> UUID:
    """The lead’s own, about the toilets: major, and hardly begun."""
    with shelf.writing() as session:
        lead = people.by_email(session, LEAD.email)
        assert lead is not None
        practising = Practising(session, shelf.forms)
        context = practising.alone(lead)
        practising.checks(context)
        return context.assessment.id
