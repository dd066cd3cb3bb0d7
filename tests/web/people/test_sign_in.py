"""Signing in over HTTP: one page for every refusal, and never off the site."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from eia_app.services.people import people, sign_in_failures
from eia_app.services.people.authentication import REFUSED
from eia_app.storage.models.people import Person
from eia_app.storage.models.sessions import SignInFailures
from tests.web.conftest import Visit
from tests.web.visitor import PageResponse, Visitor

PASSWORD = "three random words"
HERE = "127.0.0.1"


@pytest.fixture
def member(session: Session, stranger: Person, quick_passwords: None) -> Person:
    """Somebody who has a password."""
    people.give_password(session, stranger, PASSWORD)
    return stranger


def tried(visitor: Visitor, email: str, password: str, expect: int = 422) -> PageResponse:
    visitor.get("/sign-in")
    return visitor.send({"email": email, "password": password}, form="/sign-in", expect=expect)


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
    for _ in range(5):
        sign_in_failures.count(session, locked.email, HERE, now=datetime.now(UTC))
    pages = [
        tried(visit(None), member.email, "not my password"),
        tried(visit(None), "nobody@example.org", PASSWORD),
        tried(visit(None), locked.email, PASSWORD),
    ]
    gone.is_active = False
    pages.append(tried(visit(None), gone.email, PASSWORD))
    assert {(page.status, *page.errors) for page in pages} == {(422, REFUSED)}
    assert len({page.text for page in pages}) == 1


def test_five_wrong_passwords_lock_even_the_right_one_out_where_they_were_typed(
    visit: Visit, member: Person, session: Session
) -> None:
    here, elsewhere = visit(None), visit(None)
    elsewhere.http.environ_base["REMOTE_ADDR"] = "192.0.2.9"
    for _ in range(5):
        tried(here, member.email, "not my password")
    assert tried(here, member.email, PASSWORD).errors == [REFUSED]
    tried(elsewhere, member.email, PASSWORD, 302)
    session.execute(update(SignInFailures).values(locked_until=datetime.now(UTC)))
    tried(here, member.email, PASSWORD, 302)


def test_a_link_is_a_way_in_while_sign_in_is_locked(
    anonymous: Visitor, member: Person, session: Session
) -> None:
    for _ in range(5):
        tried(anonymous, member.email, "not my password")
    code = people.make_password_link(session, member, by="tests", now=datetime.now(UTC))
    anonymous.get("/set-password")
    anonymous.send({"code": code}, expect=200)
    anonymous.send({"password": "four quite other words"})
    anonymous.follow()


def test_an_address_with_twenty_failures_has_to_wait_and_what_was_typed_is_given_back(
    anonymous: Visitor, member: Person
) -> None:
    for number in range(20):
        tried(anonymous, f"{number}@example.org", "wrong")
    fields = [("email", member.email), ("password", PASSWORD)]
    kept = [*fields, ("kept_path", "/assessments/start"), ("kept:title", "Bins & bags")]
    refused = anonymous.post("/sign-in", kept, expect=422)
    assert refused.errors == [REFUSED]
    assert refused.form("/sign-in").value("kept:title") == "Bins & bags"


def test_any_number_of_colleagues_sign_in_behind_one_address(visit: Visit, member: Person) -> None:
    for _ in range(30):
        tried(visit(None), member.email, PASSWORD, 302)


def test_a_success_forgets_the_failures_before_it(anonymous: Visitor, member: Person) -> None:
    for _ in range(2):
        for _ in range(4):
            tried(anonymous, member.email, "not my password")
        tried(anonymous, member.email, PASSWORD, 302)
        anonymous.lose_session()


def test_an_attempt_while_it_is_locked_writes_nothing(anonymous: Visitor, member: Person) -> None:
    """Only a failure that counts takes the write lock, for as long as counting takes."""
    for _ in range(5):
        last = tried(anonymous, member.email, "not my password")
    locked = tried(anonymous, member.email, PASSWORD)
    assert [written(last) != [], written(locked)] == [True, []]


def written(page: PageResponse) -> list[str]:
    reads = ("select", "begin", "pragma", "rollback")
    wrote = [each for each in page.statements if not each.lower().startswith(reads)]
    return wrote + [each for each in page.statements if each == "BEGIN IMMEDIATE"]


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
    anonymous: Visitor, lead: Person, change_settings: Callable[..., None], session: Session
) -> None:
    change_settings(demonstration=True)
    page = anonymous.get("/sign-in")
    assert lead.name in page.text
    assert "Demonstration." in page.answer.text
    anonymous.send(form=f"/sign-in/as/{lead.id}")
    anonymous.follow()
    lead.email = "lee.lead@council.gov.uk"
    session.flush()
    anonymous.post(f"/sign-in/as/{lead.id}", {}, expect=403)
