"""Attaches files to the rows of lists, removes them, and finds them.

What is in a file is not checked here: see attachments/inspect_process, through which it came.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from eia_app.attachments.file_names import free_name
from eia_app.domain.attachments.file_types import (
    MOST_OF_A_ROW,
    MOST_OF_AN_ASSESSMENT,
    FileType,
    sections_with_files,
    size_in_words,
)
from eia_app.domain.errors import NotFound, Unfit
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.permissions import Permission
from eia_app.services.answers.save import bump_section_revision, require_unlocked
from eia_app.services.assessment.derived_columns import update_derived_columns
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.attachments.read import UNKNOWN, hold, keep, named_as, present
from eia_app.storage.models.assessment import StoredSnapshot
from eia_app.storage.models.attachments import Attachment, FileContent
from eia_app.storage.models.people import Person


def attach(
    context: AssessmentContext,
    section: str,
    row_id: UUID,
    *,
    name: str,
    type_: FileType,
    content: bytes,
    by: Person,
    now: datetime,
) -> Attachment:
    """Attach a file to a row. Counts as a change of its section.

    Raise Denied, NotAllowed like saving an answer, NotFound for a row that takes no files, and
    Unfit when the row has this file already or there is no room for it.
    """
    permissions.require(Permission.EDIT, by, context.assessment)
    require_row(context, section, row_id)
    require_unlocked(context, section)
    digest = hashlib.sha256(content).hexdigest()
    here = present(context).get(row_id, [])
    _require_room(context, here, digest, len(content))
    name = free_name(name, [file.name for file in here])
    keep(context.session, digest, content)
    added = Attachment(
        assessment_id=context.assessment.id, section=section, row_id=row_id, name=name, type=type_,
        size=len(content), sha256=digest, by_id=by.id, at=now,
    )  # fmt: skip
    context.session.add(added)
    bump_section_revision(context, section, None, by, now)
    update_derived_columns(context, now=now)
    return added


def require_row(context: AssessmentContext, section: str, row_id: UUID) -> None:
    """Raise NotFound unless this is a row of a list that takes files."""
    row = context.rows.get(row_id)
    if section not in sections_with_files(context.edition) or row is None or row.section != section:
        raise NotFound("There is no such page.")


def _require_room(
    context: AssessmentContext, here: Sequence[Attachment], sha256: str, size: int
) -> None:
    same = next((file for file in here if file.sha256 == sha256), None)
    if same is not None:
        raise Unfit(f"The selected file is attached here already, as “{same.name}”")
    if len(here) >= MOST_OF_A_ROW:
        raise Unfit(f"You can attach {MOST_OF_A_ROW} files here: remove one first")
    whole = select(func.sum(Attachment.size)).where(
        Attachment.assessment_id == context.assessment.id, Attachment.removed_at.is_(None)
    )
    if (context.session.scalar(whole) or 0) + size > MOST_OF_AN_ASSESSMENT:
        most = size_in_words(MOST_OF_AN_ASSESSMENT)
        raise Unfit(f"The files of one assessment can be {most} together: remove one first")


def find_to_remove(context: AssessmentContext, id_: UUID) -> Attachment:
    """Return a file of a row, removed or not. Raise NotFound for any other."""
    file = find_any(context, id_)
    require_row(context, file.section, file.row_id)
    return file


def remove(context: AssessmentContext, id_: UUID, *, by: Person, now: datetime) -> None:
    """Take a file away. Removing twice is once.

    Its content goes too, unless a stored version names it or another file is the same. Raise
    Denied, NotAllowed and NotFound like attaching it.
    """
    permissions.require(Permission.EDIT, by, context.assessment)
    file = find_to_remove(context, id_)
    if file.removed_at is not None:
        return
    require_unlocked(context, file.section)
    file.removed_by_id, file.removed_at = by.id, now
    bump_section_revision(context, file.section, None, by, now)
    update_derived_columns(context, now=now)
    hold(context.session, file.sha256)
    if not _is_needed(context.session, file.sha256):
        context.session.execute(delete(FileContent).where(FileContent.sha256 == file.sha256))


def _is_needed(session: Session, sha256: str) -> bool:
    """Return whether an attached file has this content, or a stored version names it."""
    same = select(Attachment.id).where(Attachment.sha256 == sha256, Attachment.removed_at.is_(None))
    had_it = select(Attachment.assessment_id).where(Attachment.sha256 == sha256)
    named = select(StoredSnapshot.id).where(
        StoredSnapshot.assessment_id.in_(had_it), names_content(sha256)
    )
    return any(session.scalar(statement.limit(1)) is not None for statement in (same, named))


def names_content(sha256: str) -> ColumnElement[bool]:
    """Return a condition for the stored snapshots that name this content."""
    return StoredSnapshot.content.contains(named_as(sha256), autoescape=True)


def find_any(context: AssessmentContext, id_: UUID) -> Attachment:
    """Return a file of the assessment, removed or not. Raise NotFound for any other."""
    statement = select(Attachment).where(
        Attachment.id == id_, Attachment.assessment_id == context.assessment.id
    )
    file = context.session.scalar(statement)
    if file is None:
        raise NotFound(UNKNOWN)
    return file
