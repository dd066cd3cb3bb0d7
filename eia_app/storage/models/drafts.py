"""The table of what was typed and could not be saved yet."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from eia_app.storage.base import Base


class SavedDraft(Base):
    """Text typed into a page that could not be saved, kept until the page is saved."""

    __tablename__ = "kept_text"
    __table_args__ = (UniqueConstraint("person_id", "path"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    path: Mapped[str]
    fields: Mapped[list[Any]]  # [name, value] pairs as posted
    at: Mapped[datetime]
