"""The newest event and notified people of a review; an opinion and an invitation."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.notifications.kinds import NoticeKind
from eia_app.domain.review.review import Location, Recommendation
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.review import invitations, opinions
from eia_app.storage.models.notifications import Notice
from eia_app.storage.models.people import Person
from tests.factories import NOW, history


def newest_event(context: AssessmentContext) -> dict[str, Any]:
    """Return the newest event of an assessment as a dictionary with its detail."""
    event = history(context.session, context.assessment)[0]
    return {"action": event.action, "by": event.by_id, "note": event.note, **event.detail}


def notified_people(session: Session, kind: NoticeKind) -> list[str]:
    """Return the names of people who have a notice of this kind, in alphabetical order."""
    names = select(Person.name).join(Notice, Notice.person_id == Person.id)
    return list(session.scalars(names.where(Notice.kind == kind).order_by(Person.name)))


def give_opinion(context: AssessmentContext, person: Person) -> None:
    opinions.give(context, Recommendation.SUPPORT, "Clear", by=person, now=NOW, seen="")


def invite(context: AssessmentContext, person: Person, by: Person) -> None:
    """Invite a colleague to comment on the proposal."""
    invitations.invite(
        context,
        email=person.email,
        place=Location("proposal"),
        question="Is it clear?",
        due=NOW.date() + timedelta(days=5),
        by=by,
        now=NOW,
    )
