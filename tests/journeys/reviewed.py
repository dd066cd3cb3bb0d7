"""An assessment in the middle of its review, with something of everything that is said in one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from eia_app.domain.calendar import local_date
from eia_app.domain.review.review import CommentKind, Place, Recommendation
from eia_app.domain.workflow.states import Action
from eia_app.services.assessment.loading import Opened, open_assessment
from eia_app.services.people import people
from eia_app.services.review import comments, invitations, opinions, reviewers
from eia_app.storage.models.people import Person
from tests.journeys.server import CHAMPION, COLLEAGUE, EQUALITY_LEAD, Actor
from tests.journeys.shelf import Shelf

FIRST = "Which year are these figures from? Families moved since the school was built."
SECOND = "Say plainly who loses the two days, and what they are offered."


def put_reviewed(shelf: Shelf, *, given: bool = False) -> UUID:
    """In review by the champion, with remarks, a colleague who was asked, and maybe an opinion.

    `shelf.said` then has the ids of the champion’s remark and of the invitation.
    """
    id_ = shelf.put("15", Action.SUBMIT)
    now = datetime.now(UTC)
    with shelf.writing() as session:
        opened = open_assessment(session, shelf.forms, id_)
        champion, lead, colleague = (
            _person(opened, actor) for actor in (CHAMPION, EQUALITY_LEAD, COLLEAGUE)
        )
        reviewers.claim(opened, by=champion, now=now)
        age = Place("effects", "age")
        made = _remark(opened, age, CommentKind.QUESTION, FIRST, champion, now)
        _remark(opened, Place("proposal"), CommentKind.MUST_ADDRESS, SECOND, lead, now)
        asked = invitations.invite(
            opened,
            email=colleague.email,
            place=age,
            question="You ran the clubs before. Does this sound right to you?",
            due=local_date(now) + timedelta(days=7),
            by=champion,
            now=now,
        )
        opinions.save_checklist(opened, {"purpose": "yes"}, by=champion, now=now)
        if given:
            opinions.give(
                opened, Recommendation.CHANGES_NEEDED, SECOND, by=champion, now=now, seen=""
            )
        shelf.said = {"{comment}": str(made), "{invitation}": str(asked.id)}
    return id_


def _remark(
    opened: Opened, place: Place, kind: CommentKind, text: str, by: Person, now: datetime
) -> UUID:
    return comments.add(opened, place, kind, text, by=by, now=now, id_=uuid4()).id


def _person(opened: Opened, actor: Actor) -> Person:
    found = people.by_email(opened.session, actor.email)
    assert found is not None, actor
    return found
