"""A second database, for what goes from one to another; and who changes people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from eia_app.domain.person_changes import PersonChange
from eia_app.domain.roles import Role
from eia_app.services import person_changes, person_requests
from eia_app.storage.base import Base
from eia_app.storage.engine import open_engine
from eia_app.storage.people import Person, PersonRequest
from tests.factories import add_person
from tests.services.asking import Ask, Change
from tests.services.carrying import undone


@pytest.fixture(scope="module")
def other_engine(new_database: Callable[[], str]) -> Iterator[Engine]:
    engine = open_engine(new_database())
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def elsewhere(other_engine: Engine) -> Iterator[Session]:
    """A session in another database, with nothing in it."""
    with undone(other_engine) as session:
        yield session


@pytest.fixture
def second(session: Session) -> Person:
    return add_person(session, "Bo Second", Role.ADMINISTRATOR)


@pytest.fixture
def ask(session: Session, administrator: Person, now: datetime) -> Ask:
    def of(person: Person, change: PersonChange, role: Role | None = None) -> PersonRequest:
        return person_requests.ask(session, person, change, role, by=administrator, now=now)

    return of


@pytest.fixture
def change_person(session: Session, administrator: Person, now: datetime) -> Change:
    def to(person: Person, by: Person = administrator, **given: object) -> list[PersonRequest]:
        same = {each: getattr(person, each) for each in ("name", "job_title", "service", "roles")}
        rest = {"by": by, "now": now, "is_active": person.is_active, **same, **given}
        return list(person_changes.change(session, person, **rest))  # type: ignore[arg-type]

    return to
