"""The proof that nothing in the event log was altered or removed; or where it was.

Events of assessments and of people are in two tables and one chain: they are walked together, in
one statement, so that what is appended meanwhile is not missed in one and seen in the other.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from typing import Any, NamedTuple

from sqlalchemy import (
    Integer,
    Row,
    Select,
    Text,
    literal,
    null,
    select,
    true,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session

from eia_app.domain.errors import LogBroken
from eia_app.domain.workflow.event_hash import BEGINNING, digest
from eia_app.services.assessment.events import HASHED, HASHED_OF_PERSON
from eia_app.storage.models.assessment import Assessment
from eia_app.storage.models.events import Event, LogHead, PersonEvent
from eia_app.storage.models.people import Person
from eia_app.storage.models.training import WITH_PRACTICE

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

OF_PERSON, OF_ASSESSMENT = "person", "assessment"
# Both kinds in one shape. `place` and `within` give the order: a person's event stands behind the
# assessment's event that it was appended after.
SAME = ("id", "by_id", "at", "detail", "prior", "sha256")
_EVENTS = union_all(
    select(
        literal(OF_ASSESSMENT).label("of"),
        *(getattr(Event, name) for name in SAME),
        Event.id.label("place"),
        literal(0).label("within"),
        Event.version.label("version"),
        type_coerce(Event.state, Text).label("state"),
        type_coerce(literal(""), Text).label("system_user"),
        Event.note.label("note"),
        Event.assessment_id.label("about_id"),
        Assessment.reference.label("name"),
        type_coerce(Event.action, Text).label("action"),
    ).outerjoin(Assessment, Event.assessment_id == Assessment.id),
    select(
        literal(OF_PERSON).label("of"),
        *(getattr(PersonEvent, name) for name in SAME),
        PersonEvent.after_event.label("place"),
        PersonEvent.id.label("within"),
        type_coerce(null(), Integer).label("version"),
        type_coerce(null(), Text).label("state"),
        PersonEvent.system_user.label("system_user"),
        type_coerce(null(), Text).label("note"),
        PersonEvent.person_id.label("about_id"),
        Person.email.label("name"),
        type_coerce(PersonEvent.action, Text).label("action"),
    ).outerjoin(Person, PersonEvent.person_id == Person.id),
).subquery()
PLACE = _EVENTS.c.place, _EVENTS.c.within


class Checked(NamedTuple):
    events: int
    head: str  # the hash of the last: whoever notes it can prove later that all of this is there


def check(session: Session, *, noted: str = "") -> Checked:
    """Walk the log from its beginning to its end. Raise LogBroken at the first fault.

    `noted` is a head of an earlier day, kept somewhere else: it must still be inside. Who may
    write to the database could make a whole new chain, and only a noted head shows that.
    """
    recorded = session.scalar(select(LogHead.events)) or 0
    checked, inside = Checked(0, BEGINNING), noted in ("", BEGINNING)
    event = None
    with closing(_events(session)) as events:
        for event in events:
            _check(session, event, checked)
            checked = Checked(checked.events + 1, event.sha256)
            inside = inside or event.sha256 == noted
    _check_end(event, checked, recorded)
    if not inside:
        raise LogBroken("The head that you noted is not in the log: it was altered or removed.")
    return checked


def _check(session: Session, event: Row[Any], before: Checked) -> None:
    if digest(event.prior, _hashed(event)) != event.sha256:
        raise LogBroken(f"{_name(event)} {ALTERED}.")
    if event.prior != before.head:
        raise LogBroken(f"{_name(event)} {_why_apart(session, event)}.")
    if event.recorded is not None and before.events >= event.recorded:
        raise LogBroken(f"{_name(event)} {BEYOND}.")


def _hashed(event: Row[Any]) -> dict[str, Any]:
    """The part of an event that its hash is of."""
    names = HASHED_OF_PERSON if event.of == OF_PERSON else HASHED
    about = {"person_id": event.about_id, "assessment_id": event.about_id}
    return {name: about[name] if name in about else getattr(event, name) for name in names}


def _why_apart(session: Session, event: Row[Any]) -> str:
    """Return what happened to an event that does not follow the one before it."""
    followed = session.execute(
        select(*PLACE).where(_EVENTS.c.sha256 == event.prior), execution_options=WITH_PRACTICE
    ).first()
    if followed is not None:
        return OUT_OF_ORDER if tuple(followed) > (event.place, event.within) else PUT_IN
    return PUT_IN if event.prior == BEGINNING else REMOVED


def _check_end(last: Row[Any] | None, checked: Checked, recorded: int) -> None:
    if last is None:
        if recorded:
            raise LogBroken(f"All {recorded} events were removed.")
        return
    if last.recorded is None:
        raise LogBroken("Where the log ends is not recorded any more: its end may be missing.")
    missing = last.recorded - checked.events
    if missing:
        raise LogBroken(f"{_name(last)} is not the last: after it {missing} more were removed.")
    if last.head != checked.head:
        raise LogBroken(f"{_name(last)} is not the one with which the log ended.")


def _name(event: Any) -> str:
    action = str(event.action).replace("_", " ")
    if event.of == OF_PERSON:
        return f"Event {event.id} of people ({event.name or 'of nobody'}, {action})"
    return f"Event {event.id} ({event.name or 'of no assessment'}, {action})"


def _events(session: Session) -> Generator[Row[Any], None, None]:
    """Yield every event in order, each with the end of the log as it was at that moment."""
    last, in_order = (0, 0), _wanted().order_by(*PLACE)
    try:
        with session.execute(in_order, execution_options={"yield_per": AT_ONCE}) as rows:
            for row in rows:
                last = row.place, row.within
                yield row
    except (ValueError, LookupError, TypeError):
        raise LogBroken(_unreadable(session, last)) from None


def _wanted() -> Select[Any]:
    head = LogHead.sha256.label("head"), LogHead.events.label("recorded")
    events = select(_EVENTS, *head).execution_options(**WITH_PRACTICE)
    return events.select_from(_EVENTS.outerjoin(LogHead, true()))


def _unreadable(session: Session, last: tuple[int, int]) -> str:
    """The name of the first event after `last` that holds what no event can hold."""
    columns = [_EVENTS.c[name] for name in ("of", "id", "place", "within", "name", "action")]
    named = select(*columns).order_by(*PLACE).execution_options(**WITH_PRACTICE)
    for event in session.execute(named):
        place = event.place, event.within
        if place <= last:
            continue
        this = PLACE[0] == event.place, PLACE[1] == event.within
        try:
            session.execute(_wanted().where(*this)).one()
        except (ValueError, LookupError, TypeError):
            return f"{_name(event)} {UNREADABLE}."
    return f"An event after event {last[0]} {UNREADABLE}."
