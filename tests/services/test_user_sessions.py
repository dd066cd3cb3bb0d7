"""Sessions of signed-in people: how long they hold, and what ends them."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from eia_app.domain.errors import LinkExpired, NotFound
from eia_app.domain.roles import Role
from eia_app.services import people, sessions
from eia_app.storage.people import Person
from eia_app.storage.sessions import UserSession
from tests.factories import add_person

MINUTE = timedelta(minutes=1)


@pytest.fixture
def person(session: Session) -> Person:
    return add_person(session, "Lee Leadbetter", Role.CHAMPION, Role.EQUALITY_LEAD)


def begin(session: Session, person: Person, now: datetime, browser: str = "Firefox") -> str:
    return sessions.begin(session, person, browser=browser, now=now)


def found(session: Session, secret: str, now: datetime) -> UserSession:
    it = sessions.find(session, secret, now=now)
    assert it is not None
    return it


def test_a_session_is_found_by_its_secret_with_its_person_in_one_query(
    session: Session, person: Person, now: datetime
) -> None:
    secret = begin(session, person, now)
    session.commit()
    session.expunge_all()
    queries: list[str] = []
    event.listen(session.connection(), "before_cursor_execute", lambda *it: queries.append(it[2]))
    it = found(session, secret, now)
    assert (it.person.name, it.person.roles) == (person.name, person.roles)
    assert len(queries) == 1


def test_only_the_hash_of_its_secret_is_stored(
    session: Session, person: Person, now: datetime
) -> None:
    secret = begin(session, person, now)
    stored = session.scalars(select(UserSession.secret_hash)).all()
    assert stored == [hashlib.sha256(secret.encode()).hexdigest()]
    assert len(secret) >= 43  # 256 bits


@pytest.mark.parametrize("secret", ["", "made-up", "\0", "\ud800", "x" * 5000])
def test_a_made_up_secret_is_nobodys(session: Session, now: datetime, secret: str) -> None:
    assert sessions.find(session, secret, now=now) is None


def test_a_session_holds_for_twelve_hours(session: Session, person: Person, now: datetime) -> None:
    secret = begin(session, person, now)
    assert sessions.find(session, secret, now=now + timedelta(hours=12)) is not None
    assert sessions.find(session, secret, now=now + timedelta(hours=12, seconds=1)) is None


def test_a_session_that_was_ended_does_not_come_back(
    session: Session, person: Person, now: datetime
) -> None:
    secret, other = begin(session, person, now), begin(session, person, now)
    sessions.end(session, person, found(session, secret, now).id, now=now)
    assert sessions.find(session, secret, now=now) is None
    assert sessions.find(session, other, now=now) is not None


def test_nobody_ends_the_session_of_another(
    session: Session, person: Person, stranger: Person, now: datetime
) -> None:
    secret = begin(session, person, now)
    with pytest.raises(NotFound):
        sessions.end(session, stranger, found(session, secret, now).id, now=now)
    assert sessions.find(session, secret, now=now) is not None


def test_all_others_are_ended_at_once_and_those_of_other_people_are_not(
    session: Session, person: Person, stranger: Person, now: datetime
) -> None:
    here, there, theirs = (begin(session, each, now) for each in (person, person, stranger))
    sessions.end_others(session, found(session, here, now), now=now)
    held = [sessions.find(session, each, now=now) is not None for each in (here, there, theirs)]
    assert held == [True, False, True]


def test_a_new_password_ends_every_session_and_the_links_by_which_to_set_one(
    session: Session, person: Person, now: datetime
) -> None:
    secret = begin(session, person, now)
    link = people.make_password_link(session, person, by="tests", now=now)
    people.change_password(session, person, "three random words", now=now)
    assert sessions.find(session, secret, now=now) is None
    with pytest.raises(LinkExpired):
        people.person_of_link(session, link, now=now)


def test_a_deactivated_person_has_no_session(
    session: Session, person: Person, now: datetime
) -> None:
    secret = begin(session, person, now)
    person.is_active = False
    assert sessions.find(session, secret, now=now) is None


def test_only_sessions_that_hold_are_shown_the_one_used_last_first(
    session: Session, person: Person, stranger: Person, now: datetime
) -> None:
    begin(session, person, now - timedelta(hours=13), "too old")
    begin(session, stranger, now, "of somebody else")
    ended = begin(session, person, now, "ended")
    sessions.end(session, person, found(session, ended, now).id, now=now)
    early = begin(session, person, now - timedelta(hours=2), "early")
    begin(session, person, now - timedelta(hours=1), "late")
    sessions.see(session, found(session, early, now), now=now)
    shown = [each.browser for each in sessions.of_person(session, person, now=now)]
    assert shown == ["early", "late"]


def test_when_a_session_was_used_is_written_at_most_every_five_minutes(
    session: Session, person: Person, now: datetime
) -> None:
    secret = begin(session, person, now)
    for minutes, noted in ((4, 0), (5, 5), (9, 5), (11, 11)):
        sessions.see(session, found(session, secret, now), now=now + minutes * MINUTE)
        session.expire_all()
        assert found(session, secret, now).seen_at == now + noted * MINUTE


def test_a_password_holds_for_fifteen_minutes_for_what_matters_most(
    session: Session, person: Person, now: datetime
) -> None:
    it = found(session, begin(session, person, now), now)
    assert sessions.is_fresh(it, now=now + 14 * MINUTE)
    assert not sessions.is_fresh(it, now=now + 15 * MINUTE)
    sessions.confirm(session, it, now=now + 20 * MINUTE)
    assert sessions.is_fresh(it, now=now + 34 * MINUTE)


def test_the_table_is_tidied_when_somebody_signs_in(
    session: Session, person: Person, stranger: Person, now: datetime
) -> None:
    for days in (31, 29):
        begin(session, person, now - timedelta(days=days), f"{days} days ago")
    begin(session, stranger, now - timedelta(days=31), "of somebody else")
    begin(session, person, now, "now")
    kept = session.scalars(select(UserSession.browser).order_by(UserSession.browser)).all()
    assert kept == ["29 days ago", "now"]
