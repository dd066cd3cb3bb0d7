"""Workshops: colleagues practise with one scenario, each for themselves, and talk about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import Row, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from eia_app.domain.errors import NotAllowed, NotFound
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.permissions import Permission
from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.services.training import practice
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.assessment import Assessment
from eia_app.storage.models.people import Person
from eia_app.storage.models.training import WITH_PRACTICE, Exercise, Workshop

SHOWN = 100  # the newest
CLOSED = "This workshop is closed, so nobody can join it now."


def run(
    session: Session,
    forms: Forms,
    *,
    title: str,
    scenario: str,
    by: Person,
    now: datetime,
    id_: UUID,
) -> Workshop:
    """Open a workshop. The same `id_` again gives back the one that is open already.

    Raise Denied, and NotFound for a scenario that is not there.
    """
    permissions.require(Permission.RUN_WORKSHOP, by)
    practice.scenario(forms, scenario)
    if (earlier := session.get(Workshop, id_)) is not None:
        return earlier
    workshop = Workshop(
        id=id_,
        title=title,
        scenario=scenario,
        edition=forms.newest,
        opened_by=by,
        opened_by_id=by.id,
        opened_at=now,
    )
    try:
        with session.begin_nested():
            session.add(workshop)
    except IntegrityError:  # pressed twice, at the same moment
        return find(session, id_)
    return workshop


def find(session: Session, id_: UUID) -> Workshop:
    """Return a workshop, locked in a session that writes. Raise NotFound."""
    lock = {"of": Workshop} if session.info.get("writes") else None
    workshop = session.get(Workshop, id_, with_for_update=lock)
    if workshop is None:
        raise NotFound("There is no such workshop.")
    return workshop


def list_open(session: Session) -> Sequence[Workshop]:
    """Return the workshops that can be joined, the newest first."""
    workshops = select(Workshop).where(Workshop.closed_at.is_(None))
    return session.scalars(workshops.order_by(Workshop.opened_at.desc()).limit(SHOWN)).all()


def all_of(session: Session) -> Sequence[Row[Workshop, int]]:
    """Return every workshop with how many have joined it, the newest first."""
    joined = func.count(Exercise.assessment_id)
    workshops = select(Workshop, joined).outerjoin(Exercise, Exercise.workshop_id == Workshop.id)
    newest = Workshop.opened_at.desc()
    rows = session.execute(workshops.group_by(Workshop.id).order_by(newest).limit(SHOWN))
    return rows.all()


def joined_as(workshop: Workshop, person: Person) -> UUID:
    """The id of the assessment that this person has in a workshop, once they have joined."""
    return uuid5(workshop.id, str(person.id))


def own(session: Session, workshop: Workshop, person: Person) -> Assessment | None:
    """The assessment that this person has in a workshop; None for who has not joined."""
    id_ = joined_as(workshop, person)
    return session.get(Assessment, id_, execution_options=WITH_PRACTICE)


def join(
    session: Session, forms: Forms, workshop: Workshop, *, by: Person, now: datetime
) -> AssessmentContext:
    """Begin one’s own assessment in a workshop; return it again if it was begun before.

    Raise NotAllowed when it is closed.
    """
    permissions.require(Permission.USE_SERVICE, by)
    own_assessment = own(session, workshop, by)
    if own_assessment is not None:
        return load_assessment(session, forms, own_assessment.id)
    if workshop.closed_at is not None:
        raise NotAllowed(CLOSED)
    return practice.begin(
        session,
        forms,
        scenario_id=workshop.scenario,
        by=by,
        now=now,
        id_=joined_as(workshop, by),
        workshop=workshop,
    )


def close(session: Session, workshop: Workshop, *, by: Person, now: datetime) -> None:
    """End joining; participants can go on. Closing it again changes nothing."""
    permissions.require(Permission.RUN_WORKSHOP, by)
    workshop.closed_at = workshop.closed_at or now
    session.flush()


def reopen(session: Session, workshop: Workshop, *, by: Person) -> None:
    """Let people join again. One that is open stays as it is."""
    permissions.require(Permission.RUN_WORKSHOP, by)
    workshop.closed_at = None
    session.flush()
