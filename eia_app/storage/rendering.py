"""The tables of files that are to be rendered, and of those that are."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from eia_app.storage.base import Base


class RenderJob(Base):
    """A file that somebody waits for, or that failed. Its key is the hash of what goes into it.

    `subject` says what it is of, so that it is handed out to nobody else.
    """

    __tablename__ = "render_job"

    key: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str]
    name: Mapped[str]
    inputs: Mapped[str] = mapped_column(deferred=True)  # a snapshot, or those of a pack
    size: Mapped[int]  # how many reports it holds
    priority: Mapped[int]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    asked_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[datetime | None]  # renewed while it is rendered
    done: Mapped[int] = mapped_column(default=0)  # reports of it
    failed_at: Mapped[datetime | None] = mapped_column(index=True)
    may_retry: Mapped[bool] = mapped_column(default=True)  # at once, as it was not its own fault
    faults: Mapped[list[Any]] = mapped_column(default=list)


class RenderedFile(Base):
    """A file, found by the hash of what went into it. One without an end is kept for ever."""

    __tablename__ = "rendered_file"

    key: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str]
    name: Mapped[str]
    content: Mapped[bytes] = mapped_column(deferred=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime | None] = mapped_column(index=True)
