"""What is said in a round of review: which round, over which snapshot, and who may read what."""

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
        """Every place that a remark can be about, with its name, in reading order."""
        return locations.named(self.snapshot)

    @cached_property
    def comments(self) -> Sequence[Comment]:
        """Every remark with its reply, in reading order; at one place, the first first."""
        mine = select(Comment).where(
            Comment.round_id == self.round.id, Comment.removed_at.is_(None)
        )
        found = self.session.scalars(
            mine.options(joinedload(Comment.reply)).order_by(Comment.at, Comment.id)
        ).all()
        order = {place: number for number, place in enumerate(self.places)}
        return sorted(found, key=lambda each: order.get(place_of(each), len(order)))

    @cached_property
    def opinions(self) -> Sequence[Opinion]:
        """Every opinion of the round, also those that are only begun: see `readable`."""
        mine = select(Opinion).where(Opinion.round_id == self.round.id)
        return self.session.scalars(mine.order_by(Opinion.given_at, Opinion.started_at)).all()

    @cached_property
    def invitations(self) -> Sequence[Invitation]:
        """Everybody who was asked in this round, the first first."""
        mine = select(Invitation).where(Invitation.round_id == self.round.id)
        return self.session.scalars(mine.order_by(Invitation.at, Invitation.id)).all()

    def place_asked(self, invitation: Invitation) -> Location:
        return Location(invitation.section, invitation.group_id)

    def opinion_of(self, person: Person) -> Opinion | None:
        return next((each for each in self.opinions if each.person_id == person.id), None)

    def given(self, person: Person) -> list[Opinion]:
        """The opinions that this person may read, once they are given."""
        given = [each for each in self.opinions if each.given_at is not None]
        if self._reads_all(person):
            return given
        return [each for each in given if each.person_id == person.id]

    def answers(self, person: Person) -> list[Invitation]:
        """The invitations of which this person may read the answer."""
        if self._reads_all(person):
            return list(self.invitations)
        return [each for each in self.invitations if each.person_id == person.id]

    def _reads_all(self, person: Person) -> bool:
        """The equality lead always; a champion after giving theirs; the rest when it is over."""
        it = self.assessment
        if not permissions.is_allowed(Permission.READ_DISCUSSION, person, it):
            return False
        if not self.is_open or is_equality_lead(person, it):
            return True
        mine = self.opinion_of(person)
        return is_reviewing(person, it) and mine is not None and mine.given_at is not None


def of_round(context: AssessmentContext, number: int | None = None) -> RoundView:
    """The discussion of a round; of the newest one without a number. Raises NotFound."""
    every = rounds.all_of(context.session, context.assessment)
    wanted = [each for each in every if number in {None, each.number}]
    if not wanted:
        raise NotFound("There is no such round of review.")
    return RoundView(context.session, context.assessment, wanted[-1])


def of_id(context: AssessmentContext, round_id: UUID) -> RoundView:
    return RoundView(context.session, context.assessment, context.session.get_one(Round, round_id))


def open_one(context: AssessmentContext) -> RoundView:
    """The discussion of the round that is open. Raises NotAllowed when there is none."""
    round_ = rounds.open_one(context.session, context.assessment)
    if round_ is None:
        raise NotAllowed(CLOSED)
    return RoundView(context.session, context.assessment, round_)


def place_of(it: Comment) -> Location:
    return Location(it.section, it.group_id, it.question, it.row_id)


def by_place(comments: Collection[Comment]) -> dict[Location, list[Comment]]:
    found: dict[Location, list[Comment]] = {}
    for comment in comments:
        found.setdefault(place_of(comment), []).append(comment)
    return found
