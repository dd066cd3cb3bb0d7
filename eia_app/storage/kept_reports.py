"""The table of reports that were made once and are kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from eia_app.storage.base import Base


class KeptReport(Base):
    """A report, named by the hash of what is in it. Without content it did not pass its check."""

    __tablename__ = "kept_report"

    key: Mapped[str] = mapped_column(primary_key=True)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    content: Mapped[bytes | None]
    faults: Mapped[list[Any]] = mapped_column(default=list)
    made_at: Mapped[datetime]
