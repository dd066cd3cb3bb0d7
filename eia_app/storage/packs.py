"""The tables of packs: reports of several assessments for one meeting, as one file."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia_app.storage.base import Base
from eia_app.storage.models import Assessment


class Pack(Base):
    """Somebody's pack."""

    __tablename__ = "pack"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    title: Mapped[str]
    held_on: Mapped[date]  # the day of the meeting
    summaries: Mapped[bool]  # and not the full reports
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]

    parts: Mapped[list[PackPart]] = relationship(order_by="PackPart.position", lazy="selectin")


class PackPart(Base):
    """An assessment of a pack, in the version that was chosen."""

    __tablename__ = "pack_part"

    pack_id: Mapped[UUID] = mapped_column(ForeignKey("pack.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    version: Mapped[int]

    assessment: Mapped[Assessment] = relationship(lazy="joined", innerjoin=True)
