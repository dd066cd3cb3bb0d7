"""Events of people are links of the one chain: whatever is altered or removed there is found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from eia_app.domain.errors import LogBroken
from eia_app.domain.event_log import digest
from eia_app.domain.person_changes import PersonAction
from eia_app.domain.workflow import State
from eia_app.services import log, log_check, people, transfer
from eia_app.storage.events import Event, LogHead, PersonEvent
from eia_app.storage.people import Person
from tests.factories import NOW, Makers

Ids = list[int]
REMOVED = (
    "does not follow the event before it: what came between was removed, or the one before it"
    " was put in the place of another."
)


@pytest.fixture
def ids(session: Session, make_assessment: Makers, stranger: Person) -> Ids:
    """A link, an assessment that is submitted, two links, one more assessment, a link."""
    for links, state in ((1, State.AWAITING_SIGN_OFF), (2, State.DRAFT), (1, None)):
        for _ in range(links):
            people.make_password_link(session, stranger, by="root", now=NOW)
        if state is not None:
            make_assessment(state)
    return list(session.scalars(select(PersonEvent.id).order_by(PersonEvent.id)))


@pytest.fixture
def broken(session: Session) -> Callable[..., str]:
    def check() -> str:
        session.expire_all()
        with pytest.raises(LogBroken) as found:
            log_check.check(session)
        return str(found.value)

    return check


def change(session: Session, id_: int, **values: Any) -> None:
    session.execute(update(PersonEvent).where(PersonEvent.id == id_).values(**values))


def named(id_: int) -> str:
    return f"Event {id_} of people (sam.stranger@example.org, link made)"


@pytest.mark.parametrize("at_once", [1, 2, 500])
def test_a_log_with_both_kinds_of_events_between_each_other_is_whole(
    at_once: int, session: Session, ids: Ids, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_check, "AT_ONCE", at_once)
    last = session.get_one(PersonEvent, ids[-1])
    first = session.get_one(PersonEvent, ids[0])
    assert log_check.check(session, noted=first.sha256) == (7, last.sha256)
    places = session.scalars(select(PersonEvent.after_event).order_by(PersonEvent.id)).all()
    starts = session.scalars(select(Event.id).order_by(Event.id)).all()
    assert places == [0, starts[1], starts[1], starts[2]]


@pytest.mark.parametrize("at", range(4))
@pytest.mark.parametrize(
    "altered",
    [
        {"action": PersonAction.DEACTIVATED},
        {"system_user": "someone"},
        {"at": NOW.replace(hour=1)},
        {"detail": {}},
        {"prior": "a" * 64},
        {"sha256": "b" * 64},
    ],
    ids=lambda altered: next(iter(altered)),
)
def test_a_column_that_was_altered_is_found(
    altered: dict[str, Any], at: int, session: Session, ids: Ids, broken: Callable[..., str]
) -> None:
    change(session, ids[at], **altered)
    assert broken().startswith(f"Event {ids[at]} of people (sam.stranger@example.org, ")
    assert broken().endswith(" was altered.")


def test_whom_it_was_about_and_who_did_it_are_part_of_what_is_proved(
    session: Session, ids: Ids, broken: Callable[..., str], lead: Person
) -> None:
    before = session.get_one(PersonEvent, ids[1]).person_id
    change(session, ids[1], person_id=lead.id)
    assert broken() == f"Event {ids[1]} of people (lee.lead@example.org, link made) was altered."
    change(session, ids[1], person_id=before, by_id=lead.id, system_user="")
    assert broken() == f"{named(ids[1])} was altered."


def test_an_event_of_people_that_was_removed_is_missed_by_the_next_of_either_kind(
    session: Session, ids: Ids, broken: Callable[..., str]
) -> None:
    session.execute(delete(PersonEvent).where(PersonEvent.id == ids[1]))
    assert broken() == f"{named(ids[2])} {REMOVED}"
    session.execute(delete(PersonEvent).where(PersonEvent.id == ids[0]))
    first = session.scalars(select(Event.id).order_by(Event.id)).first()
    assert broken() == f"Event {first} (EIA-2026-001, start) {REMOVED}"


def test_an_event_of_an_assessment_that_was_removed_is_missed_by_the_person_after_it(
    session: Session, ids: Ids, broken: Callable[..., str]
) -> None:
    submitted = session.scalars(select(Event.id).order_by(Event.id)).all()[1]
    session.execute(delete(Event).where(Event.id == submitted))
    assert broken() == f"{named(ids[1])} {REMOVED}"


def test_an_end_of_people_that_was_cut_off_is_missed(
    session: Session, ids: Ids, broken: Callable[..., str]
) -> None:
    session.execute(delete(PersonEvent).where(PersonEvent.id == ids[-1]))
    assert broken().endswith("is not the last: after it 1 more were removed.")


def test_an_event_that_was_moved_to_another_place_is_found(
    session: Session, ids: Ids, broken: Callable[..., str]
) -> None:
    change(session, ids[-1], after_event=0)
    assert broken() == (
        f"{named(ids[-1])} is out of order: the event that it follows comes after it."
    )


def test_an_event_of_people_that_was_put_in_is_found(
    session: Session, ids: Ids, broken: Callable[..., str]
) -> None:
    this = select(PersonEvent.__table__).where(PersonEvent.id == ids[-1])
    row = dict(session.execute(this).mappings().one())
    forged = {**row, "id": 10**6, "detail": {"whom": "Forged"}, "prior": row["sha256"]}
    hashed = {name: forged[name] for name in log.HASHED_OF_PERSON}
    forged["sha256"] = digest(row["sha256"], hashed)
    session.execute(insert(PersonEvent), [forged])
    assert broken() == (
        f"{named(10**6)} was put in: it comes after the end of the log as it was recorded."
    )


def test_a_log_of_people_alone_is_whole_and_an_emptied_one_is_missed(
    session: Session, stranger: Person, broken: Callable[..., str]
) -> None:
    people.make_password_link(session, stranger, by="root", now=NOW)
    assert log_check.check(session).events == session.get_one(LogHead, 1).events == 1
    session.execute(delete(PersonEvent))
    assert broken() == "All 1 events were removed."


def test_the_export_of_an_assessment_has_nothing_of_the_events_of_people(
    session: Session, make_assessment: Makers, ids: Ids, stranger: Person
) -> None:
    it = make_assessment(State.DRAFT).assessment
    people.make_password_link(session, stranger, by="root", now=NOW)
    written = transfer.as_text(transfer.export(session, it))
    assert stranger.email not in written
    assert "link_made" not in written
