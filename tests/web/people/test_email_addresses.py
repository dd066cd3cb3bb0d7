"""Every place that takes an email address takes it as mail programs paste it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.people.people import add, by_email, give_password
from eia_app.storage.models.people import Person
from eia_app.storage.models.reviews import Invitation
from tests.factories import NOW, Makers
from tests.reviews import ReviewFactory
from tests.web.visitor import Visitor

At = Callable[..., str]
PASSWORD = "three random words of mine"
ADDRESS = "pat.o'brien@example.org"
PASTED = [
    "Pat O’Brien <pat.o’brien@example.org>",
    "\u200bPat.O'Brien@example.org\ufeff",
    "\u00a0pat.o'brien@example.org\u00a0;",
    "“O’Brien, Pat” <mailto:pat.o'brien@example.org>;",
]
SOON = date.today() + timedelta(days=9)  # noqa: DTZ011 - the service asks for the day it is
DUE = {"due-day": str(SOON.day), "due-month": str(SOON.month), "due-year": str(SOON.year)}
pasted = pytest.mark.parametrize("typed", PASTED)


@pytest.fixture
def pat(session: Session, quick_passwords: None) -> Person:
    person = add(session, email=PASTED[0], name="Pat O’Brien", by="tests", now=NOW)
    give_password(session, person, PASSWORD)
    assert person.email == ADDRESS
    return person


@pasted
def test_somebody_signs_in_with_a_pasted_address(
    typed: str, anonymous: Visitor, pat: Person
) -> None:
    anonymous.get("/sign-in")
    anonymous.send({"email": typed, "password": PASSWORD}, form="/sign-in")
    assert anonymous.last is not None
    assert anonymous.last.location == "/assessments/"


@pasted
def test_a_person_is_added_once(typed: str, as_administrator: Visitor, session: Session) -> None:
    as_administrator.get("/people/add")
    as_administrator.send({"name": "Pat O’Brien", "email": typed})
    assert by_email(session, ADDRESS)
    as_administrator.get("/people/add")
    again = as_administrator.send({"name": "Pat", "email": typed}, expect=422)
    assert again.errors == ["There is already a person with this email address"]


@pasted
def test_a_colleague_is_added(
    typed: str, as_lead: Visitor, pat: Person, make_assessment: Makers, at: At
) -> None:
    context = make_assessment()
    as_lead.get(at(context, "people/add"))
    as_lead.send({"email": typed})
    assert "Pat O’Brien" in as_lead.follow().text


@pasted
def test_a_colleague_is_asked_for_an_opinion(
    typed: str,
    as_champion: Visitor,
    champion: Person,
    pat: Person,
    review_factory: ReviewFactory,
    at: At,
) -> None:
    context: AssessmentContext = review_factory.claimed_by(champion)
    as_champion.get(at(context, "invitations/new"))
    as_champion.send({"email": typed, "place": "effects:age", "question": "Why?", **DUE})
    assert context.session.query(Invitation).one().person_id == pat.id


@pytest.mark.parametrize("typed", ["a@b.org; c@d.org", "pat at example.org", "<>", "\u200b"])
def test_what_is_no_address_is_refused_and_given_back(
    typed: str, as_administrator: Visitor
) -> None:
    as_administrator.get("/people/add")
    shown = as_administrator.send({"name": "Pat", "email": typed}, expect=422)
    assert len(shown.errors) == 1
    assert shown.form().value("name") == "Pat"
