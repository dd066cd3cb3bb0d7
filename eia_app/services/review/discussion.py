"""A round of review with its comments and opinions, and who may read which of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from eia_app.domain.errors import NotAllowed, NotFound
from eia_app.domain.review import locations
from eia_app.domain.review.review import Location
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.permissions import Permission
from eia_app.domain.workflow.predicates import is_equality_lead, is_reviewing
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.review import rounds
from eia_app.services.snapshots import snapshots
from eia_app.storage.models.assessment import Assessment, StoredSnapshot
from eia_app.storage.models.people import Person
from eia_app.storage.models.reviews import Comment, Invitation, Opinion, Round

CLOSED = "This round of review was closed, so nothing more can be said in it."


@dataclass
class RoundView:
    """One round, with the snapshot that it is about."""

    session: Session
    assessment: Assessment
    round: Round

    @property
    def is_open(self) -> bool:
        return self.round.closed_at is None

    @cached_property
    def snapshot(self) -> dict[str, Any]:
        return snapshots.content(self.session.get_one(StoredSnapshot, self.round.snapshot_id))

    @cached_property
    def places(self) -> dict[Location, str]:
        """Return every place that a comment can be about, with its name, in reading order."""
        return locations.named_places(self.snapshot)

    @cached_property
    def comments(self) -> Sequence[Comment]:
        """Return every comment with its reply, in reading order; at one place, oldest first."""
        query = select(Comment).where(
            Comment.round_id == self.round.id, Comment.removed_at.is_(None)
        )
        comments = self.session.scalars(
            query.options(joinedload(Comment.reply)).order_by(Comment.at, Comment.id)
        ).all()
        order = {place: number for number, place in enumerate(self.places)}
        return sorted(comments, key=lambda comment: order.get(place_of(comment), len(order)))

    @cached_property
    def opinions(self) -> Sequence[Opinion]:
        """Return every opinion of the round, also those begun and not given: see `given`."""
        query = select(Opinion).where(Opinion.round_id == self.round.id)
        return self.session.scalars(query.order_by(Opinion.given_at, Opinion.started_at)).all()

    @cached_property
    def invitations(self) -> Sequence[Invitation]:
        """Return every invitation of this round, oldest first."""
        query = select(Invitation).where(Invitation.round_id == self.round.id)
        return self.session.scalars(query.order_by(Invitation.at, Invitation.id)).all()

    def place_asked(self, invitation: Invitation) -> Location:
        return Location(invitation.section, invitation.group_id)

    def opinion_of(self, person: Person) -> Opinion | None:
        return next((opinion for opinion in self.opinions if opinion.person_id == person.id), None)

    def given(self, person: Person) -> list[Opinion]:
        """Return the given opinions that this person may read."""
        opinions = [opinion for opinion in self.opinions if opinion.given_at is not None]
        if self._reads_all(person):
            return opinions
        return [opinion for opinion in opinions if opinion.person_id == person.id]

    def answers(self, person: Person) -> list[Invitation]:
        """Return the invitations whose answers this person may read."""
        if self._reads_all(person):
            return list(self.invitations)
        return [invitation for invitation in self.invitations if invitation.person_id == person.id]

    def _reads_all(self, person: Person) -> bool:
        """Return whether this person reads the opinions of others.

        The equality lead always does; a champion after giving their own; the rest when the round is
        closed.
        """
        assessment = self.assessment
        if not permissions.is_allowed(Permission.READ_DISCUSSION, person, assessment):
            return False
        if not self.is_open or is_equality_lead(person, assessment):
            return True
        own_opinion = self.opinion_of(person)
        return (
            is_reviewing(person, assessment)
            and own_opinion is not None
            and own_opinion.given_at is not None
        )


def of_round(context: AssessmentContext, number: int | None = None) -> RoundView:
    """Return the round of this number; the newest without a number. Raise NotFound."""
    all_rounds = rounds.all_of(context.session, context.assessment)
    matching = [round_ for round_ in all_rounds if number in {None, round_.number}]
    if not matching:
        raise NotFound("There is no such round of review.")
    return RoundView(context.session, context.assessment, matching[-1])


def of_id(context: AssessmentContext, round_id: UUID) -> RoundView:
    return RoundView(context.session, context.assessment, context.session.get_one(Round, round_id))


def open_one(context: AssessmentContext) -> RoundView:
    """Return the round that is open. Raise NotAllowed when there is none."""
    round_ = rounds.open_one(context.session, context.assessment)
    if round_ is None:
        raise NotAllowed(CLOSED)
    return RoundView(context.session, context.assessment, round_)


def place_of(comment: Comment) -> Location:
    return Location(comment.section, comment.group_id, comment.question, comment.row_id)


def by_place(comments: Collection[Comment]) -> dict[Location, list[Comment]]:
    comments_by_place: dict[Location, list[Comment]] = {}
    for comment in comments:
        comments_by_place.setdefault(place_of(comment), []).append(comment)
    return comments_by_place
