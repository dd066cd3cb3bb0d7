"""The tables of notices: what each person is told, and how they want to be told."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia_app.domain.notifications.kinds import DeliveryFrequency, NoticeKind
from eia_app.storage.base import Base

if TYPE_CHECKING:
    from eia_app.storage.models.assessment import Assessment


class Notice(Base):
    """Something that one person is told: shown in the app, and sent by mail. The outbox.

    It is written in the transaction of what it tells of. `once` makes a second one of the same
    thing impossible. A mail is claimed before it is sent and marked after, so that a crash between
    the two repeats it under the same `message_id` at worst. One about a person has no assessment.
    """

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_person_id_read_at", "person_id", "read_at"),
        Index("ix_notice_sent_at_send_after", "sent_at", "send_after"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    assessment_id: Mapped[UUID | None] = mapped_column(ForeignKey("assessment.id"), index=True)
    kind: Mapped[NoticeKind]
    once: Mapped[str] = mapped_column(unique=True)
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    way: Mapped[DeliveryFrequency]  # as the person had chosen when it was written
    send_after: Mapped[datetime | None]  # None: not by mail, or not any more (`error` says why)
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_at: Mapped[datetime | None]
    message_id: Mapped[str] = mapped_column(default="")  # the mail that it was first put into
    sent_at: Mapped[datetime | None]
    dead_at: Mapped[datetime | None]  # given up; `error` says why
    error: Mapped[str] = mapped_column(default="")

    assessment: Mapped[Assessment | None] = relationship(lazy="raise_on_sql")


class NoticeChoice(Base):
    """A person's choice of how to be told of one kind of thing, where it is not the usual way."""

    __tablename__ = "notice_choice"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    kind: Mapped[NoticeKind] = mapped_column(primary_key=True)
    way: Mapped[DeliveryFrequency]
