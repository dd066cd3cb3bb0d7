"""Personal details and small numbers are pointed out; nothing is changed or lost."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.people import Person
from tests.factories import NOW, Makers
from tests.services.coach.coach_assessments import start_with_quick_check
from tests.web.conftest import address
from tests.web.visitor import PageResponse, Visitor

if TYPE_CHECKING:
    from eia_app.web.http.app_class import Service

BASICS = "sections/proposal/basics"
EMAIL = "Ask jo.bloggs@example.com"


@pytest.fixture
def context(make_assessment: Makers) -> AssessmentContext:
    return make_assessment()


def saved(session: Session, tiny_forms: Forms, context: AssessmentContext) -> object:
    session.expire_all()
    return load_assessment(session, tiny_forms, context.assessment.id).answers.get("summary")


def anyway(shown: PageResponse) -> str:
    """The value of the button “Save anyway”."""
    return next(value for _, value in shown.form().buttons if "!" in value)


def test_an_email_address_is_pointed_out_before_it_is_saved(
    as_lead: Visitor, context: AssessmentContext, session: Session, tiny_forms: Forms
) -> None:
    before = saved(session, tiny_forms, context)
    as_lead.get(address(context, BASICS))
    shown = as_lead.send({"summary": EMAIL}, expect=422)
    assert shown.banners == ["Your text may hold somebody’s personal details."]
    assert "“jo.bloggs@example.com” looks like an email address" in shown.text
    assert shown.link("Go back and change it") == "#summary"
    assert shown.form().value("summary") == EMAIL
    assert saved(session, tiny_forms, context) == before


def test_save_anyway_saves_it_as_typed_and_goes_on(
    as_lead: Visitor, context: AssessmentContext, session: Session, tiny_forms: Forms
) -> None:
    as_lead.get(address(context, BASICS))
    shown = as_lead.send({"summary": EMAIL}, expect=422)
    as_lead.send(then=anyway(shown))
    assert saved(session, tiny_forms, context) == EMAIL
    as_lead.get(address(context, BASICS))
    as_lead.send({"title": "Another title"})


def test_saved_for_later_is_still_for_later(as_lead: Visitor, context: AssessmentContext) -> None:
    as_lead.get(address(context, BASICS))
    shown = as_lead.send({"summary": EMAIL}, then="later", expect=422)
    assert as_lead.send(then=anyway(shown)).location == address(context)


def test_what_is_added_after_the_first_look_is_pointed_out_too(
    as_lead: Visitor, context: AssessmentContext
) -> None:
    as_lead.get(address(context, BASICS))
    shown = as_lead.send({"summary": EMAIL}, expect=422)
    both = f"{EMAIL} on 07700 900123"
    again = as_lead.send({"summary": both}, then=anyway(shown), expect=422)
    assert "“07700 900123” looks like a telephone number" in again.text


def test_the_address_of_the_council_or_a_team_is_not_pointed_out(
    as_lead: Visitor, context: AssessmentContext
) -> None:
    as_lead.get(address(context, BASICS))
    as_lead.send({"summary": "Ask equality@example.org or parking.team@example.com"})


def test_the_row_of_a_list_is_looked_at_too(as_lead: Visitor, context: AssessmentContext) -> None:
    as_lead.get(address(context, "lists/evidence/add"), expect=302)
    as_lead.follow()
    shown = as_lead.send({"fact": EMAIL, "kind": "figures"}, expect=422)
    assert shown.link("Go back and change it") == "#fact"
    as_lead.send(then=anyway(shown))


def test_a_small_number_in_a_text_is_asked_about_once_and_shown_to_all_who_read_it(
    as_lead: Visitor, in_hart: AssessmentContext
) -> None:
    page = address(in_hart, PEOPLE)
    text = "Two staff (one disabled, one on maternity leave) would move."
    as_lead.get(page)
    written = {"affected_known": "not_known", "affected": text}
    shown = as_lead.send(written, then="later", expect=422)
    assert shown.banners == ["Small numbers can point to a person."]
    assert "“one on maternity leave” could point to someone." in shown.text
    as_lead.send(then=anyway(shown))
    for where in (page, address(in_hart, "answers"), address(in_hart, "coach/")):
        assert "“one on maternity leave” could point to someone." in as_lead.get(where).text
    as_lead.get(page)
    as_lead.send({"affected": f"{text} Others stay."}, then="later")


DECISION = "sections/decision/decision"
PEOPLE = "sections/people-and-places/people"


@pytest.fixture
def in_hart(hart_app: Service, as_lead: Visitor) -> AssessmentContext:
    as_lead.get("/assessments/start")
    as_lead.send({"title": "Parking"})
    id_ = as_lead.follow().answer.request.path.split("/")[2]
    return load_assessment(as_lead.session, hart_app.parts.forms, UUID(id_))


def test_a_small_count_of_people_is_refused_and_its_masked_form_taken(
    as_lead: Visitor, in_hart: AssessmentContext
) -> None:
    page = address(in_hart, PEOPLE)
    as_lead.get(page)
    count = {"affected_known": "exact", "affected_exact": "3", "affected": "Those who live there"}
    shown = as_lead.send(count, expect=422)
    said = "could identify someone: enter “fewer than 5” instead, and no total that gives it away"
    refused = [f"A number this small {said}"]
    assert shown.errors == refused
    assert as_lead.send({}, then="later", expect=422).errors == refused
    as_lead.send({"affected_exact": "fewer than 5"})
    again = as_lead.get(page)
    assert again.form().value("affected_exact") == "fewer than 5"
    assert "A masked number can be worked out from a total" in again.text
    assert "fewer than 5" in as_lead.get(address(in_hart, "answers")).text


@pytest.fixture
def routed(hart_app: Service, session: Session, forms: Forms, lead: Person) -> AssessmentContext:
    """A draft of our own edition that asks when it is decided."""
    return start_with_quick_check(session, forms, lead)


@pytest.mark.parametrize(
    ("typed", "said"),
    [("7 3 2020", "7 March 2020 is in the past"), ("15 Feb 2127", "is more than 3 years ahead")],
)
def test_an_unlikely_date_of_the_decision_is_asked_about_once(
    typed: str, said: str, as_lead: Visitor, routed: AssessmentContext
) -> None:
    page = address(routed, DECISION)
    as_lead.get(page)
    shown = as_lead.send({"decision_body": "officer", "decision_date-day": typed}, expect=422)
    assert shown.banners == ["Is this date right?"]
    assert said in shown.text
    assert as_lead.get(page).form().value("decision_date-year") == ""
    shown = as_lead.send({"decision_body": "officer", "decision_date-day": typed}, expect=422)
    as_lead.send(then=anyway(shown))
    again = as_lead.get(page)
    assert again.form().value("decision_date-year") == typed[-4:]
    assert "Worth another look" not in again.text
    assert (
        "asked about when it was saved, and confirmed"
        in as_lead.get(address(routed, "coach/")).text
    )
    as_lead.get(page)
    as_lead.send({"decision_body": "other", "decision_body_other": "Cabinet"})


def test_a_likely_date_of_the_decision_is_saved_at_once(
    as_lead: Visitor, routed: AssessmentContext
) -> None:
    as_lead.get(address(routed, DECISION))
    soon = f"7 March {NOW.year + 1}"
    as_lead.send({"decision_body": "officer", "decision_date-day": soon})
