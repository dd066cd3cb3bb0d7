"""Two people at one browser, one after the other: nobody gets back what the other typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.services.people import people
from eia_app.storage.models.drafts import SavedDraft
from eia_app.storage.models.people import Person
from tests.factories import Makers
from tests.web.conftest import Visit, address
from tests.web.visitor import Visitor

BASICS = "sections/proposal/basics"
WORDS = "Words that were for one pair of eyes"
PASSWORD = "three random words"


@pytest.fixture
def page(make_assessment: Makers) -> str:
    return address(make_assessment(summary="At first"), BASICS)


@pytest.fixture
def next_person(session: Session, equality_lead: Person, quick_passwords: None) -> Person:
    people.give_password(session, equality_lead, PASSWORD)
    return equality_lead


def whose(session: Session) -> list[tuple[str, str]]:
    """Who has which kept words."""
    found = session.execute(select(Person.email, SavedDraft.fields).join(Person))
    return [(email, dict(fields).get("summary", "")) for email, fields in found]


def assert_not_told(visitor: Visitor, page: str) -> None:
    for path in (page, f"{page}?kept=1", "/drafts", "/assessments/"):
        shown = visitor.http.get(path, follow_redirects=True)
        assert WORDS not in shown.text, path


def test_what_was_typed_before_a_session_ended_comes_back_only_to_who_typed_it(
    as_lead: Visitor, next_person: Person, lead: Person, page: str, session: Session, visit: Visit
) -> None:
    as_lead.get(page)
    as_lead.lose_session()
    as_lead.send({"summary": WORDS}, expect=401)
    as_lead.send({"email": next_person.email, "password": PASSWORD}, form="/sign-in")
    assert as_lead.last is not None
    assert as_lead.last.location == "/assessments/"
    assert_not_told(as_lead, page)
    assert whose(session) == [(lead.email, WORDS)]
    assert WORDS in visit(lead).get("/drafts").text


def test_the_one_click_of_a_demonstration_gives_nobody_the_words_of_another(
    as_lead: Visitor,
    equality_lead: Person,
    lead: Person,
    page: str,
    session: Session,
    change_settings: Callable[..., None],
) -> None:
    change_settings(demonstration=True)
    as_lead.get(page)
    as_lead.lose_session()
    as_lead.send({"summary": WORDS}, expect=401)
    as_lead.send(form=f"/sign-in/as/{equality_lead.id}")
    assert_not_told(as_lead, page)
    assert whose(session) == [(lead.email, WORDS)]


def test_a_wrong_password_in_between_changes_nothing(
    as_lead: Visitor, next_person: Person, lead: Person, page: str, session: Session
) -> None:
    as_lead.get(page)
    as_lead.lose_session()
    as_lead.send({"summary": WORDS}, expect=401)
    wrong = {"email": next_person.email, "password": "wrong"}
    as_lead.send(wrong, form="/sign-in", expect=422)
    as_lead.send({"email": next_person.email, "password": PASSWORD}, form="/sign-in")
    assert_not_told(as_lead, page)
    assert whose(session) == [(lead.email, WORDS)]


def test_a_page_of_who_was_here_before_is_saved_and_kept_for_nobody_else(
    as_lead: Visitor, equality_lead: Person, lead: Person, page: str, session: Session, visit: Visit
) -> None:
    """The page stayed open in a tab while somebody else signed in; or it came back by Back."""
    form = as_lead.get(page).form()
    as_lead.lose_session()
    as_lead.sign_in_as(equality_lead)
    stopped = as_lead.post(form.action, form.filled({"summary": WORDS}), expect=409)
    assert "This page was opened by somebody else in this browser" in stopped.text
    assert "they find it when they sign in" in stopped.text
    assert WORDS not in stopped.text
    assert_not_told(as_lead, page)
    assert whose(session) == [(lead.email, WORDS)]
    assert visit(lead).get(page).form().value("summary") == "At first"


@pytest.mark.parametrize("mark", [None, "", "forged", "ImEi.AAAA"])
def test_words_of_nobody_known_are_kept_for_nobody(
    mark: str | None, as_lead: Visitor, next_person: Person, page: str, session: Session
) -> None:
    """Whoever can put a form together cannot put words into the mouth of who signs in."""
    form = as_lead.get(page).form()
    as_lead.lose_session()
    as_lead.post(form.action, form.filled({"summary": WORDS, "writer": mark}), expect=401)
    as_lead.send({"email": next_person.email, "password": PASSWORD}, form="/sign-in")
    assert_not_told(as_lead, page)
    assert whose(session) == []


def test_the_mark_is_of_one_person_and_cannot_be_made_elsewhere(
    as_lead: Visitor, as_stranger: Visitor
) -> None:
    mine, theirs = (
        each.get("/assessments/start").form().value("writer") for each in (as_lead, as_stranger)
    )
    assert mine
    assert mine != theirs


def test_back_after_signing_out_asks_the_server_again(as_lead: Visitor, page: str) -> None:
    assert as_lead.get(page).answer.headers["Cache-Control"] == "no-store"
    as_lead.post("/sign-out", {}, expect=303)
    assert as_lead.get(page, expect=302).location.startswith("/sign-in")
