"""The stored versions of an assessment: when each was taken, by which step, and what changed."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from eia_app.domain.errors import NotFound
from eia_app.domain.workflow import event_detail, permissions
from eia_app.domain.workflow.permissions import Permission
from eia_app.domain.workflow.states import Transition
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.storage.models.assessment import Assessment, SignOff, StoredSnapshot
from eia_app.storage.models.events import Event
from eia_app.storage.models.people import Person

TAKEN_BY = (Transition.SUBMIT, Transition.RESUBMIT, Transition.COMPLETE_REVIEW)


@dataclass(frozen=True)
class Version:
    """A stored snapshot with the step that took it (None if the log does not say)."""

    stored: StoredSnapshot
    step: Transition | None
    is_signed: bool


def listed(context: AssessmentContext, person: Person) -> list[Version]:
    """Return the versions that this person may open, the newest first.

    Who may not read what was said in review reads what was signed, and nothing before it.
    """
    session, assessment = context.session, context.assessment
    snapshots = select(StoredSnapshot).where(StoredSnapshot.assessment_id == assessment.id)
    order = (StoredSnapshot.taken_at.desc(), StoredSnapshot.id)
    stored = session.scalars(
        snapshots.options(defer(StoredSnapshot.content)).order_by(*order)
    ).all()
    signed = _signed(session, assessment)
    steps = _steps(session, assessment)
    every = [
        Version(snapshot, steps.get(snapshot.sha256), snapshot.id in signed) for snapshot in stored
    ]
    if permissions.is_allowed(Permission.READ_DISCUSSION, person, assessment):
        return every
    return [version for version in every if version.is_signed]


def find(context: AssessmentContext, id_: UUID, person: Person) -> Version:
    """Return one of those versions. Raise NotFound for any other."""
    for version in listed(context, person):
        if version.stored.id == id_:
            return version
    raise NotFound("There is no such version.")


def _signed(session: Session, assessment: Assessment) -> set[UUID]:
    signed = select(SignOff.snapshot_id).where(SignOff.assessment_id == assessment.id)
    return set(session.scalars(signed))


def _steps(session: Session, assessment: Assessment) -> dict[str, Transition]:
    """Return the step that took each snapshot, by the snapshot's hash."""
    events = select(Event.action, Event.detail).where(
        Event.assessment_id == assessment.id, Event.action.in_(TAKEN_BY)
    )
    rows = session.execute(events.order_by(Event.id.desc()))
    read = [(action, event_detail.read(action, detail).fields) for action, detail in rows]
    return {fields["snapshot"]: action for action, fields in read if "snapshot" in fields}
