"""Signing in: right, wrong, locked, and for how long a session holds."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from eia_app.domain.roles import Role
from eia_app.services import people, sign_in
from eia_app.storage.engine import Sessions
from eia_app.storage.people import Person
from tests.factories import add_person
from tests.services.signing_in import signed_in

PASSWORD = "three random words"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def person(session: Session) -> Person:
    person = add_person(session, "Lee Lead")
    people.give_password(session, person, PASSWORD)
    return person


def fail(session: Session, person: Person, times: int, now: datetime) -> None:
    for _ in range(times):
        assert signed_in(session, person.email, "wrong", now=now) is None


def test_the_right_password_signs_in(session: Session, person: Person, now: datetime) -> None:
    assert signed_in(session, person.email, PASSWORD, now=now) is person


def test_an_email_address_may_be_typed_in_capitals_and_with_spaces(
    session: Session, person: Person, now: datetime
) -> None:
    typed = f"  {person.email.upper()} "
    assert signed_in(session, typed, PASSWORD, now=now) is person


@pytest.mark.parametrize("password", ["", "Three random words", PASSWORD + " ", "x" * 10_000])
def test_another_password_does_not(
    session: Session, person: Person, now: datetime, password: str
) -> None:
    assert signed_in(session, person.email, password, now=now) is None


@pytest.mark.parametrize("email", ["nobody@example.org", "", "\0", "not an address"])
def test_nobody_has_an_unknown_address(
    session: Session, person: Person, now: datetime, email: str
) -> None:
    assert signed_in(session, email, PASSWORD, now=now) is None


def test_somebody_without_a_password_cannot_sign_in_with_an_empty_one(
    session: Session, now: datetime
) -> None:
    person = add_person(session, "New Person")
    for password in ("", "a password that nobody has"):
        assert signed_in(session, person.email, password, now=now) is None


def test_somebody_inactive_cannot_sign_in(session: Session, person: Person, now: datetime) -> None:
    person.is_active = False
    assert signed_in(session, person.email, PASSWORD, now=now) is None


def test_an_unknown_address_costs_as_much_work_as_a_known_one(
    session: Session, person: Person, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise the time of the answer would tell who is here."""
    checked = []

    class Counting:
        def verify(self, stored: str, password: str) -> bool:
            checked.append(password)
            return real.verify(stored, password)

        def __getattr__(self, name: str) -> object:
            return getattr(real, name)

    real = sign_in.hasher
    monkeypatch.setattr(sign_in, "hasher", Counting())
    inactive = add_person(session, "In Active", active=False)
    for email in (person.email, inactive.email, "nobody@example.org"):
        signed_in(session, email, "wrong", now=now)
    assert checked == ["wrong"] * 3


def test_four_failures_lock_nobody_out(session: Session, person: Person, now: datetime) -> None:
    fail(session, person, 4, now)
    assert signed_in(session, person.email, PASSWORD, now=now) is person


def test_a_success_forgets_the_failures_before_it(
    session: Session, person: Person, now: datetime
) -> None:
    person.failed_sign_ins = 4
    assert signed_in(session, person.email, PASSWORD, now=now) is person
    assert (person.failed_sign_ins, person.locked_until) == (0, None)


def test_five_failures_lock_for_fifteen_minutes(
    session: Session, person: Person, now: datetime
) -> None:
    fail(session, person, 5, now)
    assert signed_in(session, person.email, PASSWORD, now=now + 14 * MINUTE) is None
    assert signed_in(session, person.email, PASSWORD, now=now + 15 * MINUTE) is person


def test_attempts_during_a_lock_do_not_prolong_it(
    session: Session, person: Person, now: datetime
) -> None:
    fail(session, person, 5, now)
    fail(session, person, 1, now + MINUTE)
    assert (person.failed_sign_ins, person.locked_until) == (5, now + 15 * MINUTE)


def test_locks_double_to_a_limit_and_never_break(
    session: Session, person: Person, now: datetime
) -> None:
    lasted = []
    for failures in (4, 9, 14, 19, 24, 29, 49_999):
        now += timedelta(days=1)
        person.failed_sign_ins = failures
        fail(session, person, 1, now)
        assert person.locked_until is not None
        lasted.append((person.locked_until - now) / MINUTE)
    assert lasted == [15, 30, 60, 120, 240, 240, 240]


def test_a_new_password_ends_a_lock(session: Session, person: Person, now: datetime) -> None:
    person.failed_sign_ins, person.locked_until = 5, now + MINUTE
    secret = people.make_password_link(session, person, now=now)
    people.set_password(session, secret, "four quite random words", now=now)
    assert signed_in(session, person.email, "four quite random words", now=now) is person


@pytest.mark.parametrize("at_once", [1, 5])
def test_failures_are_counted_across_requests(
    sessions: Sessions, now: datetime, at_once: int
) -> None:
    """Each request has a session of its own, and commits though the sign-in was refused."""
    with sessions.to_write() as session:
        email = add_person(session, "Lee Lead").email
        session.commit()

    def guess(_: int) -> Person | None:
        with sessions.to_write() as session:
            found = signed_in(session, email, "wrong", now=now)
            session.commit()
            return found

    with ThreadPoolExecutor(at_once) as visitors:
        assert list(visitors.map(guess, range(5))) == [None] * 5
    with sessions.to_read() as session:
        person = people.by_email(session, email)
        assert person is not None
        assert (person.failed_sign_ins, person.locked_until) == (5, now + 15 * MINUTE)


def test_a_hash_of_older_parameters_is_replaced_at_sign_in(
    session: Session, person: Person, now: datetime
) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    person.password_hash = weak
    assert signed_in(session, person.email, PASSWORD, now=now) is person
    assert person.password_hash != weak
    assert not sign_in.hasher.check_needs_rehash(person.password_hash)
    assert signed_in(session, person.email, PASSWORD, now=now) is person


def test_a_damaged_hash_is_a_refusal(session: Session, person: Person, now: datetime) -> None:
    person.password_hash = "$argon2id$damaged"
    assert signed_in(session, person.email, PASSWORD, now=now) is None


def test_passwords_are_hashed_with_argon2id_as_owasp_asks(person: Person) -> None:
    assert str(person.password_hash).startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_the_refusal_is_one_sentence_that_gives_nothing_away() -> None:
    assert "email address and password do not match, or sign-in is locked" in sign_in.REFUSED


def test_a_session_holds_until_its_version_is_raised(session: Session, person: Person) -> None:
    version = person.session_version
    assert sign_in.person_of_session(session, person.id, version) is person
    person.session_version += 1
    assert sign_in.person_of_session(session, person.id, version) is None


def test_a_session_ends_when_its_person_may_not_sign_in(session: Session, person: Person) -> None:
    person.is_active = False
    assert sign_in.person_of_session(session, person.id, person.session_version) is None


def test_nobody_has_a_session_of_an_unknown_id(session: Session) -> None:
    assert sign_in.person_of_session(session, uuid4(), 1) is None


def test_a_demonstration_offers_its_active_fictional_people(
    session: Session, now: datetime
) -> None:
    lead = add_person(session, "Lee Lead")
    champion = add_person(session, "Chris Champion", Role.CHAMPION)
    add_person(session, "In Active", active=False)
    real = people.add(session, email="real@hart.example", name="Real Person", now=now)
    assert list(sign_in.fictional_people(session, demonstration=True)) == [champion, lead]
    assert sign_in.sign_in_as(session, lead.id, demonstration=True) is lead
    assert sign_in.sign_in_as(session, real.id, demonstration=True) is None
    assert sign_in.sign_in_as(session, uuid4(), demonstration=True) is None


def test_outside_a_demonstration_nobody_is_offered(session: Session) -> None:
    lead = add_person(session, "Lee Lead")
    assert list(sign_in.fictional_people(session, demonstration=False)) == []
    assert sign_in.sign_in_as(session, lead.id, demonstration=False) is None
