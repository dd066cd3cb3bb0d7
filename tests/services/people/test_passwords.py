"""Passwords: the links by which they are set, and which ones are taken."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.errors import Invalid, LinkExpired, NotAllowed
from eia_app.services.people import people, sessions
from eia_app.services.people.authentication import authenticate
from eia_app.services.people.password_strength import weakness
from eia_app.storage.engine import Sessions
from eia_app.storage.models.people import PasswordLink, Person
from tests.factories import add_person

GOOD = "three random words"
HOUR = timedelta(hours=1)


@pytest.fixture
def person(session: Session) -> Person:
    return add_person(session, "Lee Leadbetter")


def test_a_link_sets_a_password_once_and_ends_every_session(
    session: Session, person: Person, now: datetime
) -> None:
    browser = sessions.begin(session, person, browser="Firefox", now=now)
    secret = people.make_password_link(session, person, by="tests", now=now)
    assert people.person_of_link(session, secret, now=now) is person
    assert people.set_password(session, secret, GOOD, now=now) is person
    assert authenticate(session, person.email, GOOD) is person
    assert sessions.find(session, browser, now=now) is None
    with pytest.raises(LinkExpired):
        people.person_of_link(session, secret, now=now)
    with pytest.raises(LinkExpired):
        people.set_password(session, secret, "another random phrase", now=now)


def test_of_two_who_use_a_link_at_once_one_is_refused(sessions: Sessions, now: datetime) -> None:
    with sessions.to_write() as session:
        secret = people.make_password_link(
            session, add_person(session, "Lee Lead"), by="tests", now=now
        )
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
    secret = people.make_password_link(session, person, by="tests", now=now)
    stored = session.scalars(select(PasswordLink.secret_hash)).all()
    assert stored == [hashlib.sha256(secret.encode()).hexdigest()]
    assert len(secret) >= 43  # 256 bits


def test_a_link_lasts_72_hours(session: Session, person: Person, now: datetime) -> None:
    secret = people.make_password_link(session, person, by="tests", now=now)
    almost = now + 72 * HOUR - timedelta(seconds=1)
    assert people.person_of_link(session, secret, now=almost) is person
    with pytest.raises(LinkExpired):
        people.set_password(session, secret, GOOD, now=now + 72 * HOUR)
    assert person.password_hash is None


def test_a_new_link_ends_the_older_ones_of_that_person_alone(
    session: Session, person: Person, lead: Person, now: datetime
) -> None:
    first, theirs = (
        people.make_password_link(session, each, by="tests", now=now) for each in (person, lead)
    )
    second = people.make_password_link(session, person, by="tests", now=now)
    with pytest.raises(LinkExpired):
        people.set_password(session, first, GOOD, now=now)
    assert people.person_of_link(session, second, now=now) is person
    assert people.person_of_link(session, theirs, now=now) is lead


def test_a_password_that_is_refused_does_not_use_the_link_up(
    session: Session, person: Person, now: datetime
) -> None:
    secret = people.make_password_link(session, person, by="tests", now=now)
    with pytest.raises(Invalid):
        people.set_password(session, secret, "short", now=now)
    assert people.set_password(session, secret, GOOD, now=now) is person


def test_somebody_inactive_gets_no_link_and_cannot_use_an_old_one(
    session: Session, person: Person, now: datetime
) -> None:
    secret = people.make_password_link(session, person, by="tests", now=now)
    person.is_active = False
    with pytest.raises(NotAllowed):
        people.make_password_link(session, person, by="tests", now=now)
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
        "correct horse battery staple " * 8 + "x" * 24,
        "passwords are hard to choose",
        "🦊🐝🌧️ under the old pier",
    ],
)
def test_a_long_password_of_ones_own_is_taken_exactly_as_it_was_typed(
    session: Session, person: Person, password: str
) -> None:
    assert 12 <= len(password) <= 256
    people.give_password(session, person, password)
    assert authenticate(session, person.email, password) is person
    assert authenticate(session, person.email, password[:-1]) is None


@pytest.mark.parametrize("password", ["", "elevenchars", "           "])
def test_a_short_password_is_refused(session: Session, person: Person, password: str) -> None:
    with pytest.raises(Invalid, match="Use 12 characters or more"):
        people.give_password(session, person, password)


def test_a_password_beyond_256_characters_is_refused(session: Session, person: Person) -> None:
    with pytest.raises(Invalid, match="Use 256 characters or fewer"):
        people.give_password(session, person, "three random words" * 15)


COMMON = "this one is among the passwords and words that are tried first"
OWN = "this one is built around your name, your email address or the council"
REPEATED = "this one repeats the same characters"


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("password1234", COMMON),
        ("Password2026!", COMMON),
        ("P@ssw0rd2024!", COMMON),
        ("P A S S W O R D 1 2 3", COMMON),
        ("123456789012", COMMON),
        ("qwertyuiop12", COMMON),
        ("liverpool1892", COMMON),
        ("passwordpassword", REPEATED),
        ("aaaaaaaaaaaa", REPEATED),
        ("abababababab", REPEATED),
        ("            ", REPEATED),
        ("\0" * 12, REPEATED),
        ("words " * 42 + "four", REPEATED),
        ("council123456", OWN),
        ("HartDistrict2026", OWN),
        ("hart-district-council", OWN),
        ("lee.leadbetter@example.org", OWN),
        ("LEE Leadbetter", OWN),
        ("leeleadbetter12", OWN),
        ("L-e-e Leadbetter!!!", OWN),
    ],
)
def test_a_password_that_others_would_try_is_refused_and_why_is_said(
    session: Session, person: Person, password: str, why: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        people.give_password(session, person, password, known=["Hart District Council"])
    said = f"Choose a password that is harder to guess: {why}"
    assert refusal.value.errors == {"password": said}
    assert person.password_hash is None


@given(st.text(max_size=300))
@settings(deadline=None, max_examples=60)
def test_any_text_is_judged_soon_and_without_a_fault(password: str) -> None:
    began = process_time()
    assert isinstance(weakness(password, ["Lee Leadbetter", password[:9]]), str)
    assert process_time() - began < 2


DISGUISED = ("@4({[<68331!|10$57+xz%2" * 11, "1!|7+05$z2%" * 23, "1234567890!|+$asdl" * 14)


def test_the_longest_and_the_most_disguised_password_is_judged_within_a_second() -> None:
    for text in ("a1" * 128, "passw0rd" * 32, "qwerty7" * 36, "zxcvb" * 51, *DISGUISED):
        began = process_time()
        weakness(text, ["Lee Leadbetter"])
        assert process_time() - began < 1
