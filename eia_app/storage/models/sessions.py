"""The tables of signing in: the sessions that browsers hold, and the attempts that failed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia_app.storage.base import Base
from eia_app.storage.models.people import Person


class UserSession(Base):
    """A browser in which somebody is signed in: only the hash of its cookie’s secret is stored."""

    __tablename__ = "user_session"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    secret_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    version: Mapped[int]  # the person's, when it began: a later one has ended it
    browser: Mapped[str]  # in words, such as "Firefox on Windows"
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    confirmed_at: Mapped[datetime]  # when the password was last given
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class SignInFailures(Base):
    """The failed attempts at an account from a network address, and until when it is locked.

    The account is the hash of the email address as it was typed; "" is every account together.
    """

    __tablename__ = "sign_in_failures"

    account: Mapped[str] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    locked_until: Mapped[datetime | None]
    forget_at: Mapped[datetime] = mapped_column(index=True)
