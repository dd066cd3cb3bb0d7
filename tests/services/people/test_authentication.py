"""Signing in: right, wrong, and who is offered to be in a demonstration."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

import pytest
from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from eia_app.domain.roles import Role
from eia_app.services.people import authentication, people
from eia_app.storage.models.people import Person
from tests.factories import add_person

PASSWORD = "three random words"


@pytest.fixture
def person(session: Session) -> Person:
    person = add_person(session, "Lee Lead")
    people.give_password(session, person, PASSWORD)
    return person


def test_the_right_password_signs_in(session: Session, person: Person) -> None:
    assert authentication.authenticate(session, person.email, PASSWORD) is person


def test_an_email_address_may_be_typed_in_capitals_and_with_spaces(
    session: Session, person: Person
) -> None:
    typed = f"  {person.email.upper()} "
    assert authentication.authenticate(session, typed, PASSWORD) is person


@pytest.mark.parametrize("password", ["", "Three random words", PASSWORD + " ", "x" * 10_000])
def test_another_password_does_not(session: Session, person: Person, password: str) -> None:
    assert authentication.authenticate(session, person.email, password) is None


@pytest.mark.parametrize("email", ["nobody@example.org", "", "\0", "not an address"])
def test_nobody_has_an_unknown_address(session: Session, person: Person, email: str) -> None:
    assert authentication.authenticate(session, email, PASSWORD) is None


def test_somebody_without_a_password_cannot_sign_in_with_an_empty_one(
    session: Session, now: datetime
) -> None:
    person = add_person(session, "New Person")
    for password in ("", "a password that nobody has"):
        assert authentication.authenticate(session, person.email, password) is None


def test_somebody_inactive_cannot_sign_in(session: Session, person: Person) -> None:
    person.is_active = False
    assert authentication.authenticate(session, person.email, PASSWORD) is None


def test_an_unknown_address_costs_as_much_work_as_a_known_one(
    session: Session, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise the time of the answer would tell who is here."""
    checked = []

    class Counting:
        def verify(self, stored: str, password: str) -> bool:
            checked.append(password)
            return real.verify(stored, password)

        def __getattr__(self, name: str) -> object:
            return getattr(real, name)

    real = authentication.hasher
    monkeypatch.setattr(authentication, "hasher", Counting())
    inactive = add_person(session, "In Active", active=False)
    for email in (person.email, inactive.email, "nobody@example.org"):
        authentication.authenticate(session, email, "wrong")
    assert checked == ["wrong"] * 3


def test_a_hash_of_older_parameters_is_replaced_at_sign_in(
    session: Session, person: Person
) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    person.password_hash = weak
    session.flush()
    assert authentication.authenticate(session, person.email, PASSWORD) is person
    assert authentication.welcome(session, person, PASSWORD) is person
    assert person.password_hash != weak
    assert not authentication.hasher.check_needs_rehash(person.password_hash)
    assert authentication.authenticate(session, person.email, PASSWORD) is person


def test_a_damaged_hash_is_a_refusal(session: Session, person: Person) -> None:
    person.password_hash = "$argon2id$damaged"
    assert authentication.authenticate(session, person.email, PASSWORD) is None


def test_passwords_are_hashed_with_argon2id_as_owasp_asks(person: Person) -> None:
    assert str(person.password_hash).startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_the_refusal_is_one_sentence_that_gives_nothing_away() -> None:
    assert "email address and password do not match, or sign-in is locked" in authentication.REFUSED


def test_whoever_was_deactivated_or_got_a_new_password_meanwhile_is_not_welcome(
    session: Session, person: Person
) -> None:
    found = authentication.authenticate(session, person.email, PASSWORD)
    assert found is person
    session.commit()
    session.expunge(person)
    now = session.get_one(Person, person.id)
    assert authentication.welcome(session, found, PASSWORD) is now
    people.give_password(session, now, "four quite random words")
    assert authentication.welcome(session, found, PASSWORD) is None
    now.password_hash, now.is_active = found.password_hash, False
    session.flush()
    assert authentication.welcome(session, found, PASSWORD) is None


def test_a_demonstration_offers_its_active_fictional_people(
    session: Session, now: datetime
) -> None:
    lead = add_person(session, "Lee Lead")
    champion = add_person(session, "Chris Champion", Role.CHAMPION)
    add_person(session, "In Active", active=False)
    real = people.add(session, email="real@hart.example", name="Real Person", by="tests", now=now)
    assert list(authentication.fictional_people(session, demonstration=True)) == [champion, lead]
    assert authentication.sign_in_as(session, lead.id, demonstration=True) is lead
    assert authentication.sign_in_as(session, real.id, demonstration=True) is None
    assert authentication.sign_in_as(session, uuid4(), demonstration=True) is None


def test_outside_a_demonstration_nobody_is_offered(session: Session) -> None:
    lead = add_person(session, "Lee Lead")
    assert list(authentication.fictional_people(session, demonstration=False)) == []
    assert authentication.sign_in_as(session, lead.id, demonstration=False) is None
