"""No single administrator gets power over content: every way around the second person."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.errors import Denied, Invalid, LinkExpired, NotAllowed
from eia_app.domain.people.changes import GUARDED, PersonAction, PersonChange
from eia_app.domain.roles import Role
from eia_app.services.people import change_requests, changes, people
from eia_app.services.people.authentication import authenticate
from eia_app.storage.models.events import PersonEvent
from eia_app.storage.models.people import Person
from tests.factories import add_person
from tests.services.people.change_request_types import ChangePerson, RequestChange

GOOD = "three random words"


def test_an_administrator_gives_themselves_nothing(
    session: Session,
    administrator: Person,
    second_administrator: Person,
    change_person: ChangePerson,
    now: datetime,
) -> None:
    with pytest.raises(Invalid):
        change_person(administrator, roles=[*administrator.roles, Role.EQUALITY_LEAD])
    with pytest.raises(Denied):
        change_requests.ask(
            session, administrator, PersonChange.GIVE_ROLE, Role.EQUALITY_LEAD,
            by=administrator, now=now,
        )  # fmt: skip


@pytest.mark.parametrize("role", sorted(GUARDED))
def test_nobody_makes_a_link_for_a_holder_of_such_a_role_alone_and_who_confirms_gets_it(
    role: Role,
    session: Session,
    administrator: Person,
    second_administrator: Person,
    request_change: RequestChange,
    now: datetime,
) -> None:
    holder = add_person(session, "Hal Holder", role)
    with pytest.raises(NotAllowed, match="alone"):
        people.make_password_link(session, holder, by=administrator, now=now)
    secret = change_requests.confirm(
        session, request_change(holder, PersonChange.MAKE_LINK), by=second_administrator, now=now
    )
    assert people.set_password(session, secret, GOOD, now=now) is holder
    event = session.scalars(select(PersonEvent).order_by(PersonEvent.id.desc()).offset(1)).first()
    assert event is not None
    assert (event.action, event.by_id) == (PersonAction.LINK_MADE, second_administrator.id)
    assert event.detail["asked_by"] == administrator.name


@pytest.mark.parametrize("role", sorted(GUARDED))
def test_a_password_or_link_from_before_the_role_is_worth_nothing_with_it(
    role: Role,
    session: Session,
    administrator: Person,
    second_administrator: Person,
    request_change: RequestChange,
    now: datetime,
) -> None:
    """The administrator makes links for people, keeps them to themselves, and has them promoted."""
    known, held = (changes.add(
        session, email=f"{n}@example.org", name=n, by=administrator, now=now)[0]
        for n in ("known", "held"))  # fmt: skip
    secret = people.make_password_link(session, known, by=administrator, now=now)
    people.set_password(session, secret, GOOD, now=now)
    unused = people.make_password_link(session, held, by=administrator, now=now)
    for person in (known, held):
        request = request_change(person, PersonChange.GIVE_ROLE, role)
        theirs = change_requests.confirm(session, request, by=second_administrator, now=now)
        assert authenticate(session, person.email, GOOD) is None
        assert people.person_of_link(session, theirs, now=now) is person
    with pytest.raises(LinkExpired):
        people.set_password(session, unused, GOOD, now=now)


def test_a_password_from_before_is_worth_nothing_by_way_of_stopping_and_letting_in_either(
    session: Session,
    administrator: Person,
    second_administrator: Person,
    stranger: Person,
    request_change: RequestChange,
    change_person: ChangePerson,
    now: datetime,
) -> None:
    secret = people.make_password_link(session, stranger, by=administrator, now=now)
    people.set_password(session, secret, GOOD, now=now)
    change_person(stranger, is_active=False)
    request = request_change(stranger, PersonChange.GIVE_ROLE, Role.HEAD_OF_SERVICE)
    assert change_requests.confirm(session, request, by=second_administrator, now=now) == ""
    request = request_change(stranger, PersonChange.REACTIVATE)
    link = change_requests.confirm(session, request, by=second_administrator, now=now)
    assert authenticate(session, stranger.email, GOOD) is None
    assert people.person_of_link(session, link, now=now) is stranger


def test_a_second_role_of_this_kind_leaves_a_password_that_two_people_vouched_for(
    session: Session,
    second_administrator: Person,
    head_of_service: Person,
    request_change: RequestChange,
    now: datetime,
) -> None:
    people.give_password(session, head_of_service, GOOD)
    request = request_change(head_of_service, PersonChange.GIVE_ROLE, Role.EQUALITY_LEAD)
    assert change_requests.confirm(session, request, by=second_administrator, now=now) == ""
    assert authenticate(session, head_of_service.email, GOOD) is head_of_service


def test_the_address_of_somebody_who_was_stopped_is_not_given_to_another(
    session: Session,
    administrator: Person,
    head_of_service: Person,
    change_person: ChangePerson,
    now: datetime,
) -> None:
    change_person(head_of_service, is_active=False)
    with pytest.raises(Invalid, match="already a person"):
        changes.add(session, email=head_of_service.email, name="Another", by=administrator, now=now)


def test_requests_of_an_administrator_lapse_when_they_leave(
    session: Session,
    administrator: Person,
    second_administrator: Person,
    equality_lead: Person,
    stranger: Person,
    request_change: RequestChange,
    change_person: ChangePerson,
    now: datetime,
) -> None:
    request = request_change(stranger, PersonChange.GIVE_ROLE, Role.HEAD_OF_SERVICE)
    change_person(administrator, by=second_administrator, is_active=False)
    with pytest.raises(NotAllowed, match="not an administrator any more"):
        change_requests.confirm(session, request, by=equality_lead, now=now)
    assert stranger.roles == frozenset()


def test_somebody_whose_own_roles_wait_is_no_second_person_yet(
    session: Session,
    administrator: Person,
    second_administrator: Person,
    stranger: Person,
    request_change: RequestChange,
    now: datetime,
) -> None:
    """A puppet made by one administrator confirms nothing until another has let it."""
    puppet, _ = changes.add(
        session, email="puppet@example.org", name="Puppet", roles=[Role.ADMINISTRATOR],
        by=administrator, now=now,
    )  # fmt: skip
    request = request_change(stranger, PersonChange.GIVE_ROLE, Role.HEAD_OF_SERVICE)
    with pytest.raises(Denied):
        change_requests.confirm(session, request, by=puppet, now=now)


def test_what_came_about_otherwise_meanwhile_is_not_done_twice(
    session: Session,
    second_administrator: Person,
    head_of_service: Person,
    request_change: RequestChange,
    now: datetime,
) -> None:
    first = request_change(head_of_service, PersonChange.TAKE_ROLE, Role.HEAD_OF_SERVICE)
    change_requests.confirm(session, first, by=second_administrator, now=now)
    again = request_change(head_of_service, PersonChange.TAKE_ROLE, Role.HEAD_OF_SERVICE)
    with pytest.raises(NotAllowed, match="so already"):
        change_requests.confirm(session, again, by=second_administrator, now=now)
