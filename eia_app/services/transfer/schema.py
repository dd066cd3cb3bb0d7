"""The tables of an assessment as they are written in a file: columns by name, people by email."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, cast
from uuid import UUID

from sqlalchemy import JSON, Boolean, Column, Date, Enum, Integer, Table, Uuid
from sqlalchemy.types import TypeEngine

from eia_app.domain.errors import BadFile
from eia_app.domain.text import conversions
from eia_app.services.transfer.limits import check_short_texts
from eia_app.storage.base import Base, UtcDateTime
from eia_app.storage.models.assessment import (
    Answer,
    Assessment,
    Contributor,
    ListRow,
    MitigatingAction,
    ReplacedValue,
    SectionState,
    SignOff,
    StoredEffect,
    StoredSnapshot,
)
from eia_app.storage.models.attachments import Attachment
from eia_app.storage.models.dismissed_findings import DismissedFinding
from eia_app.storage.models.edited_paragraphs import EditedParagraph
from eia_app.storage.models.events import Event
from eia_app.storage.models.orphaned_answers import OrphanedAnswer
from eia_app.storage.models.reviews import (
    Comment,
    Condition,
    Invitation,
    Opinion,
    Reply,
    Reviewer,
    Round,
)

Json = dict[str, Any]
# Said once, at the top of the file; and what none has that is written.
NOT_WRITTEN = frozenset({"assessment_id", "edition_id", "practice", "searched"})
# The columns of JSON that are not answers, and what is in them.
SHAPES: Mapping[str, type] = dict.fromkeys(
    ("local_groups", "route_reasons", "reasons", "sections", "text"), list
) | dict.fromkeys(("override", "detail", "checklist", "findings", "values"), dict)
OF_THE_LOG = frozenset({"prior", "sha256"})  # an event has others in another log


@dataclass(frozen=True)
class Part:
    """One list of the file, and the table that it is kept in."""

    name: str
    model: type[Base]

    @property
    def table(self) -> Table:
        return cast(Table, self.model.__table__)

    @cached_property
    def columns(self) -> dict[str, Column[Any]]:
        """Return the columns by their keys in the file; numbers of the database are left out."""
        return {
            _key(column): column
            for column in self.table.columns
            if column.name not in NOT_WRITTEN
            and not (self.model is Event and column.name in OF_THE_LOG)
            and not (column.primary_key and isinstance(column.type, Integer))
        }

    @cached_property
    def people(self) -> tuple[str, ...]:
        """The keys that name a person."""
        return tuple(key for key, column in self.columns.items() if refers_to(column) == "person")


ASSESSMENT = Part("assessment", Assessment)
PARTS = (
    Part("contributors", Contributor),
    Part("answers", Answer),
    Part("rows", ListRow),
    Part("actions", MitigatingAction),
    Part("sections", SectionState),
    Part("replaced_values", ReplacedValue),
    Part("effects", StoredEffect),
    Part("events", Event),
    Part("snapshots", StoredSnapshot),
    Part("sign_offs", SignOff),
    Part("rounds", Round),
    Part("reviewers", Reviewer),
    Part("opinions", Opinion),
    Part("comments", Comment),
    Part("replies", Reply),
    Part("invitations", Invitation),
    Part("conditions", Condition),
    Part("kept_findings", DismissedFinding),
    Part("edited_paragraphs", EditedParagraph),
    Part("orphaned_answers", OrphanedAnswer),
    Part("attachments", Attachment),
)


def refers_to(column: Column[Any]) -> str:
    """The table that a column points at, or ""."""
    return next((key.column.table.name for key in column.foreign_keys), "")


def _key(column: Column[Any]) -> str:
    return column.name.removesuffix("_id") if column.foreign_keys else column.name


def encode(part: Part, row: Mapping[str, Any], emails: Mapping[UUID, str]) -> Json:
    """Return one row as plain JSON."""
    written = {}
    for key, column in part.columns.items():
        value = row[column.name]
        named = key in part.people and value is not None
        written[key] = emails[value] if named else _plain(value)
    return written


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def decode(part: Part, raw: Any, ids: Mapping[str, UUID], where: str) -> Json:
    """Return one row as values by column name. Raise BadFile."""
    if not isinstance(raw, dict):
        raise BadFile(f"In {where} there is something that is not a table.")
    unknown = raw.keys() - part.columns.keys()
    missing = part.columns.keys() - raw.keys()
    if unknown or missing:
        fault = "is missing" if missing else "is not known"
        raise BadFile(f"In {where}, “{min(missing or unknown)}” {fault}.")
    check_short_texts(part.name, raw, where)
    read = {}
    for key, column in part.columns.items():
        try:
            value = raw[key]
            named = key in part.people and value is not None
            read[column.name] = ids[value] if named else _value(column, value)
        except (ValueError, TypeError, KeyError, AttributeError):
            raise BadFile(f"In {where}, “{key}” cannot be read.") from None
    return read


def _value(column: Column[Any], value: Any) -> Any:
    """Return a value of the column's type. Raise ValueError or TypeError for any other."""
    if isinstance(column.type, JSON) and column.name not in SHAPES:
        return value
    if value is None:
        if column.nullable:
            return None
        raise ValueError(column.name)
    return _read(column, value)


def _read(column: Column[Any], value: Any) -> Any:
    kind: TypeEngine[Any] = column.type
    if isinstance(kind, JSON):
        return _exactly(SHAPES[column.name], value)
    if isinstance(kind, Boolean):
        return _exactly(bool, value)
    if isinstance(kind, Integer):
        return _counted(_exactly(int, value))
    text = _exactly(str, value)
    if isinstance(kind, Uuid):
        return UUID(text)
    if isinstance(kind, UtcDateTime):
        return _known(conversions.moment(text))
    if isinstance(kind, Date):
        return _known(conversions.day(text))
    if isinstance(kind, Enum) and kind.enum_class:
        return kind.enum_class(text)
    return text


def _counted(value: int) -> int:
    if not 0 <= value <= conversions.LAST_REVISION:
        raise ValueError(value)
    return value


def _exactly(kind: type, value: Any) -> Any:
    if type(value) is not kind:
        raise TypeError(value)
    return value


def _known(value: date | None) -> date:
    if value is None:
        raise TypeError(value)
    return value
