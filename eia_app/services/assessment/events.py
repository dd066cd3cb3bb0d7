"""The event log: the one way in which history is written, the proof that it was not altered, and
what happened last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from eia_app.domain.workflow.event_detail import read, require_readable
from eia_app.domain.workflow.event_hash import BEGINNING, digest
from eia_app.domain.workflow.states import Transition
from eia_app.storage.models.assessment import Assessment
from eia_app.storage.models.events import Event, LogHead, PersonEvent
from eia_app.storage.models.people import Person

FIRST = text(
    "INSERT INTO log_head (id, sha256, events) VALUES (1, :none, 0) ON CONFLICT (id) DO NOTHING"
)
HASHED = ("assessment_id", "version", "action", "state", "by_id", "at", "note", "detail")
HASHED_OF_PERSON = ("person_id", "action", "by_id", "system_user", "at", "detail")
Entry = TypeVar("Entry", Event, PersonEvent)


def append(session: Session, event: Entry, *, is_explained: bool = False) -> Entry:
    """Append an event to the log, chained to the one before. Whoever appends meanwhile waits.

    Raise Unreadable for an event of an assessment of which a reader would not understand the
    detail, unless it comes from another log, in which it was explained: see repair.py.
    """
    if not is_explained:
        _require_readable(event)
    head = _head(session)
    if isinstance(event, PersonEvent):  # nothing is appended between, as the head is locked
        event.after_event = session.scalar(select(func.max(Event.id))) or 0
    event.prior = head.sha256
    event.sha256 = digest(head.sha256, hashed(event))
    head.sha256, head.events = event.sha256, head.events + 1
    session.add(event)
    session.flush()
    return event


def _require_readable(event: Event | PersonEvent) -> None:
    if isinstance(event, Event):
        require_readable(event.action, event.detail)


def detail(event: Event) -> Mapping[str, Any]:
    """Return the detail of an event, as far as it can be read."""
    return read(event.action, event.detail).fields


def hashed(event: Event | PersonEvent) -> dict[str, Any]:
    """The part of an event that its hash is of."""
    names = HASHED_OF_PERSON if isinstance(event, PersonEvent) else HASHED
    return {name: getattr(event, name) for name in names}


def _head(session: Session) -> LogHead:
    """The end of the log, locked until the transaction ends."""
    session.execute(FIRST, {"none": BEGINNING})
    head = select(LogHead).where(LogHead.id == 1).with_for_update()
    return session.scalars(head, execution_options={"populate_existing": True}).one()


def last_event(
    session: Session, assessment_id: UUID, actions: Iterable[Transition]
) -> Event | None:
    """The newest event of one of these kinds."""
    return session.scalar(
        select(Event)
        .where(Event.assessment_id == assessment_id, Event.action.in_(list(actions)))
        .order_by(Event.id.desc())
        .limit(1)
    )


def record(
    session: Session,
    assessment: Assessment,
    action: Transition,
    *,
    by: Person,
    now: datetime,
    note: str = "",
    detail: dict[str, object] | None = None,
) -> Event:
    """Append an event: the only way in which history is written."""
    event = Event(
        assessment_id=assessment.id,
        version=assessment.version,
        action=action,
        state=assessment.state,
        by_id=by.id,
        at=now,
        note=note,
        detail=detail or {},
    )
    return append(session, event)
