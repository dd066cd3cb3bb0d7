"""Sessions end when they should, and no sooner."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.services.people import people
from eia_app.storage.models.people import Person
from eia_app.storage.models.sessions import UserSession
from eia_app.web.http.app_class import Service
from tests.judges.page_tree import text_of
from tests.web.visitor import Visitor, minutes_ago, select_statements

PASSWORD = "three random words"


@pytest.fixture
def member(session: Session, stranger: Person, quick_passwords: None) -> Person:
    """Somebody who has a password."""
    people.give_password(session, stranger, PASSWORD)
    return stranger


def test_a_session_ends_after_the_set_time_without_a_request(
    as_lead: Visitor, app: Service
) -> None:
    as_lead.get("/assessments/")
    app.config["PERMANENT_SESSION_LIFETIME"] = timedelta(seconds=-1)
    as_lead.get("/assessments/", expect=302)


def test_every_request_renews_the_session_and_so_does_the_button_of_the_warning(
    as_lead: Visitor,
) -> None:
    for path, expect in (("/assessments/", 200), ("/stay-signed-in", 204)):
        assert "eia=" in as_lead.get(path, expect).answer.headers["Set-Cookie"]


@pytest.mark.parametrize(
    ("session_minutes", "seconds", "words"),
    [
        (60, "300", "in 5 minutes"),
        (15, "300", "in 5 minutes"),
        (14, "240", "in 4 minutes"),
        (5, "60", "in 1 minute"),
        (2, "40", "in 40 seconds"),
        (1, "20", "in 20 seconds"),
    ],
)
def test_the_warning_comes_in_the_last_third_of_a_short_session_and_says_how_long_is_left(
    as_lead: Visitor,
    change_settings: Callable[..., None],
    session_minutes: int,
    seconds: str,
    words: str,
) -> None:
    change_settings(session_minutes=session_minutes)
    page = as_lead.get("/assessments/").tree
    assert [each.get("data-eia-session-warn") for each in page.every("body")] == [seconds]
    [text] = [text_of(each) for each in page.every("p") if each.get("id") == "session-text"]
    assert text == f"You will be signed out {words}. What you have typed will not be lost."


def test_a_session_ends_after_twelve_hours_whatever_happens(as_lead: Visitor, lead: Person) -> None:
    as_lead.sign_in_as(lead, began=minutes_ago(minutes=12 * 60 - 1))
    as_lead.get("/assessments/")
    as_lead.sign_in_as(lead, began=minutes_ago(minutes=12 * 60 + 1))
    as_lead.get("/assessments/", expect=302)


def test_a_new_password_ends_every_other_session(
    as_stranger: Visitor, member: Person, session: Session, anonymous: Visitor
) -> None:
    as_stranger.sign_in_as(member)
    as_stranger.get("/assessments/")
    secret = people.make_password_link(session, member, by="tests", now=datetime.now(UTC))
    anonymous.get("/set-password")
    anonymous.send({"code": secret}, expect=200)
    anonymous.send({"password": "four quite other words"})
    anonymous.follow()
    as_stranger.get("/assessments/", expect=302)


def test_a_deactivated_person_is_out_at_once(
    as_stranger: Visitor, as_administrator: Visitor, stranger: Person
) -> None:
    as_stranger.get("/assessments/")
    as_administrator.get(f"/people/{stranger.id}")
    as_administrator.send({"is_active": None})
    as_stranger.get("/assessments/", expect=302)


def test_a_change_of_role_ends_the_session(
    as_stranger: Visitor, as_administrator: Visitor, stranger: Person
) -> None:
    as_stranger.get("/assessments/")
    as_administrator.get(f"/people/{stranger.id}")
    as_administrator.send({"roles": ["champion"]})
    as_stranger.get("/assessments/", expect=302)


def test_signing_out_ends_the_session(as_lead: Visitor) -> None:
    as_lead.get("/assessments/")
    assert as_lead.post("/sign-out", {}, expect=303).location == "/"
    as_lead.get("/assessments/", expect=302)


def test_a_copied_cookie_is_dead_after_its_owner_has_signed_out(
    as_lead: Visitor, anonymous: Visitor
) -> None:
    as_lead.get("/assessments/")
    copy(as_lead, anonymous)
    anonymous.get("/assessments/")
    as_lead.post("/sign-out", {}, expect=303)
    anonymous.get("/assessments/", expect=302)


def copy(owner: Visitor, thief: Visitor) -> None:
    cookie = owner.http.get_cookie("eia")
    assert cookie is not None
    thief.http.set_cookie("eia", cookie.value)


def test_signing_in_again_ends_the_session_that_the_browser_held(
    as_stranger: Visitor, anonymous: Visitor, member: Person
) -> None:
    as_stranger.sign_in_as(member)
    as_stranger.get("/assessments/")
    copy(as_stranger, anonymous)
    as_stranger.get("/sign-in")
    as_stranger.send({"email": member.email, "password": PASSWORD}, form="/sign-in")
    as_stranger.follow()
    anonymous.get("/assessments/", expect=302)


def test_when_a_session_was_used_is_noted_by_what_is_sent_and_never_by_looking(
    as_lead: Visitor, lead: Person, session: Session
) -> None:
    as_lead.sign_in_as(lead, began=minutes_ago(minutes=30))
    as_lead.get("/assessments/")
    it = session.scalars(select(UserSession).order_by(UserSession.began_at)).first()
    assert it is not None
    assert it.seen_at == it.began_at
    as_lead.get("/assessments/start")
    as_lead.send({"title": ""}, expect=422)
    assert it.seen_at > minutes_ago(minutes=1)


def test_a_page_asks_the_database_as_often_as_the_session_is_old_or_new(
    as_lead: Visitor, lead: Person
) -> None:
    new = len(select_statements(as_lead.get("/accessibility")))
    as_lead.sign_in_as(lead, began=minutes_ago(minutes=600))
    assert [new, len(select_statements(as_lead.get("/accessibility")))] == [2, 2]


def test_signing_out_works_from_a_page_that_was_open_for_too_long(as_lead: Visitor) -> None:
    as_lead.post("/sign-out", {"csrf_token": "bad"}, expect=303)
    as_lead.get("/assessments/", expect=302)


@pytest.mark.parametrize(
    "cookie",
    [
        {},
        {"secret": ""},
        {"secret": "made up"},
        {"secret": 9e18},
        {"secret": None},
        {"secret": ["x"]},
        {"person": "00000000-0000-0000-0000-000000000000", "began": 9e18, "version": 1},
    ],
)
def test_a_strange_cookie_is_nobodys(anonymous: Visitor, cookie: dict[str, object]) -> None:
    with anonymous.http.session_transaction() as held:
        held.update(cookie)
    anonymous.get("/assessments/", expect=302)
