"""A second database, a second administrator, and functions that change people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from eia_app.domain.people.changes import PersonChange
from eia_app.domain.roles import Role
from eia_app.services.people import change_requests, changes
from eia_app.storage.engine import open_engine
from eia_app.storage.models.people import Person, PersonRequest
from tests.factories import add_person
from tests.services.database_transfer import rolled_back_session
from tests.services.people.change_request_types import ChangePerson, RequestChange


@pytest.fixture(scope="module")
def other_engine(empty_database: Callable[[], str]) -> Iterator[Engine]:
    engine = open_engine(empty_database())
    yield engine
    engine.dispose()


@pytest.fixture
def other_session(other_engine: Engine) -> Iterator[Session]:
    """Return a session in another, empty database."""
    with rolled_back_session(other_engine) as session:
        yield session


@pytest.fixture
def second_administrator(session: Session) -> Person:
    return add_person(session, "Bo Second", Role.ADMINISTRATOR)


@pytest.fixture
def request_change(session: Session, administrator: Person, now: datetime) -> RequestChange:
    def of(person: Person, change: PersonChange, role: Role | None = None) -> PersonRequest:
        return change_requests.ask(session, person, change, role, by=administrator, now=now)

    return of


@pytest.fixture
def change_person(session: Session, administrator: Person, now: datetime) -> ChangePerson:
    def to(person: Person, by: Person = administrator, **changed: object) -> list[PersonRequest]:
        unchanged = {
            name: getattr(person, name) for name in ("name", "job_title", "service", "roles")
        }
        rest = {"by": by, "now": now, "is_active": person.is_active, **unchanged, **changed}
        return list(changes.change(session, person, **rest))  # type: ignore[arg-type]

    return to
