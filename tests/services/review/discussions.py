"""Short ways to have something said in a round of review. Everything goes through the services."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from eia_app.domain.review.review import CommentKind, Outcome, Place, Recommendation, ReplyKind
from eia_app.domain.workflow.states import Action
from eia_app.services.assessment.loading import Opened
from eia_app.services.review import closing, comments, opinions, replies
from eia_app.services.review.closing import Terms
from eia_app.services.workflow.transitions import Step, act
from eia_app.storage.models.people import Person
from eia_app.storage.models.reviews import Comment, Reviewer
from tests.factories import NOW, Makers

MUST, QUESTION = CommentKind.MUST_ADDRESS, CommentKind.QUESTION
TERMS = Terms("Tell permit holders in large print", "Parking manager", date(2026, 6, 1), "240 told")
WHOLE, AGE, PROPOSAL = Place(), Place("effects", "age"), Place("proposal", question="summary")


def take_on(opened: Opened, *people: Person) -> None:
    """These people review it."""
    for person in people:
        opened.assessment.reviewers.append(
            Reviewer(person_id=person.id, person=person, claimed_at=NOW)
        )
    opened.session.flush()


def remark(
    opened: Opened,
    by: Person,
    place: Place = PROPOSAL,
    kind: CommentKind = MUST,
    text: str = "Say who they are",
) -> Comment:
    return comments.add(opened, place, kind, text, by=by, now=NOW, id_=uuid4())


def opine(opened: Opened, by: Person, said: Recommendation = Recommendation.CHANGES_NEEDED) -> None:
    opinions.give(opened, said, "Because of the facts", by=by, now=NOW, seen="")


def condition(opened: Opened, by: Person, terms: Terms = TERMS) -> None:
    closing.save_condition(opened, uuid4(), terms, by=by, now=NOW)


def agree(makers: Makers, opened: Opened, outcome: Outcome = Outcome.AGREED) -> None:
    makers.step(opened, Action.COMPLETE_REVIEW, outcome=outcome.value)


def send_back(makers: Makers, opened: Opened, *sections: Sequence[str]) -> None:
    makers.step(opened, Action.REQUEST_CHANGES, sections=[list(each) for each in sections])


def answer(
    opened: Opened,
    comment: Comment,
    by: Person,
    kind: ReplyKind = ReplyKind.CHANGED,
    text: str = "They are named now",
    **more: Any,
) -> None:
    found = replies.find(opened, comment.id)
    replies.save(opened, found, kind, text, by=by, now=NOW, **{"seen": 0, **more})


def resubmit(opened: Opened, by: Person, after: timedelta = timedelta(hours=1)) -> None:
    act(opened, Step(Action.RESUBMIT), by=by, now=NOW + after)
