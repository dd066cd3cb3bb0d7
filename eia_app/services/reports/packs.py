"""Packs: the signed-off reports of several assessments for one meeting, as one file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.errors import NotFound
from eia_app.domain.snapshot.report_packs import check_number, check_signed
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.permissions import Permission
from eia_app.domain.workflow.states import SIGNED
from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.services.assessment.register import visible_to
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.assessment import Assessment
from eia_app.storage.models.people import Person
from eia_app.storage.models.report_packs import Pack, PackPart
from eia_app.storage.search_columns import holds

OFFERED = 60  # assessments to choose from; words find others
LISTED = 60  # packs of one person
NO_PACK = "There is no such pack."


@dataclass(frozen=True)
class Wanted:
    """The assessments to put into a pack, and the meeting that it is for."""

    title: str
    held_on: date
    summaries: bool
    assessments: Sequence[UUID]


def on_offer(session: Session, person: Person, words: str = "") -> Sequence[Assessment]:
    """Return the signed-off assessments that this person may read, those decided last first."""
    conditions = [visible_to(person), Assessment.state.in_(list(SIGNED))]
    conditions += holds(words, Assessment.searched)
    newest = Assessment.decision_date.desc().nulls_last()
    order = (newest, Assessment.decision_body, Assessment.reference)
    return session.scalars(
        select(Assessment).where(*conditions).order_by(*order).limit(OFFERED)
    ).all()


def make(session: Session, query: Wanted, *, by: Person, now: datetime, id_: UUID) -> Pack:
    """Put a pack together, in the order of the references. The same `id_` makes one pack.

    Raise Invalid for none or too many assessments, NotFound for one that this person may not
    read, and NotAllowed for one that is not signed off.
    """
    earlier = session.get(Pack, id_)
    if earlier is not None:
        return _theirs(earlier, by)
    chosen = list(dict.fromkeys(query.assessments))
    check_number(len(chosen))
    statement = select(Assessment).where(Assessment.id.in_(chosen)).order_by(Assessment.reference)
    members = session.scalars(statement).all()
    if len(members) < len(chosen):
        raise NotFound("There is no such assessment.")
    _check(by, [(member, member.version) for member in members])
    pack = Pack(
        id=id_,
        title=query.title,
        held_on=query.held_on,
        summaries=query.summaries,
        by_id=by.id,
        at=now,
        parts=[
            PackPart(
                position=at, assessment_id=member.id, assessment=member, version=member.version
            )
            for at, member in enumerate(members)
        ],
    )
    session.add(pack)
    session.flush()
    return pack


def find(session: Session, pack_id: UUID, person: Person) -> Pack:
    """Return a pack of this person. Raise NotFound, also for a pack of somebody else.

    Raise NotFound where they may no longer read one of its assessments, and NotAllowed where one
    is no longer signed off in the version that was chosen.
    """
    pack = session.get(Pack, pack_id)
    if pack is None:
        raise NotFound(NO_PACK)
    _check(person, [(part.assessment, part.version) for part in _theirs(pack, person).parts])
    return pack


def of(session: Session, person: Person) -> Sequence[Pack]:
    """Return the packs of this person, the newest first."""
    packs = select(Pack).where(Pack.by_id == person.id).order_by(Pack.at.desc(), Pack.id)
    return session.scalars(packs.limit(LISTED)).all()


def context(session: Session, forms: Forms, pack: Pack) -> list[AssessmentContext]:
    """Its assessments in their order. It asks nobody's permission: `find` did."""
    return [load_assessment(session, forms, part.assessment_id) for part in pack.parts]


def _theirs(pack: Pack, person: Person) -> Pack:
    if pack.by_id != person.id:
        raise NotFound(NO_PACK)
    return pack


def _check(person: Person, members: Sequence[tuple[Assessment, int]]) -> None:
    for assessment, _ in members:
        if not permissions.is_allowed(Permission.READ, person, assessment):
            raise NotFound("There is no such assessment.")
        permissions.require(Permission.DOWNLOAD_REPORT, person, assessment)
    check_signed(members)
