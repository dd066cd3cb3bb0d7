"""The stored versions of an assessment: when each was taken, by which step, and what changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from eia_app.domain import event_detail, policy
from eia_app.domain.errors import NotFound
from eia_app.domain.policy import May
from eia_app.domain.walk import TaskKey
from eia_app.domain.workflow import EDITABLE, Action
from eia_app.services import replies, snapshots
from eia_app.services.discussion import Discussion
from eia_app.services.opened import Opened
from eia_app.storage.events import Event
from eia_app.storage.models import Assessment, SignOff, StoredSnapshot
from eia_app.storage.people import Person

TAKEN_BY = (Action.SUBMIT, Action.RESUBMIT, Action.COMPLETE_REVIEW)


@dataclass(frozen=True)
class Version:
    """A stored snapshot with the step that took it (None if the log does not say)."""

    stored: StoredSnapshot
    step: Action | None
    is_signed: bool


def listed(opened: Opened, person: Person) -> list[Version]:
    """The versions that this person may open, the newest first.

    Who may not read what was said in review reads what was signed, and nothing before it.
    """
    session, it = opened.session, opened.assessment
    mine = select(StoredSnapshot).where(StoredSnapshot.assessment_id == it.id)
    order = (StoredSnapshot.taken_at.desc(), StoredSnapshot.id)
    found = session.scalars(mine.options(defer(StoredSnapshot.content)).order_by(*order)).all()
    signed = _signed(session, it)
    steps = _steps(session, it)
    every = [Version(each, steps.get(each.sha256), each.id in signed) for each in found]
    if policy.may(May.READ_DISCUSSION, person, it):
        return every
    return [each for each in every if each.is_signed]


def find(opened: Opened, id_: UUID, person: Person) -> Version:
    """One of them. Raises NotFound for any other, whatever it is of."""
    for each in listed(opened, person):
        if each.stored.id == id_:
            return each
    raise NotFound("There is no such version.")


def _signed(session: Session, assessment: Assessment) -> set[UUID]:
    mine = select(SignOff.snapshot_id).where(SignOff.assessment_id == assessment.id)
    return set(session.scalars(mine))


def _steps(session: Session, assessment: Assessment) -> dict[str, Action]:
    """Hash of a snapshot to the step that took it."""
    mine = select(Event.action, Event.detail).where(
        Event.assessment_id == assessment.id, Event.action.in_(TAKEN_BY)
    )
    found = session.execute(mine.order_by(Event.id.desc()))
    read = [(action, event_detail.read(action, detail).fields) for action, detail in found]
    return {fields["snapshot"]: action for action, fields in read if "snapshot" in fields}


def now(opened: Opened) -> dict[str, Any]:
    """What is compared with what was reviewed: what is being written, else what was submitted."""
    stored = snapshots.newest(opened.session, opened.assessment)
    if stored is None or opened.assessment.state in EDITABLE:
        return snapshots.take(opened)
    return snapshots.content(stored)


def reviewed(opened: Opened, person: Person, number: int | None = None) -> Discussion:
    """The closed round to compare with: this number, else the newest in which this person said
    something, else the newest. Raises NotFound when there is none."""
    over = [each for each in replies.every_round(opened) if not each.is_open]
    if number is not None:
        over = [each for each in over if each.round.number == number]
    if not over:
        raise NotFound("There is no such round of review.")
    return next((each for each in over if _spoke(each, person)), over[0])


def _spoke(talk: Discussion, person: Person) -> bool:
    said = [each.person_id for each in talk.opinions if each.given_at is not None]
    return person.id in {*said, *(each.person_id for each in talk.comments)}


def remarked_on(talk: Discussion, person: Person) -> set[TaskKey]:
    """The sections (and groups) that this person's remarks in a round are about."""
    mine = [each for each in talk.comments if each.person_id == person.id]
    return {(each.section, each.group_id or None) for each in mine if each.section}
