"""Finds what no reader understands in stored events, and explains it in an event of its own.

Nothing that is stored is ever edited: pages show it as it is, and the history says what it means.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.workflow.event_detail import read
from eia_app.domain.workflow.states import Transition
from eia_app.services.assessment.events import record
from eia_app.storage.models.assessment import Assessment
from eia_app.storage.models.events import Event
from eia_app.storage.models.people import Person
from eia_app.storage.models.training import WITH_PRACTICE

SAID = "Event {number} of this history ({what}) holds what no page offers: {left}. {meant}"
READ_AS = "It is read as: {fields}."
NOT_READ = "Nothing of it is read."


@dataclass(frozen=True)
class Fault:
    """An event that cannot be read as it is; `number` counts the events of its assessment."""

    assessment_id: UUID
    reference: str
    number: int
    said: str
    is_explained: bool


def faults(session: Session) -> list[Fault]:
    """Return every event of which something cannot be read, explained before or not."""
    columns = Event.assessment_id, Assessment.reference, Event.action, Event.detail
    every = select(*columns).join(Assessment, Event.assessment_id == Assessment.id)
    rows = session.execute(
        every.order_by(Event.assessment_id, Event.id), execution_options=WITH_PRACTICE
    )
    return [
        fault
        for _, events in groupby(rows.all(), key=lambda row: row.assessment_id)
        for fault in _of_one(list(events))
    ]


def _of_one(events: Sequence[Any]) -> Iterator[Fault]:
    explained = {
        read(event.action, event.detail).fields.get("event")
        for event in events
        if event.action is Transition.EXPLAIN
    }
    for number, event in enumerate(events, 1):
        reading = read(event.action, event.detail)
        if not reading.unread and dict(reading.fields) == event.detail:
            continue
        left = "; ".join(f"“{name}”: {text}" for name, text in reading.unread.items())
        fields = "; ".join(f"“{name}”: {value}" for name, value in reading.fields.items())
        sentence = SAID.format(
            number=number,
            what=event.action.value.replace("_", " "),
            left=left or f"{event.detail}",
            meant=READ_AS.format(fields=fields) if fields else NOT_READ,
        )
        yield Fault(event.assessment_id, event.reference, number, sentence, number in explained)


def explain(session: Session, faults: Sequence[Fault], *, by: Person, now: datetime) -> int:
    """Append an event for each fault that was not explained before; return how many."""
    new = [fault for fault in faults if not fault.is_explained]
    for fault in new:
        assessment = session.get_one(
            Assessment, fault.assessment_id, execution_options=WITH_PRACTICE
        )
        detail: dict[str, object] = {"event": fault.number}
        record(
            session, assessment, Transition.EXPLAIN, by=by, now=now, note=fault.said, detail=detail
        )
    return len(new)
