"""Build an assessment in the middle of its review, with comments and an invitation."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from eia_app.domain.calendar import local_date
from eia_app.domain.review.review import CommentKind, Location, Recommendation
from eia_app.domain.workflow.states import Transition
from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.services.people import people
from eia_app.services.review import comments, invitations, opinions, reviewers
from eia_app.storage.models.people import Person
from tests.journeys.builders.assessment_builder import AssessmentBuilder
from tests.journeys.server import CHAMPION, COLLEAGUE, EQUALITY_LEAD, Actor

CHAMPION_COMMENT = "Which year are these figures from? Families moved since the school was built."
EQUALITY_LEAD_COMMENT = "Say plainly who loses the two days, and what they are offered."


def build_in_review(builder: AssessmentBuilder, *, given: bool = False) -> UUID:
    """Build one that the champion reviews; with `given`, they have given their opinion.

    Sets `builder.placeholder_ids` to the ids of the champion’s comment and of the invitation.
    """
    id_ = builder.build("15", Transition.SUBMIT)
    now = datetime.now(UTC)
    with builder.writing() as session:
        context = load_assessment(session, builder.forms, id_)
        champion, lead, colleague = (
            _person(context, actor) for actor in (CHAMPION, EQUALITY_LEAD, COLLEAGUE)
        )
        reviewers.claim(context, by=champion, now=now)
        age = Location("effects", "age")
        comment_id = _add_comment(
            context, age, CommentKind.QUESTION, CHAMPION_COMMENT, champion, now
        )
        proposal, kind = Location("proposal"), CommentKind.MUST_ADDRESS
        _add_comment(context, proposal, kind, EQUALITY_LEAD_COMMENT, lead, now)
        invitation = invitations.invite(
            context,
            email=colleague.email,
            place=age,
            question="You ran the clubs before. Does this sound right to you?",
            due=local_date(now) + timedelta(days=7),
            by=champion,
            now=now,
        )
        opinions.save_checklist(context, {"purpose": "yes"}, by=champion, now=now)
        if given:
            advice, reason = Recommendation.CHANGES_NEEDED, EQUALITY_LEAD_COMMENT
            opinions.give(context, advice, reason, by=champion, now=now, seen="")
        builder.placeholder_ids = {"{comment}": str(comment_id), "{invitation}": str(invitation.id)}
    return id_


def _add_comment(
    context: AssessmentContext,
    place: Location,
    kind: CommentKind,
    text: str,
    by: Person,
    now: datetime,
) -> UUID:
    return comments.add(context, place, kind, text, by=by, now=now, id_=uuid4()).id


def _person(context: AssessmentContext, actor: Actor) -> Person:
    person = people.by_email(context.session, actor.email)
    assert person is not None, actor
    return person
