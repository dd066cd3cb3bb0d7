"""The proof that nothing in the event log was altered or removed; or where it was."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, Text, select, true, type_coerce
from sqlalchemy.orm import Session

from eia_app.domain.errors import LogBroken
from eia_app.domain.event_log import BEGINNING, digest
from eia_app.services.log import HASHED
from eia_app.storage.events import Event, LogHead
from eia_app.storage.models import Assessment
from eia_app.storage.practice import WITH_PRACTICE

AT_ONCE = 500  # events in memory
ALTERED = "was altered"
UNREADABLE = "was altered: it cannot be read"
OUT_OF_ORDER = "is out of order: the event that it follows comes after it"
PUT_IN = "was put in: the event that it follows has another after it"
REMOVED = (
    "does not follow the event before it: what came between was removed, or the one before it"
    " was put in the place of another"
)
BEYOND = "was put in: it comes after the end of the log as it was recorded"


class Checked(NamedTuple):
    events: int
    head: str  # the hash of the last: whoever notes it can prove later that all of this is there


def check(session: Session, *, noted: str = "") -> Checked:
    """Walk the log from its beginning to its end. Raises LogBroken at the first fault.

    `noted` is a head of an earlier day, kept somewhere else: it must still be inside. Who may
    write to the database could make a whole new chain, and only a noted head shows that.
    """
    recorded = session.scalar(select(LogHead.events)) or 0
    found, inside = Checked(0, BEGINNING), noted in ("", BEGINNING)
    event = None
    with closing(_events(session)) as events:
        for event in events:
            _check(session, event, found)
            found = Checked(found.events + 1, event.sha256)
            inside = inside or event.sha256 == noted
    _check_end(event, found, recorded)
    if not inside:
        raise LogBroken("The head that you noted is not in the log: it was altered or removed.")
    return found


def _check(session: Session, event: Row[Any], before: Checked) -> None:
    whole = {name: getattr(event, name) for name in HASHED}
    if digest(event.prior, whole) != event.sha256:
        raise LogBroken(f"{_name(event)} {ALTERED}.")
    if event.prior != before.head:
        raise LogBroken(f"{_name(event)} {_why_apart(session, event)}.")
    if event.recorded is not None and before.events >= event.recorded:
        raise LogBroken(f"{_name(event)} {BEYOND}.")


def _why_apart(session: Session, event: Row[Any]) -> str:
    """What happened to an event that does not follow the one before it."""
    followed = session.scalar(select(Event.id).where(Event.sha256 == event.prior))
    if followed is not None:
        return OUT_OF_ORDER if followed > event.id else PUT_IN
    return PUT_IN if event.prior == BEGINNING else REMOVED


def _check_end(last: Row[Any] | None, found: Checked, recorded: int) -> None:
    if last is None:
        if recorded:
            raise LogBroken(f"All {recorded} events were removed.")
        return
    if last.recorded is None:
        raise LogBroken("Where the log ends is not recorded any more: its end may be missing.")
    missing = last.recorded - found.events
    if missing:
        raise LogBroken(f"{_name(last)} is not the last: after it {missing} more were removed.")
    if last.head != found.head:
        raise LogBroken(f"{_name(last)} is not the one with which the log ended.")


def _name(event: Any) -> str:
    action = str(event.action).replace("_", " ")
    return f"Event {event.id} ({event.reference or 'of no assessment'}, {action})"


def _events(session: Session) -> Generator[Row[Any], None, None]:
    """Every event in order, each with the end of the log as it was at that same moment."""
    last, in_order = 0, _wanted().order_by(Event.id)
    try:
        with session.execute(in_order, execution_options={"yield_per": AT_ONCE}) as rows:
            for row in rows:
                last = row.id
                yield row
    except (ValueError, LookupError, TypeError):
        raise LogBroken(_unreadable(session, last)) from None


def _wanted() -> Select[Any]:
    columns = [getattr(Event, name) for name in (*HASHED, "id", "prior", "sha256")]
    head = LogHead.sha256.label("head"), LogHead.events.label("recorded")
    asked = select(*columns, Assessment.reference, *head).execution_options(**WITH_PRACTICE)
    return asked.outerjoin(Assessment, Event.assessment_id == Assessment.id).outerjoin(
        LogHead, true()
    )


def _unreadable(session: Session, last: int) -> str:
    """The name of the first event after `last` that holds what no event can hold."""
    action = type_coerce(Event.action, Text).label("action")
    named = select(Event.id, action, Assessment.reference).outerjoin(
        Assessment, Event.assessment_id == Assessment.id
    )
    named = named.execution_options(**WITH_PRACTICE)
    for event in session.execute(named.where(Event.id > last).order_by(Event.id)):
        try:
            session.execute(_wanted().where(Event.id == event.id)).one()
        except (ValueError, LookupError, TypeError):
            return f"{_name(event)} {UNREADABLE}."
    return f"An event after event {last} {UNREADABLE}."
