"""Setting a password through a link, whose secret is in no address that is sent."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import unquote

import pytest
from sqlalchemy.orm import Session

from eia_app.services import people
from eia_app.storage.people import Person
from eia_app.web import sign_in
from eia_app.web.service import Service
from tests.web.visitor import Visitor

PASSWORD = "three random words"
pytestmark = pytest.mark.usefixtures("quick_passwords")


@pytest.fixture
def code(session: Session, stranger: Person) -> str:
    return people.make_password_link(session, stranger, by="tests", now=datetime.now(UTC))


def test_a_link_to_set_a_password_works_once(
    anonymous: Visitor, stranger: Person, code: str
) -> None:
    anonymous.get("/set-password")
    page = anonymous.send({"code": f" {code} "}, expect=200)
    assert stranger.email in page.text
    assert anonymous.send({"password": "short"}, expect=422).errors
    anonymous.send({"password": PASSWORD})
    anonymous.follow()
    again = anonymous.post("/set-password", {"code": code}, expect=410)
    assert again.title == "This link no longer works"


@pytest.mark.parametrize("made_up", ["never-made", "x" * 5000, "’"])
def test_a_code_that_was_never_made_is_refused(anonymous: Visitor, made_up: str) -> None:
    anonymous.post("/set-password", {"code": made_up}, expect=410)
    anonymous.post("/set-password", {"code": made_up, "password": PASSWORD}, expect=410)


def test_no_code_is_asked_for_in_words(anonymous: Visitor) -> None:
    anonymous.get("/set-password")
    assert anonymous.send(expect=422).errors == ["Enter the code from your link"]


def test_looking_whose_it_is_does_not_use_it_up(anonymous: Visitor, code: str) -> None:
    for _ in range(3):
        shown = anonymous.post("/set-password", {"code": code}, expect=200)
        assert not [each for each in shown.statements if each.lower().startswith("update")]


def test_a_password_that_says_why_it_is_refused_and_keeps_the_code(
    anonymous: Visitor, code: str, app: Service
) -> None:
    council = app.parts.forms.council.name
    anonymous.post("/set-password", {"code": code}, expect=200)
    refused = anonymous.send({"password": f"{council}2026"}, expect=422)
    [said] = refused.errors
    assert said.endswith("built around your name, your email address or the council")
    assert refused.form("/set-password").value("code") == code
    assert f"{council}2026" not in refused.answer.text
    anonymous.send({"password": PASSWORD})


def test_a_page_that_was_open_for_too_long_says_so_and_keeps_the_code(
    anonymous: Visitor, code: str
) -> None:
    anonymous.post("/set-password", {"code": code}, expect=200)
    anonymous.lose_session()
    again = anonymous.send({"password": PASSWORD}, expect=422)
    assert again.errors == [sign_in.TOO_LATE]
    anonymous.send({"password": PASSWORD})


def test_no_address_holds_a_secret(
    as_administrator: Visitor, anonymous: Visitor, stranger: Person
) -> None:
    """Addresses are in the logs of proxies, in the history of browsers and in Referer."""
    sent: list[str] = []
    for visitor in (as_administrator, anonymous):
        asked = visitor.http.open

        def noting(path: str, *args: object, asked: object = asked, **more: object) -> object:
            sent.append(unquote(path))
            return asked(path, *args, **more)  # type: ignore[operator] # the client's own

        visitor.http.open = noting  # type: ignore[method-assign, assignment]
    as_administrator.get(f"/people/{stranger.id}/password-link")
    made = as_administrator.send(expect=200)
    link = next(e.get("value", "") for e in made.tree.every("input") if e.get("id") == "link")
    path, _, code = link.partition("#")
    anonymous.get(path)
    anonymous.send({"code": code}, expect=200)
    anonymous.send({"password": PASSWORD})
    anonymous.follow()
    assert len(sent) > 4
    assert [each for each in sent if code in each or PASSWORD in each] == []


def test_no_address_of_the_service_has_a_part_for_a_secret(app: Service) -> None:
    parts = {part for rule in app.url_map.iter_rules() for part in rule.arguments}
    assert parts.isdisjoint({"secret", "code", "token", "password", "key"})
