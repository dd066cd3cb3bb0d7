"""Passwords: the links by which they are set, and which ones are taken."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.errors import Invalid, LinkExpired, NotAllowed
from eia_app.services import people
from eia_app.services.sign_in import person_of_session
from eia_app.storage.engine import Sessions
from eia_app.storage.people import PasswordLink, Person
from tests.factories import add_person
from tests.services.signing_in import signed_in

GOOD = "three random words"
HOUR = timedelta(hours=1)


@pytest.fixture
def person(session: Session) -> Person:
    return add_person(session, "Lee Leadbetter")


def test_a_link_sets_a_password_once_and_ends_every_session(
    session: Session, person: Person, now: datetime
) -> None:
    version = person.session_version
    secret = people.make_password_link(session, person, now=now)
    assert people.person_of_link(session, secret, now=now) is person
    assert people.set_password(session, secret, GOOD, now=now) is person
    assert signed_in(session, person.email, GOOD, now=now) is person
    assert person_of_session(session, person.id, version) is None
    with pytest.raises(LinkExpired):
        people.person_of_link(session, secret, now=now)
    with pytest.raises(LinkExpired):
        people.set_password(session, secret, "another random phrase", now=now)


def test_of_two_who_use_a_link_at_once_one_is_refused(sessions: Sessions, now: datetime) -> None:
    with sessions.to_write() as session:
        secret = people.make_password_link(session, add_person(session, "Lee Lead"), now=now)
        session.commit()

    def use(password: str) -> str:
        with sessions.to_write() as session:
            try:
                people.set_password(session, secret, password, now=now)
            except LinkExpired:
                return "refused"
            session.commit()
            return "set"

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(use, [GOOD, "another random phrase"])) == ["refused", "set"]


def test_only_the_hash_of_a_secret_is_stored(
    session: Session, person: Person, now: datetime
) -> None:
    secret = people.make_password_link(session, person, now=now)
    stored = session.scalars(select(PasswordLink.secret_hash)).all()
    assert stored == [hashlib.sha256(secret.encode()).hexdigest()]
    assert len(secret) >= 43  # 256 bits


def test_a_link_lasts_72_hours(session: Session, person: Person, now: datetime) -> None:
    secret = people.make_password_link(session, person, now=now)
    almost = now + 72 * HOUR - timedelta(seconds=1)
    assert people.person_of_link(session, secret, now=almost) is person
    with pytest.raises(LinkExpired):
        people.set_password(session, secret, GOOD, now=now + 72 * HOUR)
    assert person.password_hash is None


def test_a_new_link_ends_the_older_ones_of_that_person_alone(
    session: Session, person: Person, lead: Person, now: datetime
) -> None:
    first, theirs = (people.make_password_link(session, each, now=now) for each in (person, lead))
    second = people.make_password_link(session, person, now=now)
    with pytest.raises(LinkExpired):
        people.set_password(session, first, GOOD, now=now)
    assert people.person_of_link(session, second, now=now) is person
    assert people.person_of_link(session, theirs, now=now) is lead


def test_a_password_that_is_refused_does_not_use_the_link_up(
    session: Session, person: Person, now: datetime
) -> None:
    secret = people.make_password_link(session, person, now=now)
    with pytest.raises(Invalid):
        people.set_password(session, secret, "short", now=now)
    assert people.set_password(session, secret, GOOD, now=now) is person


def test_somebody_inactive_gets_no_link_and_cannot_use_an_old_one(
    session: Session, person: Person, now: datetime
) -> None:
    secret = people.make_password_link(session, person, now=now)
    person.is_active = False
    with pytest.raises(NotAllowed):
        people.make_password_link(session, person, now=now)
    with pytest.raises(LinkExpired):
        people.set_password(session, secret, GOOD, now=now)


@pytest.mark.parametrize("secret", ["", "made-up", "\0", "x" * 5000])
def test_a_made_up_link_is_nobodys(session: Session, now: datetime, secret: str) -> None:
    with pytest.raises(LinkExpired):
        people.person_of_link(session, secret, now=now)


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "three random words",
        "Blåbær på toppen!",
        "kT9#vWq2!mZr",
        "83920175648392",
        "words " * 42 + "four",
        "passwords are hard to choose",
    ],
)
def test_a_long_password_of_ones_own_is_taken(
    session: Session, person: Person, password: str
) -> None:
    people.give_password(session, person, password)
    assert person.password_hash is not None


@pytest.mark.parametrize("password", ["", "elevenchars", "           "])
def test_a_short_password_is_refused(session: Session, person: Person, password: str) -> None:
    with pytest.raises(Invalid, match="Use 12 characters or more"):
        people.give_password(session, person, password)


def test_a_password_beyond_256_characters_is_refused(session: Session, person: Person) -> None:
    with pytest.raises(Invalid, match="Use 256 characters or fewer"):
        people.give_password(session, person, "three random words" * 15)


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "Password2026!",
        "passwordpassword",
        "P A S S W O R D 1 2 3",
        "123456789012",
        "qwertyuiop12",
        "council123456",
        "aaaaaaaaaaaa",
        "abababababab",
        "lee.leadbetter@example.org",
        "LEE Leadbetter",
        "leeleadbetter12",
        "            ",
    ],
)
def test_a_password_that_others_would_try_is_refused(
    session: Session, person: Person, password: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        people.give_password(session, person, password)
    assert refusal.value.errors == {"password": "Choose a password that is harder to guess"}
    assert person.password_hash is None
