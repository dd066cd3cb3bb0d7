"""Portable columns: named constraints, UTC datetimes, enums as text with a CHECK, generic JSON."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, DateTime, Dialect, Enum, MetaData, Text, TypeDecorator, Uuid
from sqlalchemy.orm import DeclarativeBase

from eia_app.domain.file_types import FileType
from eia_app.domain.notices import NoticeKind, Way
from eia_app.domain.person_changes import PersonAction, PersonChange, RequestAnswer
from eia_app.domain.review import CommentKind, Outcome, Recommendation, ReplyKind
from eia_app.domain.roles import Role
from eia_app.domain.routing import Route
from eia_app.domain.workflow import Action, State


class UtcDateTime(TypeDecorator[datetime]):
    """A moment. Refuses datetimes without a zone; gives them back in UTC from any database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def enum_of(kind: type[StrEnum], name: str) -> Enum:
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=40,
        name=name,
        values_callable=lambda members: [member.value for member in members],
    )


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own name and shape
        str: Text(),
        UUID: Uuid(),
        datetime: UtcDateTime(),
        dict[str, Any]: JSON(),
        list[Any]: JSON(),
        Role: enum_of(Role, "role"),
        State: enum_of(State, "state"),
        Action: enum_of(Action, "action"),
        Route: enum_of(Route, "route"),
        Recommendation: enum_of(Recommendation, "recommendation"),
        CommentKind: enum_of(CommentKind, "comment_kind"),
        ReplyKind: enum_of(ReplyKind, "reply_kind"),
        Outcome: enum_of(Outcome, "outcome"),
        NoticeKind: enum_of(NoticeKind, "notice_kind"),
        Way: enum_of(Way, "way"),
        PersonAction: enum_of(PersonAction, "person_action"),
        PersonChange: enum_of(PersonChange, "person_change"),
        RequestAnswer: enum_of(RequestAnswer, "request_answer"),
        FileType: enum_of(FileType, "file_type"),
    }
