"""Work in progress, kept as it is written: only of pages that the person may send."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from eia_app.domain.errors import Invalid, NotAllowed, NotFound
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.permissions import Permission
from eia_app.services.answers import draft_store
from eia_app.storage.models.assessment import Assessment
from eia_app.storage.models.drafts import SavedDraft
from eia_app.storage.models.people import Person
from eia_app.storage.models.training import WITH_PRACTICE

MOST_WRITTEN = 512 * 1024  # characters of one page
LONGEST_PATH = 500


def require_page(
    session: Session, permission: Permission, person: Person, assessment_id: UUID | None = None
) -> None:
    """That a person may send a page which needs this. Raises Denied, NotAllowed or NotFound."""
    if assessment_id is None:
        permissions.require(permission, person)
        return
    assessment = session.get(Assessment, assessment_id, execution_options=WITH_PRACTICE)
    if assessment is None or not permissions.is_allowed(Permission.READ, person, assessment):
        raise NotFound("There is no such page.")
    if not permissions.is_allowed(permission, person, assessment):
        raise NotAllowed("This page cannot be saved now.")


def keep(
    session: Session, person: Person, path: str, fields: draft_store.Fields, *, now: datetime
) -> None:
    """Keep what is written so far. Raises Invalid for more than anybody writes."""
    if (
        len(path) > LONGEST_PATH
        or sum(len(text) for pair in fields for text in pair) > MOST_WRITTEN
    ):
        raise Invalid({"draft": "This is too long to be kept as a draft."})
    draft_store.save_draft(session, person, path, fields, now=now)


def all_of(session: Session, person: Person) -> Sequence[SavedDraft]:
    """Everything that this person wrote and has not saved, the newest first."""
    drafts = select(SavedDraft).where(SavedDraft.person_id == person.id)
    return session.scalars(drafts.order_by(SavedDraft.at.desc(), SavedDraft.path)).all()


def below(session: Session, person: Person, path: str) -> Sequence[SavedDraft]:
    """What this person wrote into a page or into one below it and has not saved, oldest first."""
    here = or_(SavedDraft.path == path, SavedDraft.path.startswith(f"{path}/", autoescape=True))
    drafts = select(SavedDraft).where(SavedDraft.person_id == person.id, here)
    return session.scalars(drafts.order_by(SavedDraft.at, SavedDraft.path)).all()
