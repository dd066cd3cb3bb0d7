"""The table of answers that an edition does not ask for any more."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from eia_app.storage.base import Base


class OrphanedAnswer(Base):
    """An answer, or a part of one, that had no place in the edition it was carried to.

    It is kept in words, because the edition that asked for it is not the assessment’s any more.
    Never changed.
    """

    __tablename__ = "orphaned_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    edition: Mapped[str]  # that asked for it, such as "eia/2026-1"
    section: Mapped[str]
    group_id: Mapped[str] = mapped_column(default="")
    row_id: Mapped[UUID | None]
    question: Mapped[str]
    value: Mapped[Any] = mapped_column(JSON)
    place: Mapped[str]  # the titles of its section, and of its group or row, in the words of then
    ask: Mapped[str]
    text: Mapped[list[Any]]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]  # when it was answered
    orphaned_at: Mapped[datetime]
