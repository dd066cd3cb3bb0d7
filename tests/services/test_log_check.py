"""The event log is a chain: whatever is altered or removed in it is found, and where."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import CursorResult, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from eia_app.domain.errors import LogBroken
from eia_app.domain.event_log import BEGINNING, digest
from eia_app.domain.workflow import Action, State
from eia_app.services import log, log_check
from eia_app.storage.events import Event, LogHead
from eia_app.storage.people import Person
from tests.factories import NOW, Makers

Ids = list[int]
REMOVED = (
    "does not follow the event before it: what came between was removed, or the one before it"
    " was put in the place of another."
)


@pytest.fixture
def ids(session: Session, make_assessment: Makers) -> Ids:
    """A log of two assessments: start, submit, sign off; start, submit. The ids of its events."""
    make_assessment(State.SIGNED_OFF)
    make_assessment(State.AWAITING_SIGN_OFF)
    return list(session.scalars(select(Event.id).order_by(Event.id)))


@pytest.fixture
def broken(session: Session) -> Callable[..., str]:
    """What is said of the log as it is now."""

    def check(noted: str = "") -> str:
        with pytest.raises(LogBroken) as found:
            log_check.check(session, noted=noted)
        return str(found.value)

    return check


def change(session: Session, id_: int, **values: Any) -> None:
    """Alter an event behind the program's back."""
    done = session.execute(update(Event).where(Event.id == id_).values(**values))
    assert isinstance(done, CursorResult)
    assert done.rowcount == 1
    session.expire_all()


def row_of(session: Session, id_: int) -> dict[str, Any]:
    return dict(session.execute(select(Event.__table__).where(Event.id == id_)).mappings().one())


def set_head(session: Session, **values: Any) -> None:
    session.execute(update(LogHead).values(**values))
    session.expire_all()


def test_an_empty_log_is_whole(session: Session) -> None:
    assert log_check.check(session) == (0, BEGINNING)
    assert log_check.check(session, noted=BEGINNING) == (0, BEGINNING)


@pytest.mark.parametrize("at_once", [1, 2, 500])
def test_a_log_that_nobody_touched_is_whole_and_says_how_it_ends(
    at_once: int, session: Session, ids: Ids, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_check, "AT_ONCE", at_once)
    last = session.get_one(Event, ids[-1])
    assert log_check.check(session) == (5, last.sha256)


@pytest.mark.parametrize("at", [0, 2, 4], ids=["the first", "one between", "the last"])
@pytest.mark.parametrize(
    "altered",
    [
        {"version": 7},
        {"action": Action.WITHDRAW},
        {"state": State.CLOSED},
        {"at": NOW},
        {"note": "Another reason"},
        {"detail": {"from": "draft"}},
        {"prior": "a" * 64},
        {"sha256": "b" * 64},
    ],
    ids=lambda altered: next(iter(altered)),
)
def test_a_column_that_was_altered_is_found(
    altered: dict[str, Any], at: int, session: Session, ids: Ids, broken: Callable[..., str]
) -> None:
    change(session, ids[at], **altered)
    assert broken() == f"{log_check._name(_named(session, ids[at]))} was altered."


def _named(session: Session, id_: int) -> Any:
    this = log_check._EVENTS.c.id == id_, log_check._EVENTS.c.of == log_check.OF_ASSESSMENT
    return session.execute(log_check._wanted().where(*this)).one()


def test_whose_event_and_who_did_it_are_part_of_what_is_proved(
    session: Session, ids: Ids, broken: Callable[..., str], stranger: Person
) -> None:
    theirs = session.get_one(Event, ids[-1]).assessment_id
    before = session.get_one(Event, ids[1]).by_id
    change(session, ids[1], by_id=stranger.id)
    assert broken() == f"Event {ids[1]} (EIA-2026-001, submit) was altered."
    change(session, ids[1], by_id=before, assessment_id=theirs)
    assert broken() == f"Event {ids[1]} (EIA-2026-002, submit) was altered."


@pytest.mark.parametrize(
    ("removed", "after"), [([0], 1), ([2], 3), ([0, 1, 2, 3], 4)], ids=["first", "middle", "many"]
)
def test_an_event_that_was_removed_is_missed_by_the_next(
    removed: Ids, after: int, session: Session, ids: Ids, broken: Callable[..., str]
) -> None:
    session.execute(delete(Event).where(Event.id.in_([ids[n] for n in removed])))
    assert broken() == f"{log_check._name(_named(session, ids[after]))} {REMOVED}"


def test_an_end_that_was_cut_off_is_missed(
    session: Session, ids: Ids, broken: Callable[..., str]
) -> None:
    session.execute(delete(Event).where(Event.id.in_(ids[3:])))
    assert broken() == (
        f"Event {ids[2]} (EIA-2026-001, sign off) is not the last: after it 2 more were removed."
    )


def test_a_log_that_was_emptied_is_missed(
    session: Session, ids: Ids, broken: Callable[..., str]
) -> None:
    session.execute(delete(Event))
    assert broken() == f"All {len(ids)} events were removed."


def test_two_events_that_changed_places_are_out_of_order(
    session: Session, ids: Ids, broken: Callable[..., str]
) -> None:
    change(session, ids[2], id=10**6)
    change(session, ids[3], id=ids[2])
    change(session, 10**6, id=ids[3])
    assert broken() == (
        f"Event {ids[2]} (EIA-2026-002, start) is out of order: the event that it follows comes"
        " after it."
    )


def forge(session: Session, like: int, prior: str) -> dict[str, Any]:
    """Put in an event that is right in itself, at the end; gives back its columns."""
    forged = {**row_of(session, like), "id": 10**6, "note": "Forged", "prior": prior}
    forged["sha256"] = digest(prior, {name: forged[name] for name in log.HASHED})
    session.execute(insert(Event), [forged])
    return forged


def test_an_event_that_was_put_in_is_found_wherever_it_says_it_belongs(
    session: Session, ids: Ids, broken: Callable[..., str]
) -> None:
    for prior in (BEGINNING, row_of(session, ids[1])["sha256"]):
        forge(session, ids[2], prior)
        assert broken() == (
            "Event 1000000 (EIA-2026-001, sign off) was put in: the event that it follows has"
            " another after it."
        )
        session.execute(delete(Event).where(Event.id == 10**6))


def test_an_event_that_was_put_in_at_the_end_is_beyond_it(
    session: Session, ids: Ids, broken: Callable[..., str]
) -> None:
    forge(session, ids[2], row_of(session, ids[-1])["sha256"])
    assert broken() == (
        "Event 1000000 (EIA-2026-001, sign off) was put in: it comes after the end of the log as"
        " it was recorded."
    )


def test_an_event_put_in_the_place_of_another_with_a_hash_of_its_own_is_missed_by_the_next(
    session: Session, ids: Ids, broken: Callable[..., str]
) -> None:
    row = {**row_of(session, ids[2]), "note": "Another reason"}
    own = digest(row["prior"], {name: row[name] for name in log.HASHED})
    change(session, ids[2], note="Another reason", sha256=own)
    assert broken() == f"Event {ids[3]} (EIA-2026-002, start) {REMOVED}"


def test_a_last_event_put_in_the_place_of_another_is_not_the_end(
    session: Session, ids: Ids, broken: Callable[..., str]
) -> None:
    row = {**row_of(session, ids[-1]), "note": "Another reason"}
    own = digest(row["prior"], {name: row[name] for name in log.HASHED})
    change(session, ids[-1], note="Another reason", sha256=own)
    said = f"Event {ids[-1]} (EIA-2026-002, submit) is not the one with which the log ended."
    assert broken() == said


def test_a_head_that_was_taken_away_is_missed(
    session: Session, ids: Ids, broken: Callable[..., str]
) -> None:
    session.execute(delete(LogHead))
    assert broken() == ("Where the log ends is not recorded any more: its end may be missing.")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE event SET at = 'a while ago' WHERE id = :id",
        "UPDATE event SET detail = '{' WHERE id = :id",
    ],
)
def test_an_event_that_cannot_be_read_is_named(
    change: str, session: Session, ids: Ids, broken: Callable[..., str]
) -> None:
    """SQLite lets anything be written into any column; PostgreSQL does not."""
    try:
        with session.begin_nested():
            session.execute(text(change), {"id": ids[3]})
    except DBAPIError:
        assert session.get_bind().dialect.name == "postgresql"
        assert log_check.check(session).events == 5
    else:
        assert broken() == f"Event {ids[3]} (EIA-2026-002, start) was altered: it cannot be read."


def test_a_new_chain_is_found_by_a_head_that_was_noted(
    session: Session, ids: Ids, broken: Callable[..., str], lead: Person
) -> None:
    """Who may write to the database can make everything fit again, but not the past."""
    noted = [row_of(session, id_)["sha256"] for id_ in ids]
    assert [log_check.check(session, noted=each).events for each in noted] == [5] * 5
    session.execute(delete(Event).where(Event.id == ids[-1]))
    set_head(session, sha256=noted[-2], events=4)
    assert log_check.check(session, noted=noted[-2]) == (4, noted[-2])
    gone = "The head that you noted is not in the log: it was altered or removed."
    assert broken(noted[-1]) == gone
    assert broken(uuid4().hex * 2) == gone
