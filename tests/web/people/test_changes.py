"""Changes to people and roles on screen: the history, what waits, and the second person."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.people.changes import PersonChange
from eia_app.domain.roles import Role
from eia_app.services.people import change_requests, people
from eia_app.storage.models.people import HeldRole, Person, PersonRequest
from tests.factories import add_person
from tests.judges.page_tree import text_of
from tests.web.conftest import Visit
from tests.web.visitor import PageResponse, Visitor

CHANGES = "/people/changes/"
PASSWORD = "three random words"
ROLES = (None, *Role)


@pytest.fixture
def second_administrator(session: Session) -> Person:
    return add_person(session, "Bo Second", Role.ADMINISTRATOR)


@pytest.fixture
def request_id(
    session: Session, administrator: Person, second_administrator: Person, stranger: Person
) -> str:
    """The administrator asks that the stranger become a head of service."""
    give = PersonChange.GIVE_ROLE, Role.HEAD_OF_SERVICE
    now = datetime.now(UTC)
    return str(change_requests.ask(session, stranger, *give, by=administrator, now=now).id)


def page_of(request_id: str) -> str:
    return f"{CHANGES}requests/{request_id}"


def link_on(page: PageResponse) -> str:
    link = next(e.get("value", "") for e in page.tree.every("input") if e.get("id") == "link")
    return link.removeprefix("http://localhost")


def test_an_administrator_asks_another_confirms_and_the_person_signs_in(
    as_administrator: Visitor,
    second_administrator: Person,
    visit: Visit,
    quick_passwords: None,
    session: Session,
) -> None:
    as_administrator.get("/people/add")
    typed = {"name": "Nia O’Neil", "email": "nia@example.org", "roles": ["head_of_service"]}
    as_administrator.send(typed)
    waits = as_administrator.follow()
    assert waits.banners == ["Saved. What needs a second person is below, and waits for one."]
    words = "Give Nia O’Neil the role “head of service”"
    asked = as_administrator.get(waits.link(words))
    assert "nobody does this alone" in asked.text
    bo = visit(second_administrator)
    bo.get(bo.get(CHANGES).link(words))
    confirmed = bo.send({"answer": "confirmed"}, expect=200)
    assert "give it to nobody else, whoever asked for it included" in confirmed.text
    nia = visit(None)
    nia.get("/set-password")
    nia.send({"code": link_on(confirmed).partition("#")[2]}, expect=200)
    nia.send({"password": PASSWORD})
    nia.follow()
    story = as_administrator.get(CHANGES).text
    for said in (
        "Ada Administrator added Nia O’Neil to the service.",
        "Ada Administrator asks for a second person to give Nia O’Neil the role “head of service”.",
        "Bo Second gave Nia O’Neil the role “head of service”, as Ada Administrator had asked.",
        "A password was set for Nia O’Neil through a link.",
    ):
        assert said in story
    assert "Nothing waits." in story


def test_a_link_for_a_signatory_is_asked_for_and_shown_to_whoever_confirms(
    as_administrator: Visitor, head_of_service: Person, second_administrator: Person, visit: Visit
) -> None:
    page = as_administrator.get(f"/people/{head_of_service.id}/password-link")
    assert "nobody makes it alone" in page.text
    as_administrator.send()
    shown = as_administrator.follow()
    assert "set-password#" not in shown.answer.get_data(as_text=True)
    bo = visit(second_administrator)
    bo.get(bo.get(CHANGES).link("Make a link with which Hana Head"))
    assert link_on(bo.send({"answer": "confirmed"}, expect=200)).startswith("/set-password#")


@pytest.mark.parametrize("role", ROLES)
def test_who_may_see_the_changes_and_answer(
    role: Role | None, visit: Visit, session: Session, request_id: str, stranger: Person
) -> None:
    visitor = visit(add_person(session, "Any Body", *([role] if role else [])))
    may = role in {Role.ADMINISTRATOR, Role.EQUALITY_LEAD}
    for path in (CHANGES, page_of(request_id)):
        visitor.get(path, expect=200 if may else 403)
    for answer in ("taken_back", "refused"):
        status = 302 if may and answer == "refused" else 403
        visitor.post(page_of(request_id), {"answer": answer}, expect=status)
    nav = [text_of(each) for each in visitor.get("/accessibility").tree.of_class("govuk-link")]
    assert ("People" in nav) is may


@pytest.mark.parametrize("answer", ["confirmed", "refused"])
def test_whoever_asked_and_whoever_is_changed_cannot_answer(
    answer: str, as_administrator: Visitor, request_id: str, session: Session, stranger: Person,
    visit: Visit,
) -> None:  # fmt: skip
    page = as_administrator.get(page_of(request_id))
    assert "Confirm" not in [each.get("value") for each in page.tree.every("button")]
    as_administrator.post(page_of(request_id), {"answer": answer}, expect=403)
    stranger.held.append(HeldRole(role=Role.EQUALITY_LEAD))
    as_changed = visit(stranger)
    assert "It is about you" in as_changed.get(page_of(request_id)).text
    as_changed.post(page_of(request_id), {"answer": answer}, expect=403)
    assert session.scalars(select(PersonRequest.answer)).all() == [None]


def test_what_was_answered_says_so_and_a_late_answer_is_409(
    as_administrator: Visitor, as_equality_lead: Visitor, request_id: str
) -> None:
    as_administrator.get(page_of(request_id))
    as_administrator.send({"answer": "taken_back"})
    assert as_administrator.follow().banners == ["You have taken it back."]
    assert "There is nothing to do." in as_equality_lead.get(page_of(request_id)).text
    as_equality_lead.post(page_of(request_id), {"answer": "confirmed"}, expect=409)


def test_an_answer_that_the_page_does_not_offer_changes_nothing(
    as_equality_lead: Visitor, request_id: str, session: Session
) -> None:
    as_equality_lead.post(page_of(request_id), {"answer": "yes"}, expect=422)
    as_equality_lead.post(page_of(request_id), {}, expect=422)
    assert session.scalars(select(PersonRequest.answer)).all() == [None]


def test_a_request_that_is_not_there_is_404(as_administrator: Visitor) -> None:
    as_administrator.get(page_of(str(uuid4())), expect=404)


def test_on_their_own_page_nobody_finds_roles_to_change_and_posting_them_does_nothing(
    as_administrator: Visitor, administrator: Person, session: Session
) -> None:
    page = as_administrator.get(f"/people/{administrator.id}")
    names = {each.get("name") for each in page.tree.every("input")}
    assert not names & {"roles", "is_active"}
    assert "Your roles: administrator. Nobody changes their own" in page.text
    fields = {"name": "Ada", "roles": ["equality_lead", "administrator"]}
    as_administrator.post(f"/people/{administrator.id}", fields)
    session.expire_all()
    assert administrator.roles == {Role.ADMINISTRATOR}
    as_administrator.post(f"/people/{administrator.id}/password-link", {}, expect=403)


def test_where_nobody_else_could_confirm_the_page_says_what_to_do_and_keeps_what_was_typed(
    as_administrator: Visitor, session: Session
) -> None:
    as_administrator.get("/people/add")
    typed = {"name": "Nia", "email": "nia@example.org", "roles": ["equality_lead"]}
    refused = as_administrator.send(typed, expect=422)
    assert refused.errors == [change_requests.NOBODY_ELSE]
    assert refused.form().value("name") == "Nia"
    assert people.by_email(session, "nia@example.org") is None


def test_the_history_has_pages(
    as_equality_lead: Visitor, stranger: Person, session: Session
) -> None:
    for _ in range(30):
        people.make_password_link(session, stranger, by="root", now=datetime.now(UTC))
    assert as_equality_lead.get(CHANGES).title == "Changes to people and roles (page 1 of 2)"
    assert as_equality_lead.get(f"{CHANGES}?page=2").title.endswith("(page 2 of 2)")
    for page in ("0", "99", "x", "9" * 5000):
        as_equality_lead.get(f"{CHANGES}?page={page}")


def test_what_happened_to_an_account_is_read_under_for_you_and_leads_the_equality_lead_there(
    as_administrator: Visitor, stranger: Person, equality_lead: Person, visit: Visit
) -> None:
    as_administrator.get(f"/people/{stranger.id}")
    as_administrator.send({"roles": ["champion"], "is_active": "y"})
    own = visit(stranger).get("/for-you/")
    assert "Ada Administrator gave you the role “champion”. If you did not expect this" in own.text
    eli = visit(equality_lead)
    eli.get(eli.get("/for-you/").link("People and roles: Sam Stranger"))
    settings = visit(stranger).get("/for-you/settings")
    assert "Your own account is changed" not in settings.text
