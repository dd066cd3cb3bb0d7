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
    """The files of the rows that there are, by row, in the order in which they were attached."""
    attachments = select(Attachment).where(
        Attachment.assessment_id == context.assessment.id, Attachment.removed_at.is_(None)
    )
    files_by_row: dict[UUID, list[Attachment]] = {}
    for file in context.session.scalars(attachments.order_by(Attachment.at, Attachment.id)):
        if file.row_id in context.rows:
            files_by_row.setdefault(file.row_id, []).append(file)
    return files_by_row


def for_record(context: AssessmentContext) -> dict[str, list[dict[str, Any]]]:
    """The files as a snapshot has them, by row."""
    return {
        str(row): [
            {"name": f.name, "type": f.type.value, "size": f.size, "sha256": f.sha256}
            for f in files
        ]
        for row, files in present(context).items()
    }


def named_as(sha256: str) -> str:
    """How the text of a snapshot names a content: what somebody typed has its quotes escaped."""
    return f'"sha256":"{sha256}"'


def ids(context: AssessmentContext) -> dict[tuple[str, str, str], UUID]:
    """The id of every file that ever was attached, by row, hash and name: for what a snapshot
    names. Of the same file attached twice, the one that is still there."""
    columns = (Attachment.row_id, Attachment.sha256, Attachment.name, Attachment.id)
    attachments = select(*columns).where(Attachment.assessment_id == context.assessment.id)
    rows = context.session.execute(
        attachments.order_by(Attachment.removed_at.is_(None), Attachment.at)
    )
    return {(str(row), sha256, name): id_ for row, sha256, name, id_ in rows}


def content_of(session: Session, file: Attachment) -> bytes:
    """What is in it. Raises NotFound where it is gone."""
    statement = select(FileContent.content).where(FileContent.sha256 == file.sha256)
    content = session.scalar(statement)
    if content is None:
        raise NotFound(UNKNOWN)
    return content


def keep(session: Session, sha256: str, content: bytes) -> None:
    """Keep a content once, and hold on to it: whoever removes it at this moment is waited for."""
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
    """Have others wait who would keep or remove this content; whether it is there by then."""
    statement = select(FileContent.sha256).where(FileContent.sha256 == sha256)
    return session.scalar(statement.with_for_update()) is not None
