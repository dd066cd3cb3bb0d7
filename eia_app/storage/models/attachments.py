"""The tables of attached files. What is in them is kept apart, so that no list ever reads it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from eia_app.domain.attachments.file_types import FileType
from eia_app.storage.base import Base


class Attachment(Base):
    """A file that was attached to a row of a list. A removed one stays as a note that it was."""

    __tablename__ = "attachment"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    section: Mapped[str]
    row_id: Mapped[UUID] = mapped_column(ForeignKey("list_row.id"), index=True)
    name: Mapped[str]
    type: Mapped[FileType]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(index=True)  # of its content, which may be gone
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    removed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    removed_at: Mapped[datetime | None]


class FileContent(Base):
    """The content of files, stored once for all files with the same."""

    __tablename__ = "file_content"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes]
