"""Finding an assessment by its reference, as people write it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.errors import NotFound
from eia_app.services.opened import Opened, open_assessment
from eia_app.storage.editions import Forms
from eia_app.storage.models import Assessment


def find_by_reference(session: Session, forms: Forms, reference: str) -> Opened:
    """The assessment with this reference. Raises NotFound."""
    wanted = Assessment.reference == reference.strip().upper()
    found = session.scalar(select(Assessment.id).where(wanted))
    if found is None:
        raise NotFound(f"There is no assessment {reference}.")
    return open_assessment(session, forms, found)
