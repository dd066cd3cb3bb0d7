"""The pages of people and their roles, for the administrator."""

from __future__ import annotations

from sqlalchemy.orm import Session

from eia_app.domain.roles import Role
from eia_app.storage.people import HeldRole, Person
from tests.web.conftest import Visit
from tests.web.visitor import Visitor

PASSWORD = "three random words"


def test_an_administrator_adds_somebody_who_then_signs_in(
    as_administrator: Visitor, visit: Visit, quick_passwords: None
) -> None:
    as_administrator.get("/people/add")
    empty = as_administrator.send(expect=422)
    assert sorted(empty.errors) == ["Enter their name", "Enter their work email address"]
    typed = {"name": "Nia O’Neil", "email": "nia@example.org", "roles": ["champion"]}
    as_administrator.send(typed)
    as_administrator.follow()
    made = as_administrator.send(expect=200)
    link = next(e.get("value", "") for e in made.tree.every("input") if e.get("id") == "link")
    nia = visit(None)
    path, _, code = link.partition("#")
    nia.get(path)
    nia.send({"code": code}, expect=200)
    nia.send({"password": PASSWORD})
    nia.follow()
    listing = as_administrator.get("/people/")
    assert "Nia O’Neil" in listing.text


def test_a_person_with_a_used_address_is_refused_and_stays_on_the_page(
    as_administrator: Visitor, stranger: Person
) -> None:
    as_administrator.get("/people/add")
    typed = {"name": "Somebody", "email": stranger.email.upper()}
    refused = as_administrator.send(typed, expect=422)
    assert refused.errors == ["There is already a person with this email address"]
    assert refused.form().value("name") == "Somebody"


def test_administrators_may_change_their_own_details_and_stay_signed_in(
    as_administrator: Visitor, administrator: Person, session: Session
) -> None:
    administrator.held.append(HeldRole(role=Role.CHAMPION))
    session.flush()
    as_administrator.get(f"/people/{administrator.id}")
    as_administrator.send({"job_title": "Head of people"})
    as_administrator.follow()
    session.expire_all()
    assert administrator.job_title == "Head of people"
    assert administrator.roles == {Role.ADMINISTRATOR, Role.CHAMPION}
