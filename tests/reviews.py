"""Make reviews with comments, opinions and invitations through the services."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from eia_app.domain.calendar import local_date
from eia_app.domain.review.review import CommentKind, Location, Recommendation
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.review import comments, invitations, opinions
from eia_app.storage.models.people import Person
from eia_app.storage.models.reviews import Comment, Invitation, Reviewer
from tests.factories import NOW, Makers

SUMMARY = Location("proposal", question="summary")
PRIVATE = "Nobody else may read this sentence"
WORSE = {"effect": ["negative"], "severity": "low", "likelihood": "low"}


@dataclass
class ReviewFactory:
    """Make assessments in review: `claimed_by(champion)` returns one which they have claimed."""

    session: Session
    makers: Makers
    at: datetime = field(default=NOW)

    def now(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at

    def claimed_by(self, *champions: Person, **answers: Any) -> AssessmentContext:
        context = self.makers(State.IN_REVIEW, **answers)
        for champion in champions:
            self.claim(context, champion)
        return context

    def claim(self, context: AssessmentContext, champion: Person) -> None:
        context.assessment.reviewers.append(
            Reviewer(person_id=champion.id, person=champion, claimed_at=self.now())
        )
        self.session.flush()

    def add_comment(
        self,
        context: AssessmentContext,
        by: Person,
        text: str = "Say more",
        place: Location = SUMMARY,
        kind: CommentKind = CommentKind.SUGGESTION,
    ) -> Comment:
        return comments.add(context, place, kind, text, by=by, now=self.now(), id_=uuid4())

    def give_opinion(
        self,
        context: AssessmentContext,
        by: Person,
        recommendation: Recommendation = Recommendation.SUPPORT,
        reason: str = "",
        seen: str = "",
    ) -> Any:
        now = self.now()
        return opinions.give(context, recommendation, reason, by=by, now=now, seen=seen)

    def invite(
        self, context: AssessmentContext, person: Person, by: Person, group: str = ""
    ) -> Invitation:
        place = Location("effects", group) if group else Location("proposal")
        return invitations.invite(
            context,
            email=person.email,
            place=place,
            question="Is this right?",
            due=local_date(self.at) + timedelta(days=5),
            by=by,
            now=self.now(),
        )

    def close(
        self, context: AssessmentContext, action: Transition = Transition.COMPLETE_REVIEW
    ) -> None:
        self.makers.step(context, action)
