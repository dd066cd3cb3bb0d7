"""The contributors of an assessment: adding and removing them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from eia_app.domain.errors import Invalid
from eia_app.domain.text.conversions import email_address
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.permissions import Permission
from eia_app.domain.workflow.states import Transition
from eia_app.services.assessment.events import record
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.people.people import NOBODY
from eia_app.storage.models.assessment import Contributor
from eia_app.storage.models.people import Person


def add_contributor(
    context: AssessmentContext, *, email: str, expertise: str, by: Person, now: datetime
) -> None:
    """Let a colleague work on the assessment. Raise Denied, or Invalid for an unknown address."""
    assessment, session = context.assessment, context.session
    permissions.require(Permission.MANAGE_CONTRIBUTORS, by, assessment)
    query = select(Person).where(Person.email == email_address(email), Person.is_active)
    person = session.scalar(query)
    if person is None:
        raise Invalid({"email": NOBODY})
    if person.id == assessment.lead_id or person.id in assessment.contributor_ids:
        raise Invalid({"email": f"{person.name} already works on this assessment."})
    assessment.contributors.append(
        Contributor(
            person_id=person.id, person=person, expertise=expertise, added_by_id=by.id, added_at=now
        )
    )
    session.flush()
    note = f"{person.name}: {expertise}" if expertise else person.name
    record(session, assessment, Transition.ADD_CONTRIBUTOR, by=by, now=now, note=note)


def remove_contributor(
    context: AssessmentContext, person_id: UUID, *, by: Person, now: datetime
) -> None:
    """End a colleague's part in the assessment; their answers stay. Raise Denied."""
    assessment, session = context.assessment, context.session
    permissions.require(Permission.MANAGE_CONTRIBUTORS, by, assessment)
    for contributor in [c for c in assessment.contributors if c.person_id == person_id]:
        session.delete(contributor)
        assessment.contributors.remove(contributor)
        session.flush()
        name = contributor.person.name
        record(session, assessment, Transition.REMOVE_CONTRIBUTOR, by=by, now=now, note=name)
