"""The table of “Equality implications” paragraphs that somebody edited."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia_app.storage.base import Base
from eia_app.storage.models.assessment import StoredSnapshot
from eia_app.storage.models.people import Person


class EditedParagraph(Base):
    """An author's words for one snapshot, kept beside those that are written from it.

    Saving again adds another. `dropped_at` is when somebody went back to the generated words.
    """

    __tablename__ = "edited_paragraph"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    snapshot_id: Mapped[UUID] = mapped_column(ForeignKey("snapshot.id"), index=True)
    text: Mapped[str]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    dropped_at: Mapped[datetime | None]

    by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    snapshot: Mapped[StoredSnapshot] = relationship(lazy="raise_on_sql")
