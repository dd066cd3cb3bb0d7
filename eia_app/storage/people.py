"""The tables of people: who may sign in, with which roles."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia_app.domain.person_changes import LAPSES_AFTER, PersonChange, RequestAnswer
from eia_app.domain.roles import Role
from eia_app.storage.base import Base


class Person(Base):
    """A member of staff. Without a password hash nobody can sign in as them."""

    __tablename__ = "person"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    email: Mapped[str] = mapped_column(unique=True)  # stored in lower case
    name: Mapped[str]
    job_title: Mapped[str] = mapped_column(default="")
    service: Mapped[str] = mapped_column(default="")
    password_hash: Mapped[str | None]
    is_active: Mapped[bool] = mapped_column(default=True)
    session_version: Mapped[int] = mapped_column(default=1)  # raised to end every session
    added_at: Mapped[datetime]

    held: Mapped[list[HeldRole]] = relationship(
        back_populates="person", cascade="all, delete-orphan"
    )

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(held.role for held in self.held)


class HeldRole(Base):
    __tablename__ = "person_role"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(primary_key=True)

    person: Mapped[Person] = relationship(back_populates="held")


class PasswordLink(Base):
    """A link by which somebody sets a password: only the hash of its secret is stored."""

    __tablename__ = "password_link"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    secret_hash: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class PersonRequest(Base):
    """A change to a person that somebody asked for, until a second person answers or it lapses."""

    __tablename__ = "person_request"
    __table_args__ = (
        CheckConstraint(
            "(role IS NULL) = (change IN ('make_link', 'reactivate'))", name="role_where_needed"
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    change: Mapped[PersonChange]
    role: Mapped[Role | None]
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    answer: Mapped[RequestAnswer | None]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=person_id, lazy="joined", innerjoin=True)
    asked_by: Mapped[Person] = relationship(foreign_keys=asked_by_id, lazy="joined", innerjoin=True)

    @property
    def lapses_at(self) -> datetime:
        return self.asked_at + LAPSES_AFTER
