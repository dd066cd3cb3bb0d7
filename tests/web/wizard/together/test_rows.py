"""Rows on one page: first visit, add, remove, save, what is missing."""

from __future__ import annotations

from eia_app.services.assessment.loading import AssessmentContext
from eia_app.storage.models.assessment import ListRow
from tests.judges.page_tree import text_of
from tests.web.conftest import address
from tests.web.visitor import PageResponse, Visitor, path_of
from tests.web.wizard.together.conftest import AddFact


def ids_on(shown: PageResponse) -> list[str]:
    return shown.form().values("row")


def facts_on(shown: PageResponse) -> list[str]:
    form = shown.form()
    return [form.value(f"{id_}.fact") or "" for id_ in ids_on(shown)]


def stored(visitor: Visitor, context: AssessmentContext) -> list[dict[str, object]]:
    query = visitor.session.query(ListRow).filter_by(assessment_id=context.assessment.id)
    rows = query.filter(ListRow.removed_at.is_(None)).order_by(ListRow.position)
    return [row.values for row in rows]


def test_a_first_visit_offers_the_rows_to_begin_with_and_as_many_as_are_needed(
    as_lead: Visitor, page: str, draft: AssessmentContext
) -> None:
    shown = as_lead.get(page)
    assert facts_on(shown) == ["People live here", ""]
    assert "Suggested: keep or change" in shown.text
    assert stored(as_lead, draft) == []


def test_an_empty_row_is_not_saved_and_what_was_offered_is_saved_with_the_page(
    as_lead: Visitor, page: str, draft: AssessmentContext
) -> None:
    as_lead.get(page)
    assert path_of(as_lead.send(then="later").location) == address(draft)
    assert stored(as_lead, draft) == [{"fact": "People live here"}]
    assert facts_on(as_lead.get(page)) == ["People live here", ""]


def test_rows_that_were_taken_away_are_not_offered_again(
    as_lead: Visitor, page: str, draft: AssessmentContext
) -> None:
    first = ids_on(as_lead.get(page))[0]
    as_lead.send({f"{first}.fact": ""}, then="later")
    assert stored(as_lead, draft) == []
    assert facts_on(as_lead.get(page)) == ["", ""]


def test_adding_saves_what_was_typed_and_leads_to_the_new_row(
    as_lead: Visitor, page: str, draft: AssessmentContext
) -> None:
    first, second = ids_on(as_lead.get(page))
    sent = as_lead.send({f"{first}.fact": "One fact"}, then="add")
    assert stored(as_lead, draft) == [{"fact": "One fact"}]
    shown = as_lead.follow()
    assert facts_on(shown) == ["One fact", "", ""]
    assert ids_on(shown)[:2] == [first, second]
    anchor = sent.location.partition("#")[2]
    assert anchor == f"{ids_on(shown)[2]}.fact"
    assert anchor in shown.tree.ids


def test_saving_twice_adds_a_row_once(
    as_lead: Visitor, page: str, draft: AssessmentContext
) -> None:
    first, _ = ids_on(as_lead.get(page))
    form = as_lead.get(page).form()
    pairs = [*form.filled({"row": [first], f"{first}.fact": "One fact"}), ("then", "later")]
    as_lead.post(page, pairs)
    as_lead.post(page, pairs)
    assert stored(as_lead, draft) == [{"fact": "One fact"}]


def test_removing_saves_what_was_typed_names_the_row_and_asks_once(
    as_lead: Visitor, page: str, draft: AssessmentContext, add_fact: AddFact
) -> None:
    first, second = add_fact(fact="One fact"), add_fact(fact="Another")
    as_lead.get(page)
    as_lead.send({f"{second}.fact": "Another one"}, then=f"remove:{first}")
    asked = as_lead.follow()
    assert asked.title == "Remove the fact “One fact”?"
    assert "One fact" in asked.text
    as_lead.send()
    assert [row["fact"] for row in stored(as_lead, draft)] == ["Another one"]
    assert path_of(as_lead.last.location if as_lead.last else "") == page


def test_an_empty_row_is_taken_away_without_asking(
    as_lead: Visitor, page: str, draft: AssessmentContext, add_fact: AddFact
) -> None:
    add_fact(fact="One fact"), add_fact(fact="Another")
    as_lead.get(page)
    as_lead.send(then="add")
    new = ids_on(as_lead.follow())[-1]
    as_lead.send(then=f"remove:{new}")
    assert facts_on(as_lead.follow()) == ["One fact", "Another"]


def test_a_row_with_an_error_can_be_taken_away(
    as_lead: Visitor, page: str, add_fact: AddFact
) -> None:
    first = add_fact(fact="One fact")
    as_lead.get(page)
    as_lead.send({f"{first}.year": "long ago"}, then=f"remove:{first}")
    assert as_lead.follow().title == "Remove the fact “One fact”?"


def test_going_on_names_what_is_missing_in_which_row_and_leads_to_it(
    as_lead: Visitor, page: str
) -> None:
    first, _ = ids_on(as_lead.get(page))
    shown = as_lead.send({"purpose": "To decide"}, expect=422)
    assert shown.errors == ["Fact 1: Enter where it is from"]
    assert shown.link("Fact 1: Enter where it is from") == f"#{first}.source"
    first, second = ids_on(shown)
    changes = {f"{first}.source": "Our count", f"{second}.year": "long ago"}
    assert as_lead.send(changes, expect=422).errors == [
        "Fact 2: Enter the fact",
        "Fact 2: Enter where it is from",
        "Fact 2: Enter a year",
    ]


def test_a_list_that_is_too_short_is_saved_and_says_so_at_its_empty_row(
    as_lead: Visitor, page: str, draft: AssessmentContext
) -> None:
    first, _ = ids_on(as_lead.get(page))
    typed = {"purpose": "To decide", f"{first}.source": "Our count"}
    shown = as_lead.send(typed, expect=422)
    assert shown.errors == ["Add at least 2 facts"]
    assert shown.link("Add at least 2 facts") == f"#{ids_on(shown)[1]}.fact"
    assert len(stored(as_lead, draft)) == 1
    second = ids_on(shown)[1]
    done = {f"{second}.fact": "Another", f"{second}.source": "Our count"}
    assert path_of(as_lead.send(done).location) == address(draft)


def test_the_list_itself_is_asked_above_its_rows_and_shown_where_answers_are_checked(
    as_lead: Visitor, page: str, draft: AssessmentContext
) -> None:
    first, _ = ids_on(as_lead.get(page))
    shown = as_lead.send({f"{first}.source": "Our count"}, expect=422)
    assert shown.errors == ["Enter what you want to know"]
    as_lead.send({"purpose": "To decide well"}, then="later")
    checked = as_lead.get(address(draft, "answers"))
    assert "To decide well" in checked.text
    change = f"{page}?back=check#{first}.source"
    assert change in checked.links


def test_having_none_is_behind_a_press_and_required_only_without_rows(
    as_lead: Visitor, page: str, draft: AssessmentContext
) -> None:
    first, _ = ids_on(as_lead.get(page))
    empty = {"purpose": "To decide", f"{first}.fact": ""}
    shown = as_lead.send(empty, expect=422)
    assert shown.errors == ["Add at least 2 facts, or enter why there are none"]
    (fold,) = [e for e in shown.tree.every("details") if "I have no facts" in text_of(e)]
    assert "open" in fold.attrib
    as_lead.send({"no_evidence": "Nobody has counted"})
    assert stored(as_lead, draft) == []
    assert facts_on(as_lead.get(page)) == [""]


def test_hints_and_help_stand_once_and_every_row_points_to_them(
    as_lead: Visitor, page: str
) -> None:
    shown = as_lead.get(page)
    first, second = ids_on(shown)
    assert shown.text.count("One fact, with its figure.") == 1
    hint = shown.tree.ids[f"{first}.fact-hint"]
    assert text_of(hint) == "One fact, with its figure."
    described = shown.tree.ids[f"{second}.fact"].get("aria-describedby", "").split()
    assert f"{first}.fact-hint" in described


def test_a_row_has_no_page_of_its_own(as_lead: Visitor, page: str, add_fact: AddFact) -> None:
    first = add_fact(fact="One fact")
    assert as_lead.get(f"{page}/{first}", expect=302).location == f"{page}#row-{first}"
    assert f"row-{first}" in as_lead.get(page).tree.ids
    new = as_lead.get(f"{page}/add", expect=302).location
    begun = as_lead.get(new, expect=302).location
    assert f"new={path_of(new).rpartition('/')[2]}" in begun
