"""Taking, storing and finding snapshots; and how a snapshot stands today."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.journey import stored_values
from eia_app.domain.snapshot import snapshot
from eia_app.domain.workflow.states import Transition
from eia_app.services.assessment.events import detail, last_event
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.attachments import read as attachments_read
from eia_app.services.coach import findings
from eia_app.storage.models.assessment import Assessment, Contributor, SignOff, StoredSnapshot
from eia_app.storage.models.people import Person


def take(context: AssessmentContext, *, now: datetime | None = None) -> dict[str, Any]:
    """Return the snapshot of an assessment as it is now; nothing is stored.

    With `now` it has what the coach pointed out and an author keeps as it is, where there is any.
    """
    taken = snapshot.take(
        _cover(context),
        context.council,
        context.journey,
        context.choices,
        attachments_read.for_record(context),
    )
    if context.assessment.practice:
        taken["practice"] = True
    dismissed = findings.dismissed_for_record(context, now=now) if now else []
    return {**taken, "coach": dismissed} if dismissed else taken


def store(context: AssessmentContext, *, by: Person, now: datetime) -> StoredSnapshot:
    """Take and store a snapshot. The same content is stored once."""
    text = snapshot.canonical(take(context, now=now))
    digest = snapshot.sha256(text)
    stored = context.session.scalar(
        select(StoredSnapshot).where(
            StoredSnapshot.assessment_id == context.assessment.id, StoredSnapshot.sha256 == digest
        )
    )
    if stored is None:
        stored = StoredSnapshot(
            assessment_id=context.assessment.id,
            version=context.assessment.version,
            sha256=digest,
            content=text,
            taken_by_id=by.id,
            taken_at=now,
        )
        context.session.add(stored)
        context.session.flush()
    return stored


def newest(session: Session, assessment: Assessment) -> StoredSnapshot | None:
    """Return the newest snapshot of this version, if one was taken."""
    snapshots = select(StoredSnapshot).where(
        StoredSnapshot.assessment_id == assessment.id, StoredSnapshot.version == assessment.version
    )
    return session.scalar(snapshots.order_by(StoredSnapshot.taken_at.desc()).limit(1))


def has(session: Session, assessment: Assessment, sha256: str) -> bool:
    """Return whether a snapshot of this assessment has this hash."""
    statement = select(StoredSnapshot.id).where(
        StoredSnapshot.assessment_id == assessment.id, StoredSnapshot.sha256 == sha256
    )
    return session.scalar(statement) is not None


def content(stored: StoredSnapshot) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(stored.content)
    return content


def sign_off_of(session: Session, assessment: Assessment) -> SignOff | None:
    """Return the sign-off of this version, if it is signed."""
    sign_offs = select(SignOff).where(
        SignOff.assessment_id == assessment.id, SignOff.version == assessment.version
    )
    return session.scalar(sign_offs)


def decision_of(session: Session, assessment: Assessment) -> dict[str, Any] | None:
    """Return the decision on this version: body, date, outcome, minute."""
    event = last_event(session, assessment.id, (Transition.RECORD_DECISION,))
    return dict(detail(event)) if event and event.version == assessment.version else None


def _cover(context: AssessmentContext) -> snapshot.Cover:
    assessment = context.assessment
    decision = assessment.decision_date
    override = stored_values.override(assessment.override)
    return snapshot.Cover(
        reference=assessment.reference,
        version=assessment.version,
        title=assessment.title,
        service=assessment.service,
        edition={"id": context.frozen.name, "sha256": context.frozen.sha256},
        people={
            "lead": _person(assessment.lead),
            "contributors": [_contributor(contributor) for contributor in assessment.contributors],
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
