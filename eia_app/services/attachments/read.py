"""The files attached to the rows of an assessment’s lists, as they are read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from eia_app.domain.errors import NotFound
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.storage.models.attachments import Attachment, FileContent

UNKNOWN = "There is no such file."


def present(context: AssessmentContext) -> dict[UUID, list[Attachment]]:
    """Return the files of the present rows by row, in the order in which they were attached."""
    attachments = select(Attachment).where(
        Attachment.assessment_id == context.assessment.id, Attachment.removed_at.is_(None)
    )
    files_by_row: dict[UUID, list[Attachment]] = {}
    for file in context.session.scalars(attachments.order_by(Attachment.at, Attachment.id)):
        if file.row_id in context.rows:
            files_by_row.setdefault(file.row_id, []).append(file)
    return files_by_row


def for_record(context: AssessmentContext) -> dict[str, list[dict[str, Any]]]:
    """Return the files by row, in the form that a snapshot has them."""
    return {
        str(row): [
            {"name": f.name, "type": f.type.value, "size": f.size, "sha256": f.sha256}
            for f in files
        ]
        for row, files in present(context).items()
    }


def named_as(sha256: str) -> str:
    """Return how the text of a snapshot names a content: quotes in typed text are escaped there."""
    return f'"sha256":"{sha256}"'


def ids(context: AssessmentContext) -> dict[tuple[str, str, str], UUID]:
    """Return the id of every file ever attached by row, hash and name, as a snapshot names it. Of
    the same file attached twice, it is the id of the one not removed.
    """
    columns = (Attachment.row_id, Attachment.sha256, Attachment.name, Attachment.id)
    attachments = select(*columns).where(Attachment.assessment_id == context.assessment.id)
    rows = context.session.execute(
        attachments.order_by(Attachment.removed_at.is_(None), Attachment.at)
    )
    return {(str(row), sha256, name): id_ for row, sha256, name, id_ in rows}


def content_of(session: Session, file: Attachment) -> bytes:
    """Return the content of a file. Raise NotFound if it was deleted."""
    statement = select(FileContent.content).where(FileContent.sha256 == file.sha256)
    content = session.scalar(statement)
    if content is None:
        raise NotFound(UNKNOWN)
    return content


def keep(session: Session, sha256: str, content: bytes) -> None:
    """Store a content once and lock it, waiting for a transaction that deletes it."""
    is_kept = False
    while not is_kept:
        session.execute(
            text(
                "INSERT INTO file_content (sha256, content) VALUES (:sha256, :content)"
                " ON CONFLICT (sha256) DO NOTHING"
            ),
            {"sha256": sha256, "content": content},
        )
        is_kept = hold(session, sha256)


def hold(session: Session, sha256: str) -> bool:
    """Lock a content against other writers; return whether it is stored."""
    statement = select(FileContent.sha256).where(FileContent.sha256 == sha256)
    return session.scalar(statement.with_for_update()) is not None
