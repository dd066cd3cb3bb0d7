"""Signing in over HTTP: one page for every refusal, and never off the site."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from eia_app.services import people
from eia_app.services.sign_in import REFUSED
from eia_app.storage.people import Person
from eia_app.web import sign_in
from tests.web.conftest import Visit
from tests.web.visitor import Shown, Visitor

PASSWORD = "three random words"


@pytest.fixture
def member(session: Session, stranger: Person, quick_passwords: None) -> Person:
    """Somebody who has a password."""
    people.give_password(session, stranger, PASSWORD)
    return stranger


def tried(visitor: Visitor, email: str, password: str, expect: int = 422) -> Shown:
    visitor.get("/sign-in")
    return visitor.send({"email": email, "password": password}, form="/sign-in", expect=expect)


def link_for(session: Session, person: Person) -> str:
    secret = people.make_password_link(session, person, by="tests", now=datetime.now(UTC))
    return f"/set-password/{secret}"


def test_the_right_password_signs_in(anonymous: Visitor, member: Person) -> None:
    assert tried(anonymous, member.email.upper(), PASSWORD, 302).location == "/assessments/"
    anonymous.follow()


def test_signing_in_leads_to_the_page_that_was_asked_for(
    anonymous: Visitor, member: Person
) -> None:
    there = anonymous.get("/assessments/start?from=start", expect=302).location
    assert there == "/sign-in?next=/assessments/start?from%3Dstart"
    anonymous.get(there)
    anonymous.send({"email": member.email, "password": PASSWORD}, form="/sign-in")
    assert anonymous.last is not None
    assert anonymous.last.location == "/assessments/start?from=start"


def test_every_refusal_is_the_same_page(
    visit: Visit, member: Person, session: Session, lead: Person
) -> None:
    locked, gone = lead, member
    people.give_password(session, locked, PASSWORD)
    locked.locked_until = datetime.now(UTC) + timedelta(minutes=5)
    pages = [
        tried(visit(None), member.email, "not my password"),
        tried(visit(None), "nobody@example.org", PASSWORD),
        tried(visit(None), locked.email, PASSWORD),
    ]
    gone.is_active = False
    pages.append(tried(visit(None), gone.email, PASSWORD))
    assert {(page.status, *page.errors) for page in pages} == {(422, REFUSED)}
    assert len({page.text for page in pages}) == 1


def test_five_wrong_passwords_lock_even_the_right_one_out(
    anonymous: Visitor, member: Person, session: Session
) -> None:
    for _ in range(5):
        tried(anonymous, member.email, "not my password")
    assert tried(anonymous, member.email, PASSWORD).errors == [REFUSED]
    assert member.locked_until is not None
    member.locked_until = datetime.now(UTC) - timedelta(seconds=1)
    tried(anonymous, member.email, PASSWORD, 302)


def test_too_many_attempts_are_told_to_wait_and_what_was_typed_is_given_back(
    anonymous: Visitor, member: Person
) -> None:
    page = anonymous.get("/sign-in")
    fields = page.form("/sign-in").filled({"email": "x@example.org", "password": "wrong"})
    for _ in range(20):
        anonymous.http.post("/sign-in", data=dict(fields))
    kept = [*fields, ("kept_path", "/assessments/start"), ("kept:title", "Bins & bags")]
    refused = anonymous.post("/sign-in", kept, expect=429)
    assert refused.title == "Too many attempts"
    assert "Bins & bags" in refused.text
    sign_in.limiter.reset()
    tried(anonymous, member.email, PASSWORD, 302)


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "javascript:alert(1)",
        "//[",
        "/\\[",
        "",
        " /x",
        "evil.example",
        "http:/evil.example",
    ],
)
@pytest.mark.parametrize("name", ["next", "kept_path"])
def test_signing_in_never_leads_off_the_site(
    name: str, address: str, anonymous: Visitor, member: Person
) -> None:
    fields = {"email": member.email, "password": PASSWORD, name: address, "kept:title": "x"}
    assert anonymous.post("/sign-in", fields).location == "/assessments/"


def test_nobody_is_offered_to_be_outside_a_demonstration(anonymous: Visitor, lead: Person) -> None:
    assert lead.name not in anonymous.get("/sign-in").text
    anonymous.post(f"/sign-in/as/{lead.id}", {}, expect=403)


def test_a_demonstration_says_that_it_is_one_and_lets_one_be_anybody_fictional(
    anonymous: Visitor, lead: Person, set_up: Callable[..., None], session: Session
) -> None:
    set_up(demonstration=True)
    page = anonymous.get("/sign-in")
    assert lead.name in page.text
    assert "Demonstration." in page.answer.text
    anonymous.send(form=f"/sign-in/as/{lead.id}")
    anonymous.follow()
    lead.email = "lee.lead@council.gov.uk"
    session.flush()
    anonymous.post(f"/sign-in/as/{lead.id}", {}, expect=403)


def test_a_link_to_set_a_password_works_once(
    anonymous: Visitor, stranger: Person, session: Session, quick_passwords: None
) -> None:
    link = link_for(session, stranger)
    page = anonymous.get(link)
    assert stranger.email in page.text
    assert anonymous.send({"password": "short"}, expect=422).errors
    anonymous.send({"password": PASSWORD})
    anonymous.follow()
    assert anonymous.get(link, expect=410).title == "This link no longer works"
    anonymous.get("/set-password/never-made", expect=410)


def test_looking_at_a_link_does_not_use_it_up(
    anonymous: Visitor, stranger: Person, session: Session
) -> None:
    link = link_for(session, stranger)
    anonymous.get(link)
    anonymous.get(link)


def test_a_set_password_page_that_was_open_for_too_long_says_so(
    anonymous: Visitor, stranger: Person, session: Session, quick_passwords: None
) -> None:
    link = link_for(session, stranger)
    anonymous.get(link)
    anonymous.lose_session()
    anonymous.send({"password": PASSWORD}, expect=303)
    assert anonymous.last is not None
    again = anonymous.get(anonymous.last.location, expect=422)
    assert again.errors == [sign_in.TOO_LATE]
    anonymous.send({"password": PASSWORD})
