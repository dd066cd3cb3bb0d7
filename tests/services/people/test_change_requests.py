"""Changes to people that need two: who asks, who answers, and what waits."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.errors import Denied, Invalid, NotAllowed
from eia_app.domain.people.changes import GUARDED, LAPSES_AFTER, PersonAction, PersonChange
from eia_app.domain.roles import Role
from eia_app.services.people import change_requests, changes, people
from eia_app.storage.models.events import PersonEvent
from eia_app.storage.models.people import Person
from tests.factories import add_person
from tests.services.people.change_request_types import ChangePerson, RequestChange


def happened(session: Session, person: Person) -> list[PersonAction]:
    mine = select(PersonEvent.action).where(PersonEvent.person_id == person.id)
    return list(session.scalars(mine.order_by(PersonEvent.id)))


# Who may ask, and who may answer


@pytest.mark.parametrize("role", [None, *Role])
def test_only_an_administrator_asks(
    role: Role | None,
    session: Session,
    second_administrator: Person,
    stranger: Person,
    now: datetime,
) -> None:
    by = add_person(session, "Any Body", *([role] if role else []))
    give = (session, stranger, PersonChange.GIVE_ROLE, Role.HEAD_OF_SERVICE)
    if role is Role.ADMINISTRATOR:
        assert change_requests.ask(*give, by=by, now=now).answer is None
    else:
        with pytest.raises(Denied):
            change_requests.ask(*give, by=by, now=now)


@pytest.mark.parametrize("role", [None, *Role])
@pytest.mark.parametrize("answer", ["confirm", "refuse"])
def test_an_administrator_or_an_equality_lead_answers_and_nobody_else(
    answer: str,
    role: Role | None,
    session: Session,
    second_administrator: Person,
    stranger: Person,
    request_change: RequestChange,
    now: datetime,
) -> None:
    request = request_change(stranger, PersonChange.GIVE_ROLE, Role.HEAD_OF_SERVICE)
    by = add_person(session, "Any Body", *([role] if role else []))
    act = getattr(change_requests, answer)
    if role in {Role.ADMINISTRATOR, Role.EQUALITY_LEAD}:
        act(session, request, by=by, now=now)
        assert (Role.HEAD_OF_SERVICE in stranger.roles) is (answer == "confirm")
    else:
        with pytest.raises(Denied):
            act(session, request, by=by, now=now)
        assert stranger.roles == frozenset()


@pytest.mark.parametrize("answer", ["confirm", "refuse"])
def test_neither_who_asked_nor_who_is_changed_answers(
    answer: str,
    session: Session,
    administrator: Person,
    second_administrator: Person,
    equality_lead: Person,
    request_change: RequestChange,
    now: datetime,
) -> None:
    request = request_change(second_administrator, PersonChange.GIVE_ROLE, Role.EQUALITY_LEAD)
    for by in (administrator, second_administrator):
        with pytest.raises(Denied):
            getattr(change_requests, answer)(session, request, by=by, now=now)
    assert second_administrator.roles == {Role.ADMINISTRATOR}


def test_who_asked_takes_it_back_and_nobody_else_does(
    session: Session,
    administrator: Person,
    second_administrator: Person,
    stranger: Person,
    request_change: RequestChange,
    now: datetime,
) -> None:
    request = request_change(stranger, PersonChange.GIVE_ROLE, Role.HEAD_OF_SERVICE)
    with pytest.raises(Denied):
        change_requests.take_back(session, request, by=second_administrator, now=now)
    change_requests.take_back(session, request, by=administrator, now=now)
    with pytest.raises(NotAllowed):
        change_requests.confirm(session, request, by=second_administrator, now=now)
    assert happened(session, stranger) == [PersonAction.ASKED, PersonAction.TAKEN_BACK]


def test_a_request_lapses(
    session: Session,
    second_administrator: Person,
    stranger: Person,
    request_change: RequestChange,
    now: datetime,
) -> None:
    request = request_change(stranger, PersonChange.GIVE_ROLE, Role.HEAD_OF_SERVICE)
    late = now + LAPSES_AFTER
    assert list(change_requests.pending(session, now=late - timedelta(seconds=1))) == [request]
    assert list(change_requests.pending(session, now=late)) == []
    for act in (change_requests.confirm, change_requests.refuse):
        with pytest.raises(NotAllowed):
            act(session, request, by=second_administrator, now=late)
    assert stranger.roles == frozenset()


def test_the_same_asked_twice_is_one_request(
    second_administrator: Person, stranger: Person, request_change: RequestChange
) -> None:
    first = request_change(stranger, PersonChange.GIVE_ROLE, Role.HEAD_OF_SERVICE)
    assert request_change(stranger, PersonChange.GIVE_ROLE, Role.HEAD_OF_SERVICE) is first
    assert request_change(stranger, PersonChange.GIVE_ROLE, Role.EQUALITY_LEAD) is not first


# What waits, and what does not


@pytest.mark.parametrize("role", Role)
def test_a_role_that_needs_two_waits_and_another_is_given_at_once(
    role: Role,
    session: Session,
    second_administrator: Person,
    stranger: Person,
    change_person: ChangePerson,
    now: datetime,
) -> None:
    waiting = change_person(stranger, roles=[role])
    assert [each.role for each in waiting] == ([role] if role in GUARDED else [])
    for each in waiting:
        assert stranger.roles == frozenset()
        change_requests.confirm(session, each, by=second_administrator, now=now)
    assert stranger.roles == {role}
    taken = change_person(stranger, roles=[])
    assert [each.change for each in taken] == [PersonChange.TAKE_ROLE] * (role in GUARDED)
    for each in taken:
        assert stranger.roles == {role}
        change_requests.confirm(session, each, by=second_administrator, now=now)
    assert stranger.roles == frozenset()


def test_a_person_is_added_without_the_roles_that_wait(
    session: Session, administrator: Person, second_administrator: Person, now: datetime
) -> None:
    roles = [Role.CHAMPION, Role.HEAD_OF_SERVICE]
    person, waiting = changes.add(
        session, email="nia@example.org", name="Nia", roles=roles, by=administrator, now=now
    )
    assert person.roles == {Role.CHAMPION}
    assert [each.role for each in waiting] == [Role.HEAD_OF_SERVICE]
    assert happened(session, person) == [PersonAction.ADDED, PersonAction.ASKED]


def test_where_nobody_else_could_confirm_nothing_is_changed_and_the_way_is_said(
    session: Session,
    administrator: Person,
    stranger: Person,
    change_person: ChangePerson,
    now: datetime,
) -> None:
    with pytest.raises(Invalid, match="eia person role"):
        change_person(stranger, roles=[Role.HEAD_OF_SERVICE], name="New")
    with pytest.raises(Invalid, match="eia person role"):
        changes.add(
            session, email="nia@example.org", name="Nia", roles=[Role.EQUALITY_LEAD],
            by=administrator, now=now,
        )  # fmt: skip
    assert people.by_email(session, "nia@example.org") is None
    assert (stranger.name, happened(session, stranger)) == ("Sam Stranger", [])


def test_to_stop_somebody_from_signing_in_takes_one_and_to_let_them_in_again_two(
    session: Session,
    second_administrator: Person,
    head_of_service: Person,
    stranger: Person,
    change_person: ChangePerson,
    now: datetime,
) -> None:
    assert change_person(stranger, is_active=False) == change_person(stranger, is_active=True) == []
    assert stranger.is_active
    assert change_person(head_of_service, is_active=False) == []
    assert not head_of_service.is_active
    (waiting,) = change_person(head_of_service, is_active=True)
    assert (waiting.change, head_of_service.is_active) == (PersonChange.REACTIVATE, False)
    change_requests.confirm(session, waiting, by=second_administrator, now=now)
    assert head_of_service.is_active
