"""Two people on one page of rows: nothing is lost, and nobody is disturbed without need."""

from __future__ import annotations

from uuid import uuid4

import pytest

from eia_app.services.answers.rows import save_row
from eia_app.services.assessment.loading import AssessmentContext
from tests.factories import Makers
from tests.web.visitor import Visitor
from tests.web.wizard.together.conftest import AddFact, ChangeFact
from tests.web.wizard.together.test_rows import facts_on, ids_on, stored


@pytest.fixture
def row(add_fact: AddFact) -> str:
    return add_fact(fact="At first", kind="other")


def test_rows_and_answers_that_only_one_changed_go_together(
    as_lead: Visitor,
    page: str,
    draft: AssessmentContext,
    row: str,
    add_fact: AddFact,
    change_fact: ChangeFact,
) -> None:
    other = add_fact(fact="Another")
    as_lead.get(page)
    change_fact(row, fact="Theirs", kind_other="A guess")
    as_lead.send({f"{row}.source": "Mine", f"{other}.fact": "Mine too"}, then="later")
    assert stored(as_lead, draft) == [
        {"fact": "Theirs", "source": "Mine", "kind": "other", "kind_other": "A guess"},
        {"fact": "Mine too", "source": "A count"},
    ]


def test_what_both_changed_is_shown_beside_each_other_and_the_second_save_decides(
    as_lead: Visitor, page: str, draft: AssessmentContext, row: str, change_fact: ChangeFact
) -> None:
    as_lead.get(page)
    change_fact(row, fact="Theirs", source="Their count")
    shown = as_lead.send({f"{row}.fact": "Mine"}, then="later", expect=409)
    assert facts_on(shown)[0] == "Mine"
    assert "Saved by someone else: Theirs" in " ".join(shown.text.split())
    assert shown.form().value(f"{row}.source") == "Their count"
    assert stored(as_lead, draft)[0]["fact"] == "Theirs"
    as_lead.send(then="later")
    assert stored(as_lead, draft) == [{"fact": "Mine", "source": "Their count", "kind": "other"}]


def test_a_clash_in_one_row_saves_nothing_of_the_page_and_gives_all_of_it_back(
    as_lead: Visitor,
    page: str,
    draft: AssessmentContext,
    row: str,
    add_fact: AddFact,
    change_fact: ChangeFact,
) -> None:
    other = add_fact(fact="Another")
    as_lead.get(page)
    change_fact(row, fact="Theirs")
    typed = {f"{row}.fact": "Mine", f"{other}.fact": "Mine too", "purpose": "To decide"}
    shown = as_lead.send(typed, then="add", expect=409)
    assert stored(as_lead, draft)[1]["fact"] == "Another"
    assert facts_on(shown)[:2] == ["Mine", "Mine too"]
    assert shown.form().value("purpose") == "To decide"


def test_an_answer_that_a_colleague_gave_is_not_emptied_by_a_page_that_showed_none(
    as_lead: Visitor, page: str, draft: AssessmentContext, row: str, change_fact: ChangeFact
) -> None:
    as_lead.get(page)
    change_fact(row, kind_other="A guess")
    as_lead.send(then="later")
    assert stored(as_lead, draft)[0]["kind_other"] == "A guess"


def test_a_row_that_a_colleague_removed_stays_removed_if_nobody_wrote_in_it(
    as_lead: Visitor, as_contributor: Visitor, page: str, draft: AssessmentContext, row: str
) -> None:
    as_lead.get(page)
    as_contributor.get(f"{page}/{row}/remove")
    as_contributor.send()
    as_lead.send(then="later")
    assert stored(as_lead, draft) == []


def test_a_row_that_was_removed_while_somebody_wrote_in_it_is_offered_to_be_put_back(
    as_lead: Visitor, as_contributor: Visitor, page: str, draft: AssessmentContext, row: str
) -> None:
    as_lead.get(page)
    as_contributor.get(f"{page}/{row}/remove")
    as_contributor.send()
    shown = as_lead.send({f"{row}.fact": "Mine"}, then="later", expect=409)
    assert "Somebody else removed this while you were writing." in shown.text
    assert facts_on(shown)[0] == "Mine"
    as_lead.send(then="later")
    assert [values["fact"] for values in stored(as_lead, draft)] == ["Mine"]


def test_a_row_that_a_colleague_added_meanwhile_stays(
    as_lead: Visitor, page: str, draft: AssessmentContext, row: str, add_fact: AddFact
) -> None:
    as_lead.get(page)
    add_fact(fact="Theirs")
    as_lead.send({f"{row}.fact": "Mine"}, then="later")
    assert [values["fact"] for values in stored(as_lead, draft)] == ["Mine", "Theirs"]


def test_both_may_change_what_the_list_itself_is_asked(
    as_lead: Visitor, as_contributor: Visitor, page: str, draft: AssessmentContext
) -> None:
    as_lead.get(page)
    as_contributor.get(page)
    as_contributor.send({"purpose": "Theirs"}, then="later")
    shown = as_lead.send({"purpose": "Mine"}, then="later", expect=409)
    assert "Saved by someone else: Theirs" in " ".join(shown.text.split())
    assert shown.form().value("purpose") == "Mine"


def test_a_row_of_another_assessment_is_no_row_of_this_list(
    as_lead: Visitor, page: str, row: str, make_assessment: Makers
) -> None:
    stranger, values = uuid4(), {"fact": "Theirs", "source": "A count"}
    by, now = make_assessment.lead, make_assessment.clock()
    save_row(make_assessment(), "evidence", stranger, values, by=by, now=now)
    as_lead.get(page)
    fields = {"row": str(stranger), f"{stranger}.fact": "Mine", f"{stranger}.seen": "1"}
    as_lead.send(fields, then="later", expect=404)


def test_rows_with_ids_that_are_none_are_passed_over(as_lead: Visitor, page: str) -> None:
    as_lead.get(page)
    as_lead.send({"row": ["x", ""], "x.fact": "Mine"}, then="later")
    assert ids_on(as_lead.get(page))
