"""What matters most asks for the password again, and goes on with what was sent."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from eia_app.domain.roles import Role
from eia_app.domain.workflow.permissions import ASKS_AGAIN, Permission
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.people import people
from eia_app.storage.models.people import Person
from eia_app.web.http.app_class import Service
from eia_app.web.people.confirm_password import EMPTY, WRONG
from tests.factories import Makers
from tests.web.conftest import Visit, address
from tests.web.test_census import REQUIRES
from tests.web.visitor import PageResponse, Visitor, minutes_ago

PASSWORD = "three random words"
ASKS = "Confirm that it is you"


@pytest.fixture
def visit_late(
    visit: Visit, session: Session, quick_passwords: None
) -> Callable[[Person], Visitor]:
    """Opens a browser in which somebody gave their password 16 minutes ago."""

    def made(person: Person) -> Visitor:
        people.give_password(session, person, PASSWORD)
        visitor = visit(None)
        visitor.sign_in_as(person, began=minutes_ago(minutes=16))
        return visitor

    return made


def confirmed(visitor: Visitor, password: str, expect: int = 302) -> PageResponse:
    return visitor.send({"confirm_password": password}, expect=expect)


def test_a_change_of_roles_waits_for_the_password_and_then_is_made_as_it_was_sent(
    visit_late: Callable[[Person], Visitor], administrator: Person, stranger: Person
) -> None:
    visitor = visit_late(administrator)
    visitor.get(f"/people/{stranger.id}")
    asked = visitor.send({"name": "Sam “New”", "roles": ["champion", "report_author"]}, expect=401)
    assert asked.title == ASKS
    assert stranger.roles == frozenset()
    assert confirmed(visitor, PASSWORD).location == "/people/"
    assert stranger.name == "Sam “New”"
    assert stranger.roles == {Role.CHAMPION, Role.REPORT_AUTHOR}
    visitor.get(f"/people/{stranger.id}")
    visitor.send({"name": "Sam Again"})  # for 15 minutes it does not ask again


def test_a_sign_off_waits_for_the_password_and_then_signs_what_was_read(
    visit_late: Callable[[Person], Visitor], head_of_service: Person, make_assessment: Makers
) -> None:
    context = make_assessment(State.AWAITING_SIGN_OFF)
    visitor = visit_late(head_of_service)
    visitor.get(address(context, "steps/sign-off"))
    assert visitor.send({"declare": "y"}, expect=401).title == ASKS
    states = [State(context.assessment.state)]
    confirmed(visitor, PASSWORD)
    assert [*states, context.assessment.state] == [State.AWAITING_SIGN_OFF, State.SIGNED_OFF]


def test_other_steps_do_not_ask(
    visit_late: Callable[[Person], Visitor], head_of_service: Person, make_assessment: Makers
) -> None:
    context = make_assessment(State.AWAITING_SIGN_OFF)
    visitor = visit_late(head_of_service)
    visitor.get(address(context, "steps/decline"))
    visitor.send({"reason": "Not yet", "sections": ["proposal:"]}, expect=0)
    assert visitor.last is not None
    assert visitor.last.status != 401


@pytest.mark.parametrize(("password", "said"), [("", EMPTY), ("not my password", WRONG)])
def test_a_wrong_password_asks_again_with_what_was_sent(
    visit_late: Callable[[Person], Visitor],
    administrator: Person,
    stranger: Person,
    password: str,
    said: str,
) -> None:
    visitor = visit_late(administrator)
    visitor.get(f"/people/{stranger.id}")
    visitor.send({"name": "Sam New"}, expect=401)
    assert confirmed(visitor, password, 401).errors == [said]
    assert "not my password" not in str(visitor.last and visitor.last.answer.text)
    confirmed(visitor, PASSWORD)
    assert stranger.name == "Sam New"


def test_five_wrong_passwords_lock_whoever_found_the_browser_open(
    visit_late: Callable[[Person], Visitor], administrator: Person, stranger: Person
) -> None:
    visitor = visit_late(administrator)
    visitor.get(f"/people/{stranger.id}")
    visitor.send({"name": "Sam New"}, expect=401)
    for _ in range(5):
        confirmed(visitor, "not my password", 401)
    assert confirmed(visitor, PASSWORD, 401).errors == [WRONG]


def test_what_is_wrong_in_the_form_is_said_after_the_password(
    visit_late: Callable[[Person], Visitor], administrator: Person
) -> None:
    visitor = visit_late(administrator)
    visitor.get("/people/add")
    visitor.send({"name": "Nia", "email": "nonsense"}, expect=401)
    refused = confirmed(visitor, PASSWORD, 422)
    assert refused.form().value("name") == "Nia"
    assert refused.form().value("email") == "nonsense"


def test_in_a_demonstration_one_click_confirms(
    visit: Visit, administrator: Person, stranger: Person, change_settings: Callable[..., None]
) -> None:
    change_settings(demonstration=True)
    visitor = visit(None)
    visitor.sign_in_as(administrator, began=minutes_ago(minutes=16))
    visitor.get(f"/people/{stranger.id}")
    assert "have no passwords" in visitor.send({"name": "Sam New"}, expect=401).text
    visitor.send()
    assert stranger.name == "Sam New"


def test_outside_a_demonstration_a_click_is_not_enough(
    visit: Visit, administrator: Person, stranger: Person
) -> None:
    visitor = visit(None)
    visitor.sign_in_as(administrator, began=minutes_ago(minutes=16))
    visitor.post(f"/people/{stranger.id}", {"name": "X", "confirm_password": ""}, expect=401)


def test_nobody_is_asked_for_a_password_for_what_they_may_not_do(
    visit_late: Callable[[Person], Visitor], lead: Person, stranger: Person
) -> None:
    visit_late(lead).post(f"/people/{stranger.id}", {"name": "X"}, expect=403)


def test_every_address_that_changes_people_asks(
    visit_late: Callable[[Person], Visitor], administrator: Person, stranger: Person, app: Service
) -> None:
    """Also one that is new: what asks is the permission, not the page."""
    visitor, asked = visit_late(administrator), set()
    for rule in app.url_map.iter_rules():
        what = REQUIRES[rule.endpoint]
        if what not in ASKS_AGAIN or "POST" not in (rule.methods or ()):
            continue
        values: dict[str, UUID | str] = dict.fromkeys(rule.arguments, stranger.id)
        path = app.url_map.bind("").build(rule.endpoint, values)
        assert visitor.post(path, {"name": "X"}, expect=401).title == ASKS
        asked.add(rule.endpoint)
    assert {"people.add", "people.change", "people.password_link"} <= asked


def test_what_asks_again_is_signing_off_and_looking_after_people() -> None:
    assert {Transition.SIGN_OFF, Permission.MANAGE_PEOPLE} <= ASKS_AGAIN
