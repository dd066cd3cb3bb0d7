"""What leads to a row or on from it: drafts, files, warnings, carried marks, check answers."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from eia_app.services.assessment.loading import AssessmentContext
from eia_app.storage.models.assessment import ListRow
from eia_app.web.http.app_class import Service
from eia_app.wizard.navigation import Navigation
from tests.web.conftest import address
from tests.web.visitor import Visitor, path_of
from tests.web.wizard.together.conftest import AddFact
from tests.web.wizard.together.test_rows import facts_on, ids_on, stored


def test_a_draft_of_the_page_is_offered_and_comes_back_with_its_rows(
    as_lead: Visitor, page: str, draft: AssessmentContext, add_fact: AddFact
) -> None:
    first = add_fact(fact="Saved")
    form = as_lead.get(page).form()
    new = form.values("row")[1]
    typed = {f"{first}.fact": "Changed", f"{new}.fact": "Begun", "draft_of": page}
    as_lead.post("/drafts", form.filled(typed), expect=200)
    shown = as_lead.get(page)
    assert "Not saved yet" in shown.text
    assert "Changed" in shown.text
    assert "Begun" in shown.text
    assert facts_on(shown)[0] == "Saved"
    restored = as_lead.get(shown.link("Go on with it"))
    assert facts_on(restored) == ["Changed", "Begun"]
    as_lead.send(then="later")
    assert [row["fact"] for row in stored(as_lead, draft)] == ["Changed", "Begun"]
    assert "Not saved yet" not in as_lead.get(page).text


def test_a_page_without_a_change_offers_no_draft(
    as_lead: Visitor, page: str, add_fact: AddFact
) -> None:
    add_fact(fact="Saved", source="Census 2021")
    form = as_lead.get(page).form()
    as_lead.post("/drafts", form.filled({"draft_of": page}), expect=200)
    assert "Not saved yet" not in as_lead.get(page).text


def test_files_are_reached_from_a_row_that_is_saved_on_the_way_and_lead_back_to_it(
    as_lead: Visitor, page: str, draft: AssessmentContext
) -> None:
    first, second = ids_on(as_lead.get(page))
    as_lead.send({f"{second}.fact": "With a file"}, then=f"files:{second}")
    files = as_lead.follow()
    assert path_of(files.form().action) == f"{page}/{second}/files"
    assert f"{page}#row-{second}" in files.links
    assert stored(as_lead, draft)[1] == {"fact": "With a file"}
    assert first != second


def test_a_detail_of_a_person_is_pointed_out_in_its_row_before_the_page_is_saved(
    as_lead: Visitor, page: str, draft: AssessmentContext
) -> None:
    first, _ = ids_on(as_lead.get(page))
    typed = {f"{first}.fact": "Ask jo.bloggs@example.com"}
    shown = as_lead.send(typed, then="add", expect=422)
    assert f"#{first}.fact" in shown.links
    assert stored(as_lead, draft) == []
    anyway = next(value for name, value in shown.form().buttons if value.startswith("add!"))
    as_lead.send(then=anyway)
    assert len(ids_on(as_lead.follow())) == 3


def test_a_row_that_was_carried_over_is_confirmed_by_going_on_and_not_by_coming_back_later(
    as_lead: Visitor, page: str, add_fact: AddFact, session: Session
) -> None:
    row = UUID(add_fact(fact="From last year"))
    add_fact(fact="Another")
    carried = session.get_one(ListRow, row)
    carried.carried = True
    session.commit()
    assert "Carried over" in as_lead.get(page).text
    as_lead.send({"purpose": "To decide"}, then="later")
    assert session.get_one(ListRow, row).carried
    as_lead.get(page)
    as_lead.send()
    assert not session.get_one(ListRow, row).carried


def test_every_way_to_a_row_leads_to_its_place_on_the_page(
    app: Service, draft: AssessmentContext, page: str, add_fact: AddFact
) -> None:
    row = add_fact(fact="One")
    with app.test_request_context():
        go = Navigation(draft.assessment.id, draft.journey)
        assert go.row("evidence", row) == f"{page}#row-{row}"
        assert go.row("evidence", row, "check", "source") == f"{page}?back=check#{row}.source"
        (missing,) = [lack for lack in draft.journey.missing if lack.question == "purpose"]
        assert go.missing(missing) == page
        assert go.opened_from(f"evidence::{row}") == f"{page}#row-{row}"


def test_saving_leads_back_to_check_answers_when_it_was_opened_from_there(
    as_lead: Visitor, page: str, draft: AssessmentContext, add_fact: AddFact
) -> None:
    add_fact(fact="One"), add_fact(fact="Another")
    shown = as_lead.get(f"{page}?back=check")
    assert shown.form().action == f"{page}?back=check"
    as_lead.send({"purpose": "To decide"}, then="add")
    assert "back=check" in as_lead.follow().form().action
    as_lead.send({"purpose": "To decide"})
    answers = address(draft, "answers")
    assert as_lead.last is not None
    assert as_lead.last.location == f"{answers}#evidence"
