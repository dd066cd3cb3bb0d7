"""The guide on screen: help beside its question, prompts on a group’s page, pages of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from eia_app.domain.guidance.parse_guidance import Guidance
from eia_app.services.answers.save import save_answers
from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.people import Person
from tests.factories import NOW, Makers
from tests.judges.page_tree import text_of
from tests.web.conftest import Visit, address
from tests.web.quick_check_assessment import start_with_quick_check
from tests.web.visitor import PageResponse, Visitor, select_statements

if TYPE_CHECKING:
    from eia_app.web.http.app_class import Service

PAGE = "sections/effects/groups/disability/effects"
GUIDE = "groups/disability/guide"
STAFF = "Will agreed adjustments move with the person"
BADGES = "What happens to Blue Badge bays"
ANYBODY = "How far must someone walk, stand or wait?"


@pytest.fixture
def draft(hart_app: Service, session: Session, forms: Forms, lead: Person) -> AssessmentContext:
    return start_with_quick_check(session, forms, lead)


@pytest.fixture
def for_staff(
    draft: AssessmentContext, session: Session, forms: Forms, lead: Person
) -> AssessmentContext:
    """A proposal whose kind is a change for staff."""
    seen = draft.revision("proposal", None)
    save_answers(draft, "proposal", None, {"kind": "workforce"}, by=lead, now=NOW, seen=seen)
    session.commit()
    session.expire_all()
    return load_assessment(session, forms, draft.assessment.id)


def details(shown: PageResponse, words: str) -> str:
    """The text of the one closed part of a page whose summary begins with these words."""
    assert shown.page is not None
    found = [
        each
        for each in shown.page.every("details")
        if text_of(next(each.iter("summary"))).startswith(words)
    ]
    assert [each.get("open") for each in found] == [None]
    return text_of(found[0])


def test_help_stands_closed_beside_its_question(as_lead: Visitor, draft: AssessmentContext) -> None:
    shown = as_lead.get(address(draft, "sections/proposal/in-short"))
    said = details(shown, "Why we ask, with examples: In up to 100 words, what will change?")
    for words in ("This opens the report", "A good answer", "£1 an hour", "A weak answer"):
        assert words in said


def test_a_question_with_the_worked_example_alone_promises_no_more(
    as_lead: Visitor, draft: AssessmentContext
) -> None:
    shown = as_lead.get(address(draft, "sections/decision/decision"))
    said = details(shown, "Why we ask, with an example: When will the decision be made?")
    assert "A good answer" not in said
    assert "The worked example, which is made up" in said


def test_a_question_that_is_revealed_and_one_of_a_row_have_help_too(
    as_lead: Visitor, draft: AssessmentContext
) -> None:
    group = as_lead.get(address(draft, PAGE))
    assert "High." in details(group, "Why we ask, with examples: How serious would the negative")
    row = as_lead.get(address(draft, f"lists/evidence/{uuid4()}"))
    assert "412 people" in details(row, "Why we ask, with examples: What is the fact?")
    empty = as_lead.get(address(draft, "lists/gaps"))
    assert "team of nine" in details(empty, "Why we ask, with examples: If you know of no gaps")


def test_a_group_page_has_what_fits_this_kind_of_proposal(
    as_lead: Visitor, for_staff: AssessmentContext
) -> None:
    said = details(as_lead.get(address(for_staff, PAGE)), "What to think about for disabled people")
    assert 0 < said.index(STAFF) < said.index(ANYBODY)
    assert BADGES not in said


def test_a_service_that_is_not_on_the_list_has_what_fits_its_name(
    as_lead: Visitor, draft: AssessmentContext, lead: Person
) -> None:
    typed = {"service": "other", "service_other": "Parking and transport"}
    save_answers(draft, "people_and_places", None, typed, by=lead, now=NOW)
    said = details(as_lead.get(address(draft, PAGE)), "What to think about for disabled people")
    assert BADGES in said


def test_the_page_of_a_group_has_what_fits_first_and_the_rest_after(
    as_lead: Visitor, for_staff: AssessmentContext
) -> None:
    shown = as_lead.get(address(for_staff, GUIDE))
    assert shown.title == "What to think about for disabled people"
    assert shown.text.index(STAFF) < shown.text.index(ANYBODY) < shown.text.index(BADGES)
    assert "Autism Friendly Fleet" in shown.text


def test_reading_the_whole_guide_saves_what_was_typed_and_leads_back_to_it(
    as_lead: Visitor, draft: AssessmentContext
) -> None:
    page = address(draft, PAGE)
    as_lead.get(page)
    as_lead.send({"know": "Half a sentence about"}, then="guide")
    shown = as_lead.follow()
    assert shown.title == "What to think about for disabled people"
    back = shown.link("Go back to where you were")
    assert (back, shown.link("Back")) == (f"/{page.lstrip('/')}", back)
    assert as_lead.get(back).form().value("know") == "Half a sentence about"


def test_what_cannot_be_saved_comes_back_as_typed(
    as_lead: Visitor, draft: AssessmentContext
) -> None:
    as_lead.get(address(draft, PAGE))
    shown = as_lead.send({"know": "Ring 07700 900123"}, then="guide", expect=422)
    assert shown.form().value("know") == "Ring 07700 900123"


@pytest.mark.parametrize("back", ["", "effects:nowhere", "nowhere:effects", "//example.org", ":"])
def test_the_way_back_leads_nowhere_else(
    back: str, as_lead: Visitor, draft: AssessmentContext
) -> None:
    shown = as_lead.get(f"{address(draft, GUIDE)}?back={back}")
    assert shown.link("Back") == address(draft)


def test_who_may_read_but_not_edit_goes_back_to_the_overview(
    as_equality_lead: Visitor, draft: AssessmentContext
) -> None:
    shown = as_equality_lead.get(f"{address(draft, GUIDE)}?back=effects:effects")
    assert shown.link("Back") == address(draft)


@pytest.mark.parametrize(
    "person", ["stranger", "champion", "head_of_service", "report_author", "administrator"]
)
def test_who_may_not_read_a_draft_cannot_tell_that_there_is_one(
    person: str, request: pytest.FixtureRequest, visit: Visit, draft: AssessmentContext
) -> None:
    visit(request.getfixturevalue(person)).get(address(draft, GUIDE), expect=404)


def test_every_page_of_the_guide_can_be_reached_and_is_well_made(
    as_stranger: Visitor, hart_app: Service
) -> None:
    links = [link for link in as_stranger.get("/guide").links if link.startswith("/guide/")]
    titles = [as_stranger.get(link).title for link in links]
    assert len(set(titles)) == len(links) == 5 + 15 + 3
    assert titles[-1] == "The whole guide"


def test_the_whole_guide_has_every_topic_example_and_group(
    as_stranger: Visitor, hart_app: Service
) -> None:
    text = as_stranger.get("/guide/everything").text
    for words in (
        "The equality duty in plain English",
        "£1 an hour",
        "for disabled people",
        BADGES,
    ):
        assert words in text
    assert "people in the group" in text
    assert "{" not in text


@pytest.mark.parametrize(
    "path", ["/guide/topics/nothing", "/guide/groups/nothing", "/guide/groups/homelessness"]
)
def test_what_is_not_in_the_guide_is_no_page(
    path: str, as_stranger: Visitor, hart_app: Service
) -> None:
    as_stranger.get(path, expect=404)


def test_an_edition_without_a_guide_goes_without(as_lead: Visitor, make_assessment: Makers) -> None:
    context = make_assessment()
    shown = as_lead.get(address(context, "sections/proposal/basics"))
    assert "Why we ask" not in shown.text
    as_lead.get(address(context, "groups/age/guide"), expect=404)
    assert "Nobody has written a guide" in as_lead.get("/guide").text


def test_a_group_that_nobody_has_written_about_has_no_prompts(
    as_lead: Visitor, draft: AssessmentContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Forms, "guidance", lambda *_: Guidance())
    assert "What to think about" not in as_lead.get(address(draft, PAGE)).text


def test_help_costs_no_query_and_few_bytes(
    as_lead: Visitor, draft: AssessmentContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_help = as_lead.get(address(draft, PAGE))
    monkeypatch.setattr(Forms, "guidance", lambda *_: Guidance())
    without = as_lead.get(address(draft, PAGE))
    assert len(select_statements(with_help)) == len(select_statements(without))
    assert len(with_help.answer.data) - len(without.answer.data) < 16_000
