"""The tables of the event log."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia_app.domain.people.changes import PersonAction
from eia_app.domain.workflow.states import State, Transition
from eia_app.storage.base import Base
from eia_app.storage.models.people import Person


class Event(Base):
    """Something that happened to an assessment. Only ever added, each chained to the one before."""

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    version: Mapped[int]
    action: Mapped[Transition]
    state: Mapped[State]  # the state that followed
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="")
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    prior: Mapped[str]  # the hash of the event before this one, of whatever assessment
    sha256: Mapped[str] = mapped_column(unique=True)

    by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class PersonEvent(Base):
    """Something that happened to a person: a link of the same chain as the events of assessments.

    Who did it is a person, or a user of the operating system at the command line.
    """

    __tablename__ = "person_event"
    __table_args__ = (CheckConstraint("(by_id IS NULL) = (system_user <> '')", name="by_somebody"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    action: Mapped[PersonAction]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    system_user: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    after_event: Mapped[int]  # the id of the last `Event` before it: where it stands in the chain
    prior: Mapped[str]
    sha256: Mapped[str] = mapped_column(unique=True)

    person: Mapped[Person] = relationship(foreign_keys=person_id, lazy="raise_on_sql")
    by: Mapped[Person | None] = relationship(foreign_keys=by_id, lazy="raise_on_sql")


class LogHead(Base):
    """The end of the event log: the hash of the last event, and the number of events."""

    __tablename__ = "log_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # always 1
    sha256: Mapped[str]
    events: Mapped[int]
