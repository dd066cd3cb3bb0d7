"""Taking, storing and finding snapshots; and how a snapshot stands today."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain import snapshot, stored_shapes
from eia_app.domain.workflow import Action
from eia_app.services import coaching, files
from eia_app.services.log import detail, last_event
from eia_app.services.opened import Opened
from eia_app.storage.models import Assessment, Contributor, SignOff, StoredSnapshot
from eia_app.storage.people import Person


def take(opened: Opened, *, now: datetime | None = None) -> dict[str, Any]:
    """The snapshot of an assessment as it is now; nothing is stored.

    With `now` it has what the coach pointed out and an author keeps as it is, where there is any.
    """
    taken = snapshot.take(
        _cover(opened), opened.council, opened.journey, opened.choices, files.for_record(opened)
    )
    if opened.assessment.practice:
        taken["practice"] = True
    kept = coaching.kept_for_record(opened, now=now) if now else []
    return {**taken, "coach": kept} if kept else taken


def store(opened: Opened, *, by: Person, now: datetime) -> StoredSnapshot:
    """Take and store a snapshot. The same content is stored once."""
    text = snapshot.canonical(take(opened, now=now))
    digest = snapshot.sha256(text)
    found = opened.session.scalar(
        select(StoredSnapshot).where(
            StoredSnapshot.assessment_id == opened.assessment.id, StoredSnapshot.sha256 == digest
        )
    )
    if found is None:
        found = StoredSnapshot(
            assessment_id=opened.assessment.id,
            version=opened.assessment.version,
            sha256=digest,
            content=text,
            taken_by_id=by.id,
            taken_at=now,
        )
        opened.session.add(found)
        opened.session.flush()
    return found


def newest(session: Session, assessment: Assessment) -> StoredSnapshot | None:
    """The newest snapshot of this version, if one was taken."""
    mine = select(StoredSnapshot).where(
        StoredSnapshot.assessment_id == assessment.id, StoredSnapshot.version == assessment.version
    )
    return session.scalar(mine.order_by(StoredSnapshot.taken_at.desc()).limit(1))


def has(session: Session, assessment: Assessment, sha256: str) -> bool:
    """Whether a snapshot of this assessment has this hash."""
    mine = select(StoredSnapshot.id).where(
        StoredSnapshot.assessment_id == assessment.id, StoredSnapshot.sha256 == sha256
    )
    return session.scalar(mine) is not None


def content(stored: StoredSnapshot) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(stored.content)
    return found


def sign_off_of(session: Session, assessment: Assessment) -> SignOff | None:
    """The sign-off of this version, if it is signed."""
    mine = select(SignOff).where(
        SignOff.assessment_id == assessment.id, SignOff.version == assessment.version
    )
    return session.scalar(mine)


def decision_of(session: Session, assessment: Assessment) -> dict[str, Any] | None:
    """What was decided on this version: body, date, outcome, minute."""
    event = last_event(session, assessment.id, (Action.RECORD_DECISION,))
    return dict(detail(event)) if event and event.version == assessment.version else None


def _cover(opened: Opened) -> snapshot.Cover:
    assessment = opened.assessment
    decision = assessment.decision_date
    override = stored_shapes.override(assessment.override)
    return snapshot.Cover(
        reference=assessment.reference,
        version=assessment.version,
        title=assessment.title,
        service=assessment.service,
        edition={"id": opened.frozen.name, "sha256": opened.frozen.sha256},
        people={
            "lead": _person(assessment.lead),
            "contributors": [_contributor(each) for each in assessment.contributors],
        },
        dates={
            "started": assessment.started_at.isoformat(),
            "submitted": assessment.submitted_at.isoformat() if assessment.submitted_at else None,
            "decision": decision.isoformat() if decision else None,
        },
        override={key: override[key] for key in ("reason", "by", "at")} if override else None,
    )


def _person(person: Person) -> dict[str, str]:
    return {"name": person.name, "job_title": person.job_title}


def _contributor(contributor: Contributor) -> dict[str, str]:
    return {**_person(contributor.person), "expertise": contributor.expertise}
