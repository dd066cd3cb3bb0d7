"""A database with data in it is brought up to date, and can be worked with afterwards."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from eia_app import resources
from eia_app.domain import event_log
from eia_app.domain.notices import NoticeKind, Way
from eia_app.domain.roles import Role
from eia_app.domain.workflow import Action, State
from eia_app.services import log_check, people, practice, rounds
from eia_app.services.lifecycle import Step, act
from eia_app.services.notices import tell
from eia_app.services.opened import open_assessment
from eia_app.storage import migrate
from eia_app.storage.editions import Forms
from eia_app.storage.engine import open_engine
from eia_app.storage.events import Event
from eia_app.storage.models import Assessment
from eia_app.storage.notices import Notice, NoticeChoice
from eia_app.storage.people import Person
from eia_app.storage.practice import WITH_PRACTICE
from tests.factories import NOW, Makers, add_person
from tests.practising import Practising

BEFORE_REVIEWS, BEFORE_THE_CHAIN, BEFORE_PRACTICE = "0002", "0004", "0009"
BEFORE_LOOKING_AGAIN, BEFORE_PEOPLE = "0011", "0013"


@pytest.fixture
def migrated(new_database: Callable[[], str]) -> Iterator[Engine]:
    engine = open_engine(new_database())
    migrate.upgrade(engine)
    yield engine
    engine.dispose()


def fill(engine: Engine, forms: Forms) -> None:
    """An assessment in every state, and one withdrawn from its review."""
    with Session(engine) as session:
        lead = add_person(session, "Lee Lead")
        equality_lead = add_person(session, "Eli Equality", Role.EQUALITY_LEAD)
        head = add_person(session, "Hana Head", Role.HEAD_OF_SERVICE)
        makers = Makers(session, forms, lead, equality_lead, head)
        for state in State:
            makers(state)
        makers.step(makers(State.IN_REVIEW), Action.WITHDRAW)
        session.commit()


def again(engine: Engine, revision: str) -> None:
    """Back to an older revision with all its data, and up to date again."""
    migrate.downgrade(engine, revision)
    assert migrate.upgrade(engine) is True


@pytest.mark.parametrize("revision", [BEFORE_THE_CHAIN, BEFORE_REVIEWS])
def test_the_events_that_there_were_are_chained_as_the_program_chains_them(
    revision: str, migrated: Engine, tiny_forms: Forms
) -> None:
    fill(migrated, tiny_forms)
    with Session(migrated) as session:
        before = session.scalar(select(func.count()).select_from(Event)) or 0
    again(migrated, revision)
    with Session(migrated) as session:
        assert log_check.check(session).events == before > 20
    fill_more(migrated, tiny_forms)
    with Session(migrated) as session:
        assert log_check.check(session).events == before + 1


def fill_more(engine: Engine, forms: Forms) -> None:
    with Session(engine) as session:
        it = _first(session, State.DRAFT)
        opened = open_assessment(session, forms, it.id)
        act(opened, Step(Action.WITHDRAW, "Not needed"), by=it.lead, now=NOW)
        session.commit()


def _first(session: Session, state: State) -> Assessment:
    return session.scalars(select(Assessment).where(Assessment.state == state).limit(1)).one()


def test_what_was_in_review_before_there_were_rounds_can_be_closed(
    migrated: Engine, tiny_forms: Forms
) -> None:
    fill(migrated, tiny_forms)
    again(migrated, BEFORE_REVIEWS)
    with Session(migrated) as session:
        equality_lead = session.scalars(
            select(Person).where(Person.email == "eli.equality@example.org")
        ).one()
        it = _first(session, State.IN_REVIEW)
        begun = rounds.all_of(session, it)
        assert [(r.number, r.version, r.quorum, r.closed_at) for r in begun] == [(1, 1, 3, None)]
        assert (begun[0].opened_at, begun[0].reasons) == (it.submitted_at, it.route_reasons)
        opened = open_assessment(session, tiny_forms, it.id)
        act(opened, Step(Action.COMPLETE_REVIEW, "Agreed before"), by=equality_lead, now=NOW)
        assert it.state is State.AWAITING_SIGN_OFF


def test_only_what_is_or_was_in_review_gets_a_round(migrated: Engine, tiny_forms: Forms) -> None:
    fill(migrated, tiny_forms)
    again(migrated, BEFORE_REVIEWS)
    with Session(migrated) as session:
        every = session.scalars(select(Assessment)).all()
        have = [it.state for it in every if rounds.open_one(session, it) is not None]
    assert sorted(have) == [State.IN_REVIEW, State.WITHDRAWN]


def test_what_people_were_told_of_people_goes_down_and_the_rest_stays(
    migrated: Engine, tiny_forms: Forms
) -> None:
    fill(migrated, tiny_forms)
    with Session(migrated) as session:
        person = session.scalars(select(Person)).first()
        assert person is not None
        people.make_password_link(session, person, by="root", now=NOW)
        id_ = person.id
        session.commit()
        others = session.scalar(select(func.count()).where(Notice.assessment_id.is_not(None)))
        assert others
    again(migrated, BEFORE_PEOPLE)
    with Session(migrated) as session:
        notices = session.scalars(select(Notice.assessment_id)).all()
        assert (len(notices), None in notices) == (others, False)
        people.make_password_link(session, session.get_one(Person, id_), by="x", now=NOW)


def test_what_there_was_before_there_was_practice_is_real(
    migrated: Engine, tiny_forms: Forms
) -> None:
    fill(migrated, tiny_forms)
    with Session(migrated) as session:
        before = session.scalar(select(func.count()).select_from(Assessment))
    again(migrated, BEFORE_PRACTICE)
    with Session(migrated) as session:
        every = session.scalars(select(Assessment), execution_options=WITH_PRACTICE).all()
        assert (len(every), [it for it in every if it.practice]) == (before, [])


def test_practice_is_withdrawn_by_an_older_version_and_is_practice_again_afterwards(
    migrated: Engine, forms: Forms
) -> None:
    with Session(migrated) as session:
        Practising(session, forms).alone(add_person(session, "Lee Lead"))
        session.commit()
    migrate.downgrade(migrated, BEFORE_PRACTICE)
    with migrated.connect() as connection:
        found = connection.execute(text("SELECT reference, state FROM assessment")).all()
    assert [tuple(row) for row in found] == [("PRACTICE-001", "withdrawn")]
    assert migrate.upgrade(migrated) is True
    with Session(migrated) as session:
        assert session.scalars(select(Assessment)).all() == []
        it = session.scalars(select(Assessment), execution_options=WITH_PRACTICE).one()
        opened = open_assessment(session, forms, it.id)
        act(opened, Step(Action.RESTORE), by=it.lead, now=NOW)
        assert (it.practice, it.state) == (True, State.DRAFT)
        assert practice.scenario_of(opened) is None
        assert log_check.check(session).events == 2


def test_news_that_an_older_version_does_not_know_is_left_out_of_it(
    migrated: Engine, forms: Forms
) -> None:
    fill(migrated, forms)
    with Session(migrated) as session:
        before = session.scalar(select(func.count()).select_from(Notice))
        tell_to_look_again(session)
    again(migrated, BEFORE_LOOKING_AGAIN)
    with Session(migrated) as session:
        assert session.scalar(select(func.count()).select_from(Notice)) == before
        assert session.scalars(select(NoticeChoice)).all() == []
        tell_to_look_again(session)


def tell_to_look_again(session: Session) -> None:
    """News, and a choice of how to be told, that only the newest version knows."""
    it = session.scalars(select(Assessment).where(Assessment.state == State.CLOSED)).one()
    tell(session, NoticeKind.LOOK_AGAIN, it, [it.lead], by=None, now=NOW)
    session.add(NoticeChoice(person_id=it.lead_id, kind=NoticeKind.LOOK_AGAIN, way=Way.NEVER))
    session.commit()


def chained() -> ModuleType:
    """The migration that chained the log."""
    path = next((resources.migrations() / "versions").glob("0005_*.py"))
    spec = importlib.util.spec_from_file_location("chained", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CHAINED = chained()
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda some: st.lists(some, max_size=3) | st.dictionaries(st.text(), some, max_size=3),
    max_leaves=5,
)
EVENTS = st.fixed_dictionaries(
    {
        "assessment_id": st.uuids(),
        "version": st.integers(1, 99),
        "action": st.sampled_from(Action),
        "state": st.sampled_from(State),
        "by_id": st.uuids(),
        "at": st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=1))])),
        "note": st.text(),
        "detail": st.dictionaries(st.text(), PLAIN, max_size=3),
    }
)


@given(event=EVENTS, prior=st.text("0123456789abcdef", min_size=64, max_size=64))
def test_the_migration_computes_the_same_hash_as_the_program(
    event: dict[str, Any], prior: str
) -> None:
    assert CHAINED.digest(prior, event) == event_log.digest(prior, event)


def test_sqlite_gives_the_migration_moments_without_a_zone() -> None:
    event = {
        "assessment_id": UUID(int=1), "version": 1, "action": "start", "state": "draft",
        "by_id": UUID(int=2), "note": "", "detail": {},
    }  # fmt: skip
    aware = {**event, "at": datetime(2026, 7, 1, 12, tzinfo=UTC)}
    naive = {**event, "at": datetime(2026, 7, 1, 12)}  # noqa: DTZ001 - that is the point
    assert CHAINED.digest("0" * 64, naive) == event_log.digest("0" * 64, aware)
