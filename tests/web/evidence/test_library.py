"""The evidence library over HTTP: looked through, searched, and used."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from eia_app.services.answers.rows import save_row
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.people import Person
from tests.factories import NOW
from tests.web.conftest import address
from tests.web.quick_check_assessment import start_with_quick_check
from tests.web.visitor import Visitor, path_of, select_statements

if TYPE_CHECKING:
    from eia_app.web.http.app_class import Service

pytestmark = pytest.mark.clock

SURVEY = {
    "fact": "Half come by car",
    "evidence_kind": "service",
    "source": "Our survey",
    "evidence_date": "May 2019",
}
Cite = Callable[..., None]


@pytest.fixture
def draft(hart_app: Service, session: Session, forms: Forms, lead: Person) -> AssessmentContext:
    return start_with_quick_check(session, forms, lead)


@pytest.fixture
def cite(draft: AssessmentContext, lead: Person) -> Cite:
    """`cite(fact="…")` adds a row of evidence, as the lead."""

    def add(**values: str) -> None:
        given = {**SURVEY, "what_it_tells": "Parking matters", **values}
        save_row(draft, "evidence", uuid4(), given, by=lead, now=NOW)

    return add


def test_an_empty_library_says_so(as_lead: Visitor, hart_app: Service) -> None:
    assert "No evidence has been cited yet" in as_lead.get("/evidence").text


def test_the_library_has_facts_with_source_and_date_and_says_which_are_old(
    as_lead: Visitor, cite: Cite
) -> None:
    cite()
    said = as_lead.get("/evidence").text
    for words in ("1 fact", "Half come by car", "Our survey", "May 2019", "cited once"):
        assert words in said
    assert "May be out of date" in said
    assert "Parking matters" not in said


def test_it_takes_as_many_queries_with_1_and_3_facts(as_lead: Visitor, cite: Cite) -> None:
    cite()
    as_lead.get("/evidence")
    one = len(select_statements(as_lead.get("/evidence")))
    cite(fact="A second")
    cite(fact="A third")
    assert [one, len(select_statements(as_lead.get("/evidence")))] == [one, one]
    assert one <= 8


def test_the_evidence_library_is_searched_by_words(as_lead: Visitor, cite: Cite) -> None:
    cite()
    assert "1 fact" in as_lead.get("/evidence?words=CAR").text
    assert "No fact matches." in as_lead.get("/evidence?words=zebra").text


@pytest.mark.parametrize("asked", ["page=0", "page=-3", "page=x", "page=99999999999", "for=nobody"])
def test_no_address_of_it_breaks(as_lead: Visitor, cite: Cite, asked: str) -> None:
    cite()
    as_lead.get(f"/evidence?{asked}")


def test_many_facts_take_several_pages(as_lead: Visitor, cite: Cite) -> None:
    for number in range(21):
        cite(fact=f"Fact {number}")
    assert "21 facts, page 1 of 2" in as_lead.get("/evidence").text
    assert "21 facts, page 2 of 2" in as_lead.get("/evidence?page=2").text


def test_a_fact_is_copied_into_an_assessment_and_asks_what_it_tells(
    as_lead: Visitor, cite: Cite, session: Session, forms: Forms, lead: Person
) -> None:
    cite()
    mine = start_with_quick_check(session, forms, lead)
    listing = as_lead.get(address(mine, "lists/evidence"))
    as_lead.get(listing.link("Use evidence that colleagues have cited"))
    assert as_lead.last is not None
    use = as_lead.get(as_lead.last.link("Use Half come by car"))
    assert use.form().value("assessment") == str(mine.assessment.id)
    as_lead.send()
    assert path_of(as_lead.last.location).startswith(address(mine, "lists/evidence/"))
    row = as_lead.follow().form()
    assert {name: row.value(name) for name in SURVEY} == SURVEY
    assert row.value("what_it_tells") == ""


def test_it_takes_as_many_queries_to_choose_from_1_and_from_3_assessments(
    as_lead: Visitor, cite: Cite, session: Session, forms: Forms, lead: Person
) -> None:
    cite()
    there = as_lead.get("/evidence").link("Use")
    one = len(select_statements(as_lead.get(there)))
    start_with_quick_check(session, forms, lead)
    start_with_quick_check(session, forms, lead)
    assert len(select_statements(as_lead.get(there))) == one


def test_which_assessment_it_is_for_must_be_said(as_lead: Visitor, cite: Cite) -> None:
    cite()
    as_lead.get(as_lead.get("/evidence").link("Use"))
    assert as_lead.send(expect=422).errors == ["Select which assessment it is for"]


def test_somebody_without_a_draft_is_told_to_start_one_first(
    as_equality_lead: Visitor, cite: Cite, session: Session
) -> None:
    cite()
    shown = as_equality_lead.get(as_equality_lead.get("/evidence").link("Use"))
    assert "You have no assessment that you are writing." in shown.text


def test_a_fact_of_others_and_an_assessment_of_others_are_not_there(
    as_lead: Visitor, as_stranger: Visitor, cite: Cite, draft: AssessmentContext
) -> None:
    cite()
    there = as_lead.get("/evidence").link("Use")
    as_stranger.get(there, expect=404)
    as_stranger.get(f"/evidence/{uuid4()}/use", expect=404)
    as_stranger.post(there, {"assessment": str(draft.assessment.id)}, expect=404)


def test_who_comes_from_an_assessment_finds_the_way_back_to_it(
    as_lead: Visitor, draft: AssessmentContext, cite: Cite
) -> None:
    cite()
    came = as_lead.get(address(draft, "lists/evidence")).link("Use evidence that colleagues")
    assert as_lead.get(came).link("Back to your assessment") == address(draft)
    none = as_lead.get(f"{came}&words=nothing")
    shown = as_lead.get(none.link("Show all facts"))
    use = as_lead.get(shown.link("Use"))
    assert use.form().value("assessment") == str(draft.assessment.id)
    assert as_lead.get(use.link("Back")).link("Back to your assessment") == address(draft)
