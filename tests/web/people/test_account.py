"""One’s own account: where one is signed in, and one’s password."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.services.people import people
from eia_app.services.people.authentication import authenticate
from eia_app.storage.models.people import Person
from eia_app.storage.models.sessions import UserSession
from eia_app.web.http.browser_names import in_words
from eia_app.web.people.confirm_password import WRONG
from tests.web.conftest import Visit
from tests.web.visitor import Visitor, minutes_ago, select_statements

PASSWORD, NEW = "three random words", "four quite other words"
OWN = (
    "Choose a password that is harder to guess: this one is built around your name, your email"
    " address or the council"
)
AGENTS = {
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0": (
        "Firefox on Windows"
    ),
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0": "Edge on Windows",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/18.0 Safari/605.1.15": "Safari on a Mac",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
    " Gecko) CriOS/140.0 Mobile/15E148 Safari/604.1": "Chrome on an iPhone",
    "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko)"
    " SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36": "Samsung Internet on Android",
    "": "Another browser",
    "<script>alert(1)</script>\n": "Another browser",
    "curl/8.0 Linux": "Another browser on Linux",
}


@pytest.fixture
def member(session: Session, stranger: Person, quick_passwords: None) -> Person:
    """Somebody who has a password."""
    people.give_password(session, stranger, PASSWORD)
    return stranger


@pytest.fixture
def two_browsers(visit: Visit, member: Person) -> tuple[Visitor, Visitor]:
    """The same person in two browsers."""
    here, there = visit(None), visit(None)
    here.sign_in_as(member)
    there.sign_in_as(member, began=minutes_ago(minutes=90))
    return here, there


@pytest.mark.parametrize("agent", AGENTS)
def test_a_browser_is_named_in_words_and_never_in_its_own(agent: str) -> None:
    assert in_words(agent) == AGENTS[agent]


def test_somebody_sees_where_they_are_signed_in_and_which_is_here(
    two_browsers: tuple[Visitor, Visitor], as_lead: Visitor
) -> None:
    shown = two_browsers[0].get("/account")
    assert shown.text.count("Firefox on Windows") == 3  # a heading each, and the button
    assert shown.text.count("This browser") == 1
    assert as_lead.get("/account").text.count("Firefox on Windows") == 1


def test_the_page_is_reached_by_ones_own_name(as_lead: Visitor, lead: Person) -> None:
    assert as_lead.get("/accessibility").link(lead.name) == "/account"


def test_one_other_browser_is_signed_out(two_browsers: tuple[Visitor, Visitor]) -> None:
    here, there = two_browsers
    there.get("/assessments/")
    here.get("/account")
    here.send(form="/end", expect=303)
    assert here.follow().text.count("Firefox on Windows") == 1
    there.get("/assessments/", expect=302)


def test_every_other_browser_is_signed_out(
    two_browsers: tuple[Visitor, Visitor], visit: Visit, member: Person
) -> None:
    here, there = two_browsers
    third = visit(member)
    here.get("/account")
    here.send(form="/end-others", expect=303)
    for each in (there, third):
        each.get("/assessments/", expect=302)
    here.get("/assessments/")


def test_nobody_signs_another_person_out(
    as_lead: Visitor, two_browsers: tuple[Visitor, Visitor], session: Session, member: Person
) -> None:
    theirs = select(UserSession.id).where(UserSession.person_id == member.id)
    for session_id in session.scalars(theirs).all():
        as_lead.post(f"/account/sessions/{session_id}/end", {}, expect=404)
    two_browsers[1].get("/assessments/")


def test_the_page_takes_as_many_queries_with_three_sessions_as_with_one(
    visit: Visit, lead: Person
) -> None:
    one = len(select_statements(visit(lead).get("/account")))
    visit(lead)
    assert len(select_statements(visit(lead).get("/account"))) == one


def test_a_new_password_is_set_with_the_present_one_and_ends_every_other_session(
    two_browsers: tuple[Visitor, Visitor], member: Person, session: Session
) -> None:
    here, there = two_browsers
    cookie = here.http.get_cookie("eia")
    here.get("/account/password")
    here.send({"present": PASSWORD, "password": NEW}, expect=303)
    assert "Your password is changed" in here.follow().answer.text
    there.get("/assessments/", expect=302)
    assert cookie is not None
    there.http.set_cookie("eia", cookie.value)  # a copy of the session in which it was changed
    there.get("/assessments/", expect=302)
    assert authenticate(session, member.email, NEW) is member


@pytest.mark.parametrize(
    ("present", "new", "errors"),
    [
        ("", "", ["Enter your present password", "Enter a new password"]),
        ("not my password", NEW, [WRONG]),
        (PASSWORD, "short", ["Use 12 characters or more; three random words work well"]),
        (
            PASSWORD,
            "Sam Stranger 12",
            [OWN],
        ),
    ],
)
def test_a_password_that_is_not_changed_says_why_and_shows_none(
    two_browsers: tuple[Visitor, Visitor], present: str, new: str, errors: list[str]
) -> None:
    here, there = two_browsers
    here.get("/account/password")
    refused = here.send({"present": present, "password": new}, expect=422)
    assert refused.errors == errors
    values = [each.get("value", "") for each in refused.tree.every("input")]
    assert {present, new} & set(values) <= {""}
    there.get("/assessments/")


def test_whoever_found_the_browser_open_guesses_five_times(
    two_browsers: tuple[Visitor, Visitor], member: Person
) -> None:
    here, _ = two_browsers
    here.get("/account/password")
    for _ in range(5):
        here.send({"present": "a guess at it", "password": NEW}, expect=422)
    assert here.send({"present": PASSWORD, "password": NEW}, expect=422).errors == [WRONG]


def test_the_people_of_a_demonstration_have_no_password_to_change(
    as_lead: Visitor, change_settings: Callable[..., None]
) -> None:
    change_settings(demonstration=True)
    assert "/account/password" not in as_lead.get("/account").links
    as_lead.get("/account/password", expect=409)
