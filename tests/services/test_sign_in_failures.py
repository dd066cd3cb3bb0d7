"""Failed attempts to sign in: whoever guesses shuts out themselves, and nobody elsewhere."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eia_app.services import people
from eia_app.services import sign_in_failures as failures
from eia_app.storage.engine import Sessions
from eia_app.storage.people import Person
from eia_app.storage.sessions import SignInFailures

MINUTE = timedelta(minutes=1)
WHO, HOME, OFFICE = "lee@example.org", "192.0.2.1", "198.51.100.7"


def fail(session: Session, times: int, now: datetime, who: str = WHO, at: str = HOME) -> list[bool]:
    return [failures.count(session, who, at, now=now) for _ in range(times)]


def test_five_failures_lock_that_account_at_that_address_alone_for_fifteen_minutes(
    session: Session, now: datetime
) -> None:
    assert fail(session, 5, now) == [False] * 4 + [True]
    later = now + 14 * MINUTE
    assert failures.is_locked(session, f" {WHO.upper()}", HOME, now=later)
    assert not failures.is_locked(session, WHO, OFFICE, now=later)
    assert not failures.is_locked(session, "al@example.org", HOME, now=later)
    assert not failures.is_locked(session, WHO, HOME, now=now + 15 * MINUTE)


def test_whoever_guesses_from_everywhere_locks_nobody_out_of_their_own_place(
    session: Session, now: datetime
) -> None:
    for number in range(60):
        fail(session, 5, now, at=f"203.0.113.{number}")
    assert not failures.is_locked(session, WHO, OFFICE, now=now)


def test_locks_double_to_a_limit_and_never_break(session: Session, now: datetime) -> None:
    lasted = []
    for _ in range(7):
        fail(session, 5, now)
        row = session.scalars(select(SignInFailures).where(SignInFailures.account != "")).one()
        assert row.locked_until is not None
        lasted.append((row.locked_until - now) / MINUTE)
        now = row.locked_until
    assert lasted == [15, 30, 60, 120, 240, 240, 240]


def test_a_day_without_a_failure_begins_anew_and_leaves_nothing(
    session: Session, now: datetime
) -> None:
    fail(session, 4, now)
    assert fail(session, 4, now + timedelta(days=1)) == [False] * 4
    fail(session, 1, now + timedelta(days=9), who="al@example.org")
    assert session.scalar(select(func.count()).select_from(SignInFailures)) == 2


def test_a_success_forgets_the_failures_at_that_address_and_a_new_password_all(
    session: Session, stranger: Person, now: datetime
) -> None:
    for at in (HOME, OFFICE):
        fail(session, 5, now, stranger.email, at)
    failures.forget(session, stranger.email, HOME)
    assert not failures.is_locked(session, stranger.email, HOME, now=now)
    assert failures.is_locked(session, stranger.email, OFFICE, now=now)
    secret = people.make_password_link(session, stranger, by="tests", now=now)
    people.set_password(session, secret, "three random words", now=now)
    assert not failures.is_locked(session, stranger.email, OFFICE, now=now)


def test_twenty_failures_at_one_address_shut_it_for_a_minute_whatever_the_accounts(
    session: Session, now: datetime
) -> None:
    for number in range(20):
        assert not failures.is_locked(session, WHO, HOME, now=now)
        fail(session, 1, now, who=f"{number}@example.org")
    assert failures.is_locked(session, WHO, HOME, now=now)
    assert not failures.is_locked(session, WHO, OFFICE, now=now)
    assert not failures.is_locked(session, WHO, HOME, now=now + MINUTE)


def test_a_failure_now_and_then_never_shuts_an_address(session: Session, now: datetime) -> None:
    for number in range(100):
        at = now + number * 4 * timedelta(seconds=1)
        assert fail(session, 1, at, who=f"{number}@example.org") == [False]


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_all_addresses_of_one_network_count_as_one(address: str, network: str) -> None:
    assert failures.network_of(address) == network


@given(st.text(max_size=300))
def test_whatever_a_proxy_says_is_an_address_that_is_bounded(address: str) -> None:
    assert len(failures.network_of(address)) <= 64


def test_what_was_typed_as_an_address_is_not_stored(session: Session, now: datetime) -> None:
    fail(session, 1, now, who="my password, by mistake")
    assert {len(each) for each in session.scalars(select(SignInFailures.account))} == {0, 64}


@pytest.mark.parametrize("email", ["\0", "\ud800", "x" * 100_000])
def test_an_account_that_cannot_be_is_counted_like_any_other(
    session: Session, now: datetime, email: str
) -> None:
    fail(session, 5, now, who=email)
    assert failures.is_locked(session, email, HOME, now=now)


def test_failures_at_the_same_moment_are_each_counted(sessions: Sessions, now: datetime) -> None:
    """Each request has a session of its own."""

    def guess(number: int) -> bool:
        with sessions.to_write() as session:
            is_locked = failures.count(session, WHO, HOME, now=now + number * MINUTE / 600)
            session.commit()
            return is_locked

    with ThreadPoolExecutor(5) as visitors:
        assert sorted(visitors.map(guess, range(10))) == [False] * 8 + [True] * 2
    with sessions.to_read() as session:
        assert sorted(session.scalars(select(SignInFailures.failures))) == [10, 10]
