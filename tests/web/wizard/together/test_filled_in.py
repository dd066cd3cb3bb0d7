"""What stands behind a press, and what the program offers, suggests and guesses."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from eia_app.services.assessment.loading import AssessmentContext
from tests.judges.page_tree import text_of
from tests.web.conftest import address
from tests.web.visitor import PageResponse, Visitor
from tests.web.wizard.together.conftest import AddFact
from tests.web.wizard.together.test_rows import ids_on, stored

SUGGESTED = "Suggested: keep or change"


def folds(shown: PageResponse) -> list[Element]:
    return [fold for fold in shown.tree.every("details") if "Kind and year" in text_of(fold)]


def test_what_is_behind_a_press_is_closed_until_it_has_an_answer_or_an_error(
    as_lead: Visitor, page: str, add_fact: AddFact
) -> None:
    first, second = add_fact(fact="One"), add_fact(fact="Two", year="2026")
    shown = as_lead.get(page)
    assert ["open" in fold.attrib for fold in folds(shown)] == [False, True]
    assert text_of(next(folds(shown)[0].iter("summary"))) == "Kind and year (optional): fact 1"
    refused = as_lead.send({f"{first}.year": "long ago"}, expect=422, then="later")
    assert ["open" in fold.attrib for fold in folds(refused)] == [True, True]
    assert refused.errors == ["Fact 1: Enter a year"]
    assert second


def test_a_councils_list_is_suggested_under_a_text_once_for_all_rows(
    as_lead: Visitor, page: str
) -> None:
    shown = as_lead.get(page)
    first, second = ids_on(shown)
    assert shown.tree.ids[f"{second}.source"].get("list") == f"{first}.source-list"
    (options,) = shown.tree.every("datalist")
    assert [option.get("value") for option in options.iter("option")] == ["Access Forum"]


def test_a_kind_is_guessed_from_the_source_marked_and_saved_only_with_the_page(
    as_lead: Visitor, page: str, draft: AssessmentContext, add_fact: AddFact
) -> None:
    add_fact(fact="One", source="Census 2021, table TS038")
    shown = as_lead.get(page)
    assert ("kind", "local") in [(n.partition(".")[2], v) for n, v in shown.form().fields]
    assert SUGGESTED in text_of(folds(shown)[0])
    assert "kind" not in stored(as_lead, draft)[0]
    as_lead.send(then="later")
    assert stored(as_lead, draft)[0]["kind"] == "local"
    assert SUGGESTED not in as_lead.get(page).text


def test_a_source_that_tells_nothing_has_no_guess(
    as_lead: Visitor, page: str, add_fact: AddFact
) -> None:
    row = add_fact(fact="One", source="Somebody said so")
    assert as_lead.get(page).form().value(f"{row}.kind") is None


def test_a_date_and_a_job_title_are_offered_until_the_page_is_saved(
    as_lead: Visitor, draft: AssessmentContext
) -> None:
    details, again = (address(draft, f"sections/proposal/{page}") for page in ("details", "again"))
    assert as_lead.get(again).form().value("looked_at_again-year") == ""
    as_lead.get(details)
    decided = {"decided_on-day": "29", "decided_on-month": "2", "decided_on-year": "2028"}
    as_lead.send(decided)
    shown = as_lead.get(again)
    parts = [shown.form().value(f"looked_at_again-{part}") for part in ("day", "month", "year")]
    assert parts == ["28", "02", "2029"]
    assert shown.form().value("by_whom") == "Lee Lead’s job"
    assert shown.text.count(SUGGESTED) == 2
    as_lead.send({"by_whom": ""})
    shown = as_lead.get(again)
    assert shown.form().value("by_whom") == ""
    assert shown.form().value("looked_at_again-year") == "2029"
    assert SUGGESTED not in shown.text
