"""The table of findings that an author dismissed with a reason."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia_app.domain.review.review import Location
from eia_app.storage.base import Base
from eia_app.storage.models.people import Person


class DismissedFinding(Base):
    """A reason to leave something as it is. It holds while the text that it is about stays the
    same.
    """

    __tablename__ = "kept_finding"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    rule: Mapped[str]
    section: Mapped[str]
    group_id: Mapped[str] = mapped_column(default="")
    question: Mapped[str] = mapped_column(default="")
    row_id: Mapped[UUID | None]
    text_sha256: Mapped[str]
    sentence: Mapped[str]  # what was pointed out, in the words of that day
    reason: Mapped[str]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    @property
    def place(self) -> Location:
        return Location(self.section, self.group_id, self.question, self.row_id)
