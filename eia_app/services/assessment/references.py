"""Finding an assessment by its reference, as people write it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.errors import NotFound
from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.assessment import Assessment


def find_by_reference(session: Session, forms: Forms, reference: str) -> AssessmentContext:
    """Return the assessment with this reference. Raise NotFound."""
    has_reference = Assessment.reference == reference.strip().upper()
    assessment_id = session.scalar(select(Assessment.id).where(has_reference))
    if assessment_id is None:
        raise NotFound(f"There is no assessment {reference}.")
    return load_assessment(session, forms, assessment_id)
