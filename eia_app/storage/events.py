"""The tables of the event log."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia_app.domain.workflow import Action, State
from eia_app.storage.base import Base
from eia_app.storage.people import Person


class Event(Base):
    """Something that happened to an assessment. Only ever added, each chained to the one before."""

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    version: Mapped[int]
    action: Mapped[Action]
    state: Mapped[State]  # the state that followed
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="")
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    prior: Mapped[str]  # the hash of the event before this one, of whatever assessment
    sha256: Mapped[str] = mapped_column(unique=True)

    by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class LogHead(Base):
    """The end of the event log: what was appended last, and how many events there are."""

    __tablename__ = "log_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # always 1
    sha256: Mapped[str]
    events: Mapped[int]
