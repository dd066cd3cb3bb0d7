"""Who reviews an assessment: champions claim it, give it back or stand aside."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from eia_app.domain.errors import Denied, NotAllowed
from eia_app.domain.review.review import standing_of
from eia_app.domain.roles import Role
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.permissions import May
from eia_app.domain.workflow.predicates import conflict_of, is_in_review
from eia_app.domain.workflow.states import Action, words
from eia_app.services.assessment.derived_columns import flush
from eia_app.services.assessment.events import record
from eia_app.services.assessment.loading import Opened
from eia_app.services.review import rounds
from eia_app.storage.models.people import Person
from eia_app.storage.models.reviews import Opinion, Reviewer, Round


def claim(opened: Opened, *, by: Person, now: datetime) -> None:
    """Take the review on. Whoever has it keeps it, and nothing is written.

    Raises Denied with the conflict in words, NotAllowed when it is not in review.
    """
    if is_having(opened, by):
        return
    _require(May.CLAIM, opened, by)
    row_of(opened, by).claimed_at = now
    write(opened, Action.CLAIM, of=by, by=by, now=now)


def unclaim(opened: Opened, *, by: Person, now: datetime) -> None:
    """Give the review back to the queue; comments and notes stay. Nothing to whoever has it not.

    Raises Denied, and NotAllowed after the opinion was given or the review was over.
    """
    if not is_having(opened, by):
        return
    _require(May.UNCLAIM, opened, by)
    if by.id in given(opened, open_round(opened)):
        raise NotAllowed("You gave your opinion, so you cannot give the review back.")
    row_of(opened, by).claimed_at = None
    write(opened, Action.UNCLAIM, of=by, by=by, now=now)


def recuse(opened: Opened, *, reason: str, by: Person, now: datetime) -> None:
    """Stand aside for good. The reason is for the equality lead alone: it is not in the history.

    Raises Denied, and NotAllowed when there is nothing to review.
    """
    if has_stood_aside(opened, by):
        return
    permissions.require(May.RECUSE, by, opened.assessment)
    row = row_of(opened, by)
    row.claimed_at, row.recused_at, row.recusal_reason = None, now, reason.strip()
    write(opened, Action.RECUSE, of=by, by=by, now=now)


def is_having(opened: Opened, person: Person) -> bool:
    """Whether this person claimed the review or was asked for it, and has it still."""
    mine = standing_of(person.id, opened.assessment.reviewers)
    return mine is not None and mine.is_reviewing


def has_stood_aside(opened: Opened, person: Person) -> bool:
    mine = standing_of(person.id, opened.assessment.reviewers)
    return mine is not None and mine.is_recused


def row_of(opened: Opened, person: Person) -> Reviewer:
    """How this person stands to the assessment; written down now if it was not."""
    assessment = opened.assessment
    found = next((each for each in assessment.reviewers if each.person_id == person.id), None)
    if found is None:
        found = Reviewer(person_id=person.id, person=person)
        found.recusal_reason = found.exception_reason = ""
        assessment.reviewers.append(found)
    return found


def open_round(opened: Opened) -> Round:
    """The round that is open. Raises NotAllowed."""
    found = rounds.open_one(opened.session, opened.assessment)
    if found is None:
        raise NotAllowed("This round of review is closed already.")
    return found


def given(opened: Opened, round_: Round) -> dict[UUID, datetime]:
    """Who gave their opinion in this round, and when."""
    every = select(Opinion.person_id, Opinion.given_at).where(Opinion.round_id == round_.id)
    return {id_: at for id_, at in opened.session.execute(every) if at is not None}


def write(
    opened: Opened,
    action: Action,
    *,
    of: Person,
    by: Person,
    now: datetime,
    note: str = "",
) -> None:
    """Flush what was changed, and append its event: whom it is about, and what is said of it."""
    flush(opened.session)
    said = ": ".join(filter(None, [of.name if of.id != by.id else "", note]))
    detail: dict[str, object] = {"person": str(of.id)}
    record(opened.session, opened.assessment, action, by=by, now=now, note=said, detail=detail)


def names(people: Iterable[Person]) -> str:
    return ", ".join(person.name for person in people)


def _require(what: May, opened: Opened, by: Person) -> None:
    """Raises Denied or NotAllowed, with the reason for which a champion may not do this."""
    it = opened.assessment
    if Role.CHAMPION in by.roles and not permissions.may(what, by, it):
        if not is_in_review(by, it):
            raise NotAllowed(f"This cannot be done while the assessment is {words(it.state)}.")
        raise Denied(conflict_of(by, it) or "You do not have permission to do this.")
    permissions.require(what, by, it)
