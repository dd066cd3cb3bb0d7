"""What was typed comes back after a session that ended and after a token that was too old."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eia_app.domain.journey.routing import Route
from eia_app.services.answers.save import save_answers
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.people import people
from eia_app.services.workflow.contributors import add_contributor
from eia_app.storage.models.drafts import SavedDraft
from eia_app.storage.models.people import Person
from tests.factories import NOW, Makers, complete_journey, values_of
from tests.web.conftest import Visit, address
from tests.web.visitor import Visitor, path_of

WORDS = "Words that took an hour,\r\nin two lines, “with” <marks> & 'quotes'"
KEPT = WORDS.replace("\r\n", "\n")
BASICS = "sections/proposal/basics"
SAFE = "You were signed out. What you typed is safe: sign in and it will be back on the page."
BACK = "What you typed is back on this page. Check it, then save it."
PASSWORD = "three random words"


@pytest.fixture
def lead_with_password(session: Session, lead: Person, quick_passwords: None) -> Person:
    people.give_password(session, lead, PASSWORD)
    return lead


def sign_in(visitor: Visitor, person: Person) -> None:
    visitor.send({"email": person.email, "password": PASSWORD}, form="/sign-in")


def test_what_was_typed_comes_back_after_the_session_has_ended(
    as_lead: Visitor, lead_with_password: Person, make_assessment: Makers, session: Session
) -> None:
    as_lead.sign_in_as(lead_with_password)
    page = address(make_assessment(blank=True), BASICS)
    as_lead.get(page)
    as_lead.lose_session()
    ended = as_lead.send({"title": "Bins", "summary": WORDS}, expect=401)
    assert ended.title == "Sign in"
    assert ended.banners == [SAFE]
    sign_in(as_lead, lead_with_password)
    back = as_lead.follow()
    assert back.banners == [BACK]
    assert back.form().value("summary") == KEPT
    assert back.form().value("title") == "Bins"
    as_lead.send()
    assert as_lead.get(page).form().value("summary") == KEPT
    assert session.scalar(select(func.count()).select_from(SavedDraft)) == 0


def test_what_was_typed_comes_back_by_the_one_click_of_the_demonstration(
    as_lead: Visitor, lead: Person, make_assessment: Makers, change_settings: Callable[..., None]
) -> None:
    change_settings(demonstration=True)
    as_lead.get(address(make_assessment(blank=True), BASICS))
    as_lead.lose_session()
    as_lead.send({"summary": WORDS}, expect=401)
    as_lead.send(form=f"/sign-in/as/{lead.id}")
    back = as_lead.follow()
    assert back.banners == [BACK]
    assert back.form().value("summary") == KEPT


def test_what_was_typed_survives_a_wrong_password_and_an_empty_one(
    as_lead: Visitor, lead_with_password: Person, make_assessment: Makers
) -> None:
    as_lead.sign_in_as(lead_with_password)
    as_lead.get(address(make_assessment(blank=True), BASICS))
    as_lead.lose_session()
    as_lead.send({"summary": WORDS}, expect=401)
    wrong = {"email": lead_with_password.email, "password": "not my password"}
    assert as_lead.send(wrong, form="/sign-in", expect=422).banners == [SAFE]
    as_lead.send({"email": "", "password": ""}, form="/sign-in", expect=422)
    sign_in(as_lead, lead_with_password)
    assert as_lead.follow().form().value("summary") == KEPT


def test_what_was_typed_survives_a_sign_in_page_that_was_open_for_too_long(
    as_lead: Visitor, lead_with_password: Person, make_assessment: Makers
) -> None:
    as_lead.sign_in_as(lead_with_password)
    as_lead.get(address(make_assessment(blank=True), BASICS))
    as_lead.lose_session()
    as_lead.send({"summary": WORDS}, expect=401)
    as_lead.lose_session()
    typed = {"email": lead_with_password.email, "password": PASSWORD}
    again = as_lead.send(typed, form="/sign-in", expect=422)
    assert again.banners == [SAFE]
    sign_in(as_lead, lead_with_password)
    assert as_lead.follow().form().value("summary") == KEPT


def test_a_plain_sign_in_page_that_was_open_for_too_long_comes_back_and_works(
    anonymous: Visitor, lead_with_password: Person
) -> None:
    anonymous.get("/sign-in?next=/assessments/start")
    anonymous.lose_session()
    typed = {"email": lead_with_password.email, "password": PASSWORD}
    again = anonymous.send(typed, form="/sign-in", expect=422)
    assert again.banners == []
    sign_in(anonymous, lead_with_password)
    assert anonymous.last is not None
    assert anonymous.last.location == "/assessments/start"


def test_an_invalid_token_brings_the_page_back_with_what_was_typed(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    page = address(make_assessment(blank=True), BASICS)
    shown = as_lead.get(page)
    fields = shown.form().filled({"summary": WORDS, "csrf_token": "bad"})
    as_lead.post(page, fields, expect=303)
    back = as_lead.follow()
    assert back.banners == [BACK]
    assert back.form().value("summary") == KEPT
    as_lead.send()


def test_a_page_that_was_opened_from_check_answers_leads_back_there_all_the_same(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    context = make_assessment()
    form = as_lead.get(address(context, f"{BASICS}?back=check")).form()
    fields = form.filled({"summary": WORDS, "csrf_token": "bad"})
    as_lead.post(form.action, fields, expect=303)
    as_lead.follow()
    assert as_lead.send().location == address(context, "answers#proposal")


def test_a_press_with_an_old_token_leads_where_it_can_be_pressed_again(
    as_lead: Visitor, make_assessment: Makers, contributor: Person, lead: Person
) -> None:
    context = make_assessment()
    add_contributor(context, email=contributor.email, expertise="", by=lead, now=NOW)
    people_page = address(context, "people/")
    as_lead.post(f"{people_page}{contributor.id}/remove", {"csrf_token": "bad"}, expect=303)
    again = as_lead.get(path_of(as_lead.last.location if as_lead.last else ""), expect=0)
    assert again.status in {200, 308}
    assert contributor.name in as_lead.get(people_page).text


FORMS: dict[str, tuple[str, dict[str, str], str]] = {
    "start": ("lead", {"title": KEPT[:24]}, "/assessments/start"),
    "withdraw": ("lead", {"reason": KEPT}, "steps/withdraw"),
    "change the route": ("equality_lead", {"reason": KEPT, "route": "major"}, "change-route"),
    "a colleague": ("lead", {"email": "x@example.org", "expertise": KEPT[:24]}, "people/add"),
    "a new row": ("lead", {"fact": KEPT}, f"lists/evidence/{uuid4()}"),
    "why no rows": ("lead", {"no_evidence": KEPT}, "lists/evidence"),
    "a person": ("administrator", {"name": "New Person", "email": "n@example.org"}, "/people/add"),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_back_what_was_typed_when_its_token_was_invalid(
    form: str, request: pytest.FixtureRequest, make_assessment: Makers, visit: Visit
) -> None:
    who, typed, path = FORMS[form]
    visitor = visit(request.getfixturevalue(who))
    page = path if path[0] == "/" else address(quick_checked(make_assessment), path)
    shown = visitor.get(page)
    visitor.post(page, shown.form().filled({**typed, "csrf_token": "bad"}), expect=303)
    back = visitor.follow().form()
    assert {name: back.value(name) for name in typed} == typed
    visitor.send(expect=422 if form in {"a colleague", "a new row"} else 302)


def quick_checked(make_assessment: Makers) -> AssessmentContext:
    """An assessment whose quick check is done, and nothing after it."""
    context = make_assessment(blank=True)
    wanted = {**make_assessment.usual, **make_assessment.routes[Route.STANDARD]}
    journey = complete_journey(context.journey, context.choices, wanted)
    for section in ("proposal", "quick_check"):
        values = values_of(journey, (section, None))
        clock = make_assessment.clock
        save_answers(context, section, None, values, by=make_assessment.lead, now=clock())
    return context
