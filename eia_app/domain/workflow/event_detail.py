"""The fields that an event may hold besides who, when and why: one table for writing and reading.

Nothing enters the log that `read` would not return as it was written. What an older or faulty
writer stored is read as far as possible; the rest is shown as it is stored (`unread`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from eia_app.domain.editions.answer_migration import MigrationOutcome
from eia_app.domain.errors import Unreadable
from eia_app.domain.journey.routing import Route
from eia_app.domain.review.review import Outcome
from eia_app.domain.text.conversions import day, moment
from eia_app.domain.workflow.states import State, Transition

Reader = Callable[[Any], Any]  # gives the value in its one form, or raises TypeError or ValueError
HASH = re.compile(r"[0-9a-f]{64}\Z")
LONGEST = 4000  # characters of what was left by a wrong writer, as it is shown


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 10**9:
        raise TypeError("not a number")
    return value


def _yes(value: Any) -> bool:
    if value is not True:
        raise ValueError("not true")
    return True


def _hash(value: Any) -> str:
    if not HASH.match(_text(value)):
        raise ValueError("not a hash")
    return _text(value)


def _day(value: Any) -> str:
    date = day(value)
    if date is None:
        raise ValueError("not a day")
    return date.isoformat()


def _moment(value: Any) -> str:
    if moment(_text(value)) is None:
        raise ValueError("not a moment")
    return _text(value)


def _id(value: Any) -> str:
    return str(UUID(_text(value)))


def _one_of(kind: type[StrEnum]) -> Reader:
    return lambda value: kind(_text(value)).value


def _list_of(reader: Reader) -> Reader:
    def read_all(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise TypeError("not a list")
        return [reader(item) for item in value]

    return read_all


def _place(value: Any) -> list[str]:
    """Return a section with its group, "" for none. “effects:age” and ["effects"] are read too."""
    parts = value.split(":", 1) if isinstance(value, str) else value
    if not isinstance(parts, list) or not 1 <= len(parts) <= 2:
        raise ValueError("not a section and a group")
    section, group = (*parts, "")[:2]
    if not _text(section):
        raise ValueError("no section")
    return [section, _text(group or "")]


ROUND: Mapping[str, Reader] = {"round": _count}
SENT: Mapping[str, Reader] = {"snapshot": _hash, **ROUND}
CLOSED: Mapping[str, Reader] = {**SENT, "outcome": _one_of(Outcome), "record": _hash}
PLACES: Mapping[str, Reader] = {"sections": _list_of(_place)}
PERSON: Mapping[str, Reader] = {"person": _id}
NOTHING: Mapping[str, Reader] = {}
FIELDS: Mapping[Transition, Mapping[str, Reader]] = {
    Transition.START: {"follows": _text, "follows_version": _count, "rebuilt_from": _hash},
    Transition.SUBMIT: SENT,
    Transition.REQUEST_CHANGES: {**CLOSED, **PLACES},
    Transition.RESUBMIT: SENT,
    Transition.COMPLETE_REVIEW: CLOSED,
    Transition.DECLINE: PLACES,
    Transition.SIGN_OFF: {"snapshot": _hash, "password_set": _moment},
    Transition.RECORD_DECISION: {"body": _text, "date": _day, "outcome": _text, "minute": _text},
    Transition.REOPEN: NOTHING,
    Transition.CLOSE: NOTHING,
    Transition.WITHDRAW: {"from": _one_of(State)},
    Transition.RESTORE: NOTHING,
    Transition.ASK_REVIEW: SENT,
    Transition.ADD_CONTRIBUTOR: NOTHING,
    Transition.REMOVE_CONTRIBUTOR: NOTHING,
    Transition.OVERRIDE_ROUTE: {"from": _one_of(Route), "to": _one_of(Route)},
    Transition.CLAIM: PERSON,
    Transition.UNCLAIM: PERSON,
    Transition.ASSIGN: PERSON,
    Transition.EXCEPT: PERSON,
    Transition.RECUSE: PERSON,
    Transition.GIVE_OPINION: {**ROUND, "changed": _yes},
    Transition.INVITE: {**ROUND, "section": _place, "withdrawn": _yes},
    Transition.ANSWER_INVITATION: {"section": _place, "changed": _yes},
    Transition.EXTEND: {"from": _day, "to": _day},
    Transition.REFER_UP: {**ROUND, "to": _text},
    Transition.CHASE: {"people": _list_of(_id)},
    Transition.CARRY_OVER: {
        "from": _text,
        "to": _text,
        **{outcome.value: _count for outcome in MigrationOutcome},
    },
    Transition.ASSESS_AGAIN: {"to": _text},
    Transition.EXPLAIN: {"event": _count},
}


@dataclass(frozen=True)
class Detail:
    """The detail of an event: `fields` in the form of the table, `unread` as it was stored."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    unread: Mapping[str, str] = field(default_factory=dict)


def read(action: Transition, detail: Any) -> Detail:
    """Return the fields of a detail that can be read, and the rest as text. Raise nothing."""
    if not isinstance(detail, Mapping):
        return Detail(unread={"detail": _shown(detail)})
    fields, unread = {}, {}
    for name, value in detail.items():
        try:
            fields[name] = FIELDS[action][name](value)
        except (KeyError, TypeError, ValueError):
            unread[str(name)] = _shown(value)
    return Detail(fields, unread)


def places(stored: Any) -> list[list[str]]:
    """Return sections with their groups; an item that is no section stands for itself, as text."""
    sections = []
    for item in stored if isinstance(stored, list) else [stored]:
        try:
            sections.append(_place(item))
        except (TypeError, ValueError):
            sections.append([_shown(item), ""])
    return sections


def require_readable(action: Transition, detail: Any) -> None:
    """Raise Unreadable for a detail that would not be read back as it is written."""
    parsed = read(action, detail)
    if parsed.unread or dict(parsed.fields) != detail:
        raise Unreadable("This could not be recorded: it holds something that no page offers.")


def _shown(value: Any) -> str:
    """Return a value as it is stored, in one line."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"
