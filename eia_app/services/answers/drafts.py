"""Drafts of pages, kept only for people who may send the page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from eia_app.domain.errors import Invalid, NotAllowed, NotFound
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.permissions import AnyPermission, Permission
from eia_app.services.answers import draft_store
from eia_app.storage.models.assessment import Assessment
from eia_app.storage.models.drafts import SavedDraft
from eia_app.storage.models.people import Person
from eia_app.storage.models.training import WITH_PRACTICE

MOST_WRITTEN = 512 * 1024  # characters of one page
LONGEST_PATH = 500


def require_page(
    session: Session, permission: AnyPermission, person: Person, assessment_id: UUID | None = None
) -> None:
    """Check that a person may send a page with this permission. Raise Denied, NotAllowed or
    NotFound.
    """
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
    """Keep what is written so far. Raise Invalid when it is too much."""
    if (
        len(path) > LONGEST_PATH
        or sum(len(text) for pair in fields for text in pair) > MOST_WRITTEN
    ):
        raise Invalid({"draft": "This is too long to be kept as a draft."})
    draft_store.save_draft(session, person, path, fields, now=now)


def list_all(session: Session, person: Person) -> Sequence[SavedDraft]:
    """Return the drafts of this person, the newest first."""
    drafts = select(SavedDraft).where(SavedDraft.person_id == person.id)
    return session.scalars(drafts.order_by(SavedDraft.at.desc(), SavedDraft.path)).all()


def list_below(session: Session, person: Person, path: str) -> Sequence[SavedDraft]:
    """Return this person's drafts of a page and of the pages below it, the oldest first."""
    here = or_(SavedDraft.path == path, SavedDraft.path.startswith(f"{path}/", autoescape=True))
    drafts = select(SavedDraft).where(SavedDraft.person_id == person.id, here)
    return session.scalars(drafts.order_by(SavedDraft.at, SavedDraft.path)).all()
