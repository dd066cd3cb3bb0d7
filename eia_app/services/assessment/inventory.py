"""Lists of assessments for the operators of the service: permissions are not checked."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.workflow.states import State
from eia_app.storage.models.assessment import Assessment


def all_assessments(session: Session, state: State | None = None) -> Sequence[Assessment]:
    """Return every assessment, or those in one state, in the order of their references."""
    assessments = select(Assessment).order_by(Assessment.reference)
    if state is not None:
        assessments = assessments.where(Assessment.state == state)
    return session.scalars(assessments).all()


def is_empty(session: Session) -> bool:
    """Return whether no assessment has been started yet."""
    return session.scalar(select(Assessment.id).limit(1)) is None
