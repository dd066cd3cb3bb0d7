"""Twelve colleagues press Join at the same moment, and some of them twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.errors import NotAllowed
from eia_app.domain.roles import Role
from eia_app.services.training import workshops
from eia_app.storage.engine import Sessions
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.assessment import Assessment
from eia_app.storage.models.people import Person
from eia_app.storage.models.training import WITH_PRACTICE, Workshop
from tests.factories import NOW, add_person
from tests.training import PracticeFactory

ID = uuid4()


class Room:
    """A database with people in it, each of whom sends requests of their own."""

    def __init__(self, sessions: Sessions, forms: Forms) -> None:
        self.sessions, self.forms = sessions, forms
        with sessions.to_write() as session:
            self.lead = add_person(session, "Eli Equality", Role.EQUALITY_LEAD).id
            self.people = [add_person(session, f"Person {n}").id for n in range(6)]
            session.commit()

    def at_once(self, *asked: Callable[[Session], Any]) -> list[Any]:
        """What each request gives, or the error that refuses it."""

        def request(ask: Callable[[Session], Any]) -> Any:
            with self.sessions.to_write() as session:
                try:
                    found = ask(session)
                    session.commit()
                except NotAllowed as refused:
                    return refused
                return found

        with ThreadPoolExecutor(len(asked)) as pool:
            return list(pool.map(request, asked))

    def run(self, session: Session) -> UUID:
        lead = session.get_one(Person, self.lead)
        return PracticeFactory(session, self.forms).run_workshop(lead, id_=ID).id

    def join(self, person: UUID) -> Callable[[Session], str]:
        def ask(session: Session) -> str:
            by = session.get_one(Person, person)
            found = workshops.find(session, ID)
            context = workshops.join(session, self.forms, found, by=by, now=NOW)
            return context.assessment.reference

        return ask

    def close(self, session: Session) -> None:
        lead = session.get_one(Person, self.lead)
        workshops.close(session, workshops.find(session, ID), by=lead, now=NOW)

    def reopen(self, session: Session) -> None:
        lead = session.get_one(Person, self.lead)
        workshops.reopen(session, workshops.find(session, ID), by=lead)


@pytest.fixture
def room(sessions: Sessions, forms: Forms) -> Room:
    return Room(sessions, forms)


def test_run_pressed_twice_at_once_runs_one_workshop(room: Room) -> None:
    assert room.at_once(*[room.run] * 4) == [ID] * 4
    with room.sessions.to_read() as session:
        assert [each.id for each in session.scalars(select(Workshop))] == [ID]


def test_all_who_join_at_once_have_one_each_and_the_same_however_often_they_pressed(
    room: Room,
) -> None:
    room.at_once(room.run)
    twice = [each for person in room.people for each in (room.join(person), room.join(person))]
    given = room.at_once(*twice)
    assert given[::2] == given[1::2]
    assert sorted(set(given)) == [f"PRACTICE-{n:03}" for n in range(1, 7)]
    with room.sessions.to_read() as session:
        every = session.scalars(select(Assessment), execution_options=WITH_PRACTICE).all()
        assert len(every) == len(room.people)


def test_who_joins_while_it_closes_is_in_or_is_told(room: Room) -> None:
    room.at_once(room.run)
    first, *_ = room.at_once(room.join(room.people[0]), room.close)
    again, *_ = room.at_once(room.join(room.people[0]))
    assert str(again) == str(first)
    (late,) = room.at_once(room.join(room.people[1]))
    assert isinstance(late, NotAllowed)


def test_whichever_is_last_of_closing_and_opening_again_holds(room: Room) -> None:
    room.at_once(room.run)
    room.at_once(room.close, room.reopen, room.close, room.reopen)
    with room.sessions.to_read() as session:
        is_open = workshops.find(session, ID).closed_at is None
    (given,) = room.at_once(room.join(room.people[0]))
    assert (given == "PRACTICE-001") is is_open
