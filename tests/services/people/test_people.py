"""People: adding them, and changing their details and roles."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from eia_app.domain.errors import Denied, Invalid, NotFound
from eia_app.domain.roles import Role
from eia_app.services.people import changes, people, sessions
from eia_app.services.people.authentication import authenticate
from eia_app.storage.models.people import Person
from tests.factories import add_person

GOOD = "three random words"


@pytest.fixture
def person(session: Session, now: datetime) -> Person:
    return people.add(session, email="lee@example.org", name="Lee Lead", by="tests", now=now)


@pytest.fixture
def change(session: Session, administrator: Person, now: datetime) -> Callable[..., None]:
    """Changes what is given of a person, as the administrator unless `by` says otherwise."""

    def to(person: Person, **given: Any) -> None:
        same = {each: getattr(person, each) for each in ("name", "job_title", "service", "roles")}
        rest = {"by": administrator, "now": now, "is_active": person.is_active, **same}
        changes.change(session, person, **{**rest, **given})

    return to


def test_a_new_person_is_as_described_and_has_no_password(session: Session, now: datetime) -> None:
    person = people.add(
        session,
        email=" Ola.Nord@Example.ORG ",
        name=" Ola Nord ",
        job_title=" Parking manager ",
        service=" Parking ",
        roles=[Role.CHAMPION, Role.CHAMPION, Role.REPORT_AUTHOR],
        by="tests",
        now=now,
    )
    session.expire_all()
    assert (person.email, person.name) == ("ola.nord@example.org", "Ola Nord")
    assert (person.job_title, person.service) == ("Parking manager", "Parking")
    assert person.roles == {Role.CHAMPION, Role.REPORT_AUTHOR}
    assert (person.is_active, person.password_hash, person.added_at) == (True, None, now)


@pytest.mark.parametrize("email", ["", "lee", "lee@", "@example.org", "lee lead@example.org"])
def test_an_address_in_the_wrong_form_is_refused(
    session: Session, now: datetime, email: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        people.add(session, email=email, name="Lee Lead", by="tests", now=now)
    message = "Enter an email address in the right form, such as name@example.org"
    assert refusal.value.errors == {"email": message}


def test_an_address_is_one_persons_whatever_its_capitals(
    session: Session, person: Person, now: datetime
) -> None:
    with pytest.raises(Invalid) as refusal:
        people.add(session, email="LEE@example.org", name="Another Lee", by="tests", now=now)
    assert list(refusal.value.errors) == ["email"]
    assert people.by_email(session, " Lee@Example.org ") is person


def test_a_person_needs_a_name(
    session: Session, now: datetime, person: Person, change: Callable[..., None]
) -> None:
    with pytest.raises(Invalid) as refusal:
        people.add(session, email="new@example.org", name="  ", by="tests", now=now)
    assert refusal.value.errors == {"name": "Enter their name"}
    with pytest.raises(Invalid) as refusal:
        change(person, name=" ")
    assert refusal.value.errors == {"name": "Enter their name"}


def test_people_are_found_by_id_or_not_at_all(session: Session, person: Person) -> None:
    assert people.by_id(session, person.id) is person
    with pytest.raises(NotFound):
        people.by_id(session, uuid4())


@pytest.mark.parametrize("more", [1, 3])
def test_everybody_is_listed_by_name_in_two_queries(session: Session, more: int) -> None:
    for number in range(more, 0, -1):
        add_person(session, f"Person {number}", Role.CHAMPION)
    session.expire_all()
    queries: list[str] = []
    event.listen(session.connection(), "before_cursor_execute", lambda *it: queries.append(it[2]))
    listed = [(each.name, each.roles) for each in people.list_people(session)]
    assert listed == [(f"Person {n}", frozenset([Role.CHAMPION])) for n in range(1, more + 1)]
    assert len(queries) == 2


def test_details_are_changed_and_sessions_go_on(
    session: Session, person: Person, change: Callable[..., None], now: datetime
) -> None:
    secret = sessions.begin(session, person, browser="Firefox", now=now)
    change(person, name=" Lee New ", job_title=" Head ", service=" Housing ")
    session.expire_all()
    assert (person.name, person.job_title, person.service) == ("Lee New", "Head", "Housing")
    found = sessions.find(session, secret, now=now)
    assert found is not None
    assert found.person is person


def test_a_change_of_roles_ends_their_sessions(
    session: Session, person: Person, change: Callable[..., None], now: datetime
) -> None:
    change(person, roles=[Role.CHAMPION])
    secret = sessions.begin(session, person, browser="Firefox", now=now)
    change(person, roles=[Role.REPORT_AUTHOR])
    session.expire_all()
    assert person.roles == {Role.REPORT_AUTHOR}
    assert sessions.find(session, secret, now=now) is None


def test_a_deactivated_person_is_out_at_once_and_may_come_back(
    session: Session, person: Person, change: Callable[..., None], now: datetime
) -> None:
    people.give_password(session, person, GOOD)
    secret = sessions.begin(session, person, browser="Firefox", now=now)
    change(person, is_active=False)
    assert sessions.find(session, secret, now=now) is None
    assert authenticate(session, person.email, GOOD) is None
    change(person, is_active=True)
    assert sessions.find(session, secret, now=now) is None
    assert authenticate(session, person.email, GOOD) is person


@pytest.mark.parametrize(
    "given",
    [
        {"roles": [Role.CHAMPION]},
        {"roles": [Role.ADMINISTRATOR, Role.CHAMPION]},
        {"roles": [Role.ADMINISTRATOR, Role.EQUALITY_LEAD]},
        {"is_active": False},
    ],
)
def test_nobody_changes_their_own_roles_or_shuts_themselves_out(
    administrator: Person, change: Callable[..., None], given: dict[str, Any]
) -> None:
    with pytest.raises(Invalid) as refusal:
        change(administrator, **given)
    assert list(refusal.value.errors) == ["roles"]
    assert administrator.roles == {Role.ADMINISTRATOR}
    assert administrator.is_active


def test_administrators_change_their_own_details_and_stay_signed_in(
    session: Session, administrator: Person, change: Callable[..., None], now: datetime
) -> None:
    secret = sessions.begin(session, administrator, browser="Firefox", now=now)
    change(administrator, name="Ada New")
    assert administrator.name == "Ada New"
    found = sessions.find(session, secret, now=now)
    assert found is not None
    assert found.person is administrator


def test_only_an_administrator_changes_people(
    person: Person, equality_lead: Person, change: Callable[..., None]
) -> None:
    with pytest.raises(Denied):
        change(person, by=equality_lead, roles=[Role.ADMINISTRATOR])
    assert person.roles == frozenset()
