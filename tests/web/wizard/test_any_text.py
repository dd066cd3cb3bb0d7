"""Whatever somebody types into a page, the page answers, and never fails on its own draft."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from eia_app.services.assessment.loading import AssessmentContext
from tests.factories import Makers
from tests.web.visitor import Visitor

At = Callable[..., str]
ROW = "lists/{section}/8a3f8dc4-6a77-4c1b-9d0e-1f2a3b4c5d6e"
PAGES = {
    "text and long text": "sections/proposal/basics",
    "one of several, a date, a number, a link and a person": "sections/proposal/details",
    "several": "sections/quick-check/groups",
    "one for each": "sections/quick-check/direction",
    "a row of evidence": ROW.format(section="evidence"),
    "an action": ROW.format(section="action-plan"),
    "rows cited": "sections/effects/groups/age/why",
}
ODD = [
    "9" * 5000,
    "1_000",
    "²",
    "٣",
    "25.000,00",
    "\x0b\x1e\x00",
    "\u3164",
    "🙂" * 300,
    "a" * 20000,
]
TEXTS = st.one_of(st.text(max_size=60), st.sampled_from(ODD))
MANY_DIGITS = ["9" * 5000, "9" * 20, str(2**31)]


@pytest.fixture
def context(make_assessment: Makers) -> AssessmentContext:
    return make_assessment(effect=["negative"], severity="low", likelihood="low")


@pytest.mark.parametrize("what", PAGES)
def test_any_text_in_any_field_of_a_page_is_answered_and_its_draft_shown(
    what: str, as_lead: Visitor, context: AssessmentContext, at: At
) -> None:
    page = at(context, PAGES[what])
    names = sorted({each.name for each in as_lead.get(page).form("").controls} - {"csrf_token"})

    @settings(
        max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
    )
    @given(st.fixed_dictionaries({name: TEXTS for name in names if name != "edition"}))
    @example({name: "9" * 5000 for name in names if name != "edition"})
    @example({name: str(2**31) for name in names if name != "edition"})
    def check(typed: dict[str, str]) -> None:
        as_lead.post("/drafts", {**typed, "draft_of": page}, 200)
        as_lead.get(page)
        as_lead.get(f"{page}?kept=1")
        as_lead.get("/drafts")
        answered = as_lead.post(page, {**typed, "then": "next"}, 0).status
        assert answered in {302, 409, 422}
        as_lead.get(page)

    check()


@pytest.mark.parametrize("number", MANY_DIGITS)
@pytest.mark.parametrize(
    "page",
    [
        "/assessments/?page={}",
        "/for-you/?page={}",
        "/queue?page={}",
        "/evidence?page={}",
        "{at}history?page={}",
        "{at}changes?since={}",
        "{at}review?round={}",
        "{at}report/equality-implications?words={}",
    ],
)
def test_a_long_number_in_an_address_is_no_page(
    page: str, number: str, as_equality_lead: Visitor, context: AssessmentContext, at: At
) -> None:
    address = page.replace("{at}", at(context)).format(number)
    assert as_equality_lead.get(address, 0).status in {200, 302, 404, 409}


@pytest.mark.parametrize("number", MANY_DIGITS)
@pytest.mark.parametrize("page", ["sections/proposal/basics", PAGES["a row of evidence"]])
def test_a_long_number_for_a_revision_is_no_revision(
    page: str, number: str, as_lead: Visitor, context: AssessmentContext, at: At
) -> None:
    fields = {"seen": number, "title": "Bins", "summary": "Fewer", "what": "Survey", "then": "next"}
    assert as_lead.post(at(context, page), fields, 0).status in {302, 409, 422}


@pytest.mark.parametrize(
    ("page", "field"),
    [
        ("/assessments/start", "title"),
        ("{at}people/add", "email"),
        ("{at}change-route", "reason"),
    ],
)
@pytest.mark.parametrize("blank", ["\u200b\u200d", "\u3164", "\u2800\u00a0", "\x0b\u00ad"])
def test_a_field_of_invisible_characters_counts_as_empty(
    page: str,
    field: str,
    blank: str,
    as_equality_lead: Visitor,
    as_lead: Visitor,
    context: AssessmentContext,
    at: At,
) -> None:
    visitor = as_equality_lead if "change-route" in page else as_lead
    address = page.replace("{at}", at(context))
    visitor.get(address)
    shown = visitor.send({field: blank}, expect=422)
    assert any(error.startswith("Enter") for error in shown.errors)


def test_a_number_of_two_readings_is_asked_about_on_its_page(
    as_lead: Visitor, context: AssessmentContext, at: At
) -> None:
    as_lead.get(at(context, PAGES["one of several, a date, a number, a link and a person"]))
    shown = as_lead.send({"cost": "25.000,00"}, expect=422, then="later")
    (error,) = shown.errors
    assert error == (
        "“25.000,00” can be read in more than one way: enter it such as 25000 or 25,000, with a"
        " point only before decimals: 7.5"
    )
    assert shown.form("").value("cost") == "25.000,00"


def test_a_list_pasted_from_word_is_a_list_on_the_page(
    as_lead: Visitor, context: AssessmentContext, at: At
) -> None:
    as_lead.get(at(context, PAGES["text and long text"]))
    pasted = "We will:\x0b\uf0b7\twrite\r\no\tcall\r\n§\tvisit\r\n1.\tfirst\r\n2)\tsecond"
    as_lead.send({"summary": pasted}, then="later")
    shown = as_lead.get(at(context, "answers"))
    drawn = [
        [(item.text or "") for item in each.iter("li")]
        for each in shown.tree.of_class("govuk-list--bullet")
    ]
    assert ["write", "call", "visit"] in drawn
    assert "1. first 2) second" in " ".join(shown.text.split())
