"""An assessment that looks again at a signed one, on the shelf."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

from eia_app.domain.workflow import Action
from eia_app.services import again, people
from eia_app.services.opened import Opened, open_assessment
from eia_app.services.sections import save_answers
from eia_app.storage.people import Person
from tests.journeys.server import LEAD
from tests.journeys.shelf import TO_SIGN, Shelf


def put_again(shelf: Shelf) -> UUID:
    """Its quick check is confirmed; the evidence, the groups and the actions are not yet."""
    before = shelf.put("15", *TO_SIGN, Action.SIGN_OFF)
    with shelf.writing() as session:
        lead = people.by_email(session, LEAD.email)
        assert lead is not None
        signed = open_assessment(session, shelf.forms, before)
        new = again.assess_again(signed, by=lead, now=datetime.now(UTC), id_=uuid4())
        for section in ("proposal", "people_and_places", "quick_check"):
            confirm(new, section, lead)
        return new.assessment.id


def confirm(new: Opened, section: str, by: Person) -> None:
    """Save every answer of a section as it is."""
    values = {
        question: value
        for (group, question), value in new.answers.values.items()
        if group is None and new.edition.section_of[question].id == section
    }
    save_answers(new, section, None, values, by=by, now=datetime.now(UTC))
