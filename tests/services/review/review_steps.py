"""Steps of a round of review, taken through the services with usual values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from eia_app.domain.review.review import CommentKind, Location, Outcome, Recommendation, ReplyKind
from eia_app.domain.workflow.states import Transition
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.review import closing, comments, opinions, replies
from eia_app.services.review.closing import Terms
from eia_app.services.workflow.transitions import TransitionRequest, apply_transition
from eia_app.storage.models.people import Person
from eia_app.storage.models.reviews import Comment, Reviewer
from tests.factories import NOW, Makers

MUST, QUESTION = CommentKind.MUST_ADDRESS, CommentKind.QUESTION
TERMS = Terms("Tell permit holders in large print", "Parking manager", date(2026, 6, 1), "240 told")
WHOLE, AGE, PROPOSAL = (
    Location(),
    Location("effects", "age"),
    Location("proposal", question="summary"),
)


def add_reviewers(context: AssessmentContext, *people: Person) -> None:
    """Make these people reviewers who claimed the review."""
    for person in people:
        context.assessment.reviewers.append(
            Reviewer(person_id=person.id, person=person, claimed_at=NOW)
        )
    context.session.flush()


def add_comment(
    context: AssessmentContext,
    by: Person,
    place: Location = PROPOSAL,
    kind: CommentKind = MUST,
    text: str = "Say who they are",
) -> Comment:
    return comments.add(context, place, kind, text, by=by, now=NOW, id_=uuid4())


def opine(
    context: AssessmentContext,
    by: Person,
    recommendation: Recommendation = Recommendation.CHANGES_NEEDED,
) -> None:
    opinions.give(context, recommendation, "Because of the facts", by=by, now=NOW, seen="")


def save_condition(context: AssessmentContext, by: Person, terms: Terms = TERMS) -> None:
    closing.save_condition(context, uuid4(), terms, by=by, now=NOW)


def agree_review(
    makers: Makers, context: AssessmentContext, outcome: Outcome = Outcome.AGREED
) -> None:
    makers.step(context, Transition.COMPLETE_REVIEW, outcome=outcome.value)


def send_back(makers: Makers, context: AssessmentContext, *sections: Sequence[str]) -> None:
    makers.step(
        context, Transition.REQUEST_CHANGES, sections=[list(section) for section in sections]
    )


def reply_to(
    context: AssessmentContext,
    comment: Comment,
    by: Person,
    kind: ReplyKind = ReplyKind.CHANGED,
    text: str = "They are named now",
    **more: Any,
) -> None:
    existing_reply = replies.find(context, comment.id)
    replies.save(context, existing_reply, kind, text, by=by, now=NOW, **{"seen": 0, **more})


def resubmit(context: AssessmentContext, by: Person, after: timedelta = timedelta(hours=1)) -> None:
    apply_transition(context, TransitionRequest(Transition.RESUBMIT), by=by, now=NOW + after)
