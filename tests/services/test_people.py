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
from eia_app.services import people
from eia_app.services.sign_in import person_of_session
from eia_app.storage.people import Person
from tests.factories import add_person
from tests.services.signing_in import signed_in

GOOD = "three random words"


@pytest.fixture
def person(session: Session, now: datetime) -> Person:
    return people.add(session, email="lee@example.org", name="Lee Lead", now=now)


@pytest.fixture
def change(session: Session, administrator: Person) -> Callable[..., None]:
    """Changes what is given of a person, as the administrator unless `by` says otherwise."""

    def to(person: Person, **given: Any) -> None:
        same = {each: getattr(person, each) for each in ("name", "job_title", "service", "roles")}
        rest = {"by": administrator, "is_active": person.is_active, **same}
        people.change(session, person, **{**rest, **given})

    return to


def test_a_new_person_is_as_described_and_has_no_password(session: Session, now: datetime) -> None:
    person = people.add(
        session,
        email=" Ola.Nord@Example.ORG ",
        name=" Ola Nord ",
        job_title=" Parking manager ",
        service=" Parking ",
        roles=[Role.CHAMPION, Role.CHAMPION, Role.REPORT_AUTHOR],
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
        people.add(session, email=email, name="Lee Lead", now=now)
    message = "Enter an email address in the right form, such as name@example.org"
    assert refusal.value.errors == {"email": message}


def test_an_address_is_one_persons_whatever_its_capitals(
    session: Session, person: Person, now: datetime
) -> None:
    with pytest.raises(Invalid) as refusal:
        people.add(session, email="LEE@example.org", name="Another Lee", now=now)
    assert list(refusal.value.errors) == ["email"]
    assert people.by_email(session, " Lee@Example.org ") is person


def test_a_person_needs_a_name(
    session: Session, now: datetime, person: Person, change: Callable[..., None]
) -> None:
    with pytest.raises(Invalid) as refusal:
        people.add(session, email="new@example.org", name="  ", now=now)
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
    session: Session, person: Person, change: Callable[..., None]
) -> None:
    version = person.session_version
    change(person, name=" Lee New ", job_title=" Head ", service=" Housing ")
    session.expire_all()
    assert (person.name, person.job_title, person.service) == ("Lee New", "Head", "Housing")
    assert person_of_session(session, person.id, version) is person


def test_a_change_of_roles_ends_their_sessions(
    session: Session, person: Person, change: Callable[..., None]
) -> None:
    change(person, roles=[Role.CHAMPION, Role.EQUALITY_LEAD])
    version = person.session_version
    change(person, roles=[Role.EQUALITY_LEAD, Role.HEAD_OF_SERVICE])
    session.expire_all()
    assert person.roles == {Role.EQUALITY_LEAD, Role.HEAD_OF_SERVICE}
    assert person_of_session(session, person.id, version) is None


def test_a_deactivated_person_is_out_at_once_and_may_come_back(
    session: Session, person: Person, change: Callable[..., None], now: datetime
) -> None:
    people.give_password(session, person, GOOD)
    version = person.session_version
    change(person, is_active=False)
    assert person_of_session(session, person.id, version) is None
    assert signed_in(session, person.email, GOOD, now=now) is None
    change(person, is_active=True)
    assert person_of_session(session, person.id, version) is None
    assert signed_in(session, person.email, GOOD, now=now) is person


@pytest.mark.parametrize("given", [{"roles": [Role.CHAMPION]}, {"is_active": False}])
def test_administrators_cannot_shut_themselves_out(
    administrator: Person, change: Callable[..., None], given: dict[str, Any]
) -> None:
    with pytest.raises(Invalid) as refusal:
        change(administrator, **given)
    assert list(refusal.value.errors) == ["roles"]
    assert administrator.roles == {Role.ADMINISTRATOR}
    assert administrator.is_active


def test_administrators_may_take_another_role_and_stay_signed_in(
    session: Session, administrator: Person, change: Callable[..., None]
) -> None:
    version = administrator.session_version
    change(administrator, roles=[Role.ADMINISTRATOR, Role.CHAMPION])
    assert administrator.roles == {Role.ADMINISTRATOR, Role.CHAMPION}
    assert person_of_session(session, administrator.id, version) is administrator


def test_only_an_administrator_changes_people(
    person: Person, equality_lead: Person, change: Callable[..., None]
) -> None:
    with pytest.raises(Denied):
        change(person, by=equality_lead, roles=[Role.ADMINISTRATOR])
    assert person.roles == frozenset()
