"""Drafts of the wizard’s pages: offered beside what is saved, and gone once it is saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.workflow.states import Transition
from eia_app.services.answers.rows import remove_row, save_row
from eia_app.services.answers.save import save_answers
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.workflow.contributors import add_contributor
from eia_app.storage.models.drafts import SavedDraft
from eia_app.storage.models.people import Person
from tests.factories import Makers
from tests.web.visitor import PageResponse, Visitor, select_statements

At = Callable[..., str]
BASICS = "sections/proposal/basics"
AGE = "sections/effects/groups/age/why"
NEGATIVE: Mapping[str, Any] = {"effect": ["negative"], "severity": "low", "likelihood": "low"}


def keep(visitor: Visitor, page: str, expect: int = 200, **fields: Any) -> PageResponse:
    """Send what the script of that page would send."""
    return visitor.post("/drafts", {**fields, "draft_of": page}, expect)


def paths(session: Session) -> list[str]:
    session.expire_all()
    return list(session.scalars(select(SavedDraft.path)))


def test_a_draft_of_a_page_is_offered_beside_its_answers_until_it_is_saved(
    as_lead: Visitor, make_assessment: Makers, session: Session, at: At
) -> None:
    page = at(make_assessment(title="Bins"), BASICS)
    seen = as_lead.get(page).form().value("seen")
    keep(as_lead, page, seen=seen, title="Bins", summary="Fewer rounds, and why")
    shown = as_lead.get(page)
    assert [each[:17] for each in shown.banners] == ["You wrote this on"]
    assert "Fewer rounds, and why" in shown.text
    assert shown.form(page).value("summary") != "Fewer rounds, and why"
    assert as_lead.get(shown.link("Go on with it")).form().value("summary") == (
        "Fewer rounds, and why"
    )
    as_lead.send()
    assert paths(session) == []
    assert as_lead.get(page).banners == []


def test_a_draft_of_a_page_is_left_with_one_button(
    as_lead: Visitor, make_assessment: Makers, session: Session, at: At
) -> None:
    page = at(make_assessment(), BASICS)
    keep(as_lead, page, title="Something else", seen="1")
    as_lead.get(page)
    assert as_lead.send(form="/drafts/forget", expect=303).location == page
    assert paths(session) == []


def test_nothing_is_offered_to_a_colleague_or_on_the_page_of_another_group(
    as_lead: Visitor,
    as_contributor: Visitor,
    make_assessment: Makers,
    lead: Person,
    contributor: Person,
    at: At,
) -> None:
    context = make_assessment(**NEGATIVE)
    add_contributor(
        context, email=contributor.email, expertise="", by=lead, now=make_assessment.clock()
    )
    keep(as_lead, at(context, AGE), explanation="Fewer buses")
    assert "Fewer buses" in as_lead.get(at(context, AGE)).text
    assert as_lead.get(at(context, AGE.replace("age", "disability"))).banners == []
    assert as_contributor.get(at(context, AGE)).banners == []


def test_what_a_colleague_saved_meanwhile_is_shown_when_the_draft_is_saved(
    as_lead: Visitor, make_assessment: Makers, lead: Person, at: At
) -> None:
    context = make_assessment()
    page = at(context, BASICS)
    seen = as_lead.get(page).form().value("seen")
    keep(as_lead, page, title="Mine", summary="My words", seen=seen)
    theirs = {"title": "Mine", "summary": "Their words"}
    save_answers(context, "proposal", None, theirs, by=lead, now=make_assessment.clock())
    as_lead.get(as_lead.get(page).link("Go on with it"))
    clash = as_lead.send(expect=409)
    assert "Their words" in clash.text
    assert clash.form().value("summary") == "My words"


def test_a_row_that_was_begun_is_offered_on_its_list_and_on_its_page(
    as_lead: Visitor, make_assessment: Makers, session: Session, at: At
) -> None:
    listing = at(make_assessment(), "lists/evidence")
    row = f"{listing}/{uuid4()}"
    keep(as_lead, row, fact="Half of them are over 65", seen="0")
    assert "Half of them are over 65" in as_lead.get(row).text
    shown = as_lead.get(listing)
    assert "You began a piece of evidence on" in shown.text
    assert "Half of them are over 65" in shown.text
    as_lead.get(shown.link("Go on with it"))
    as_lead.send({"kind": "figures"})
    assert paths(session) == []
    assert "You began" not in as_lead.get(listing).text


def test_a_row_that_was_begun_can_be_thrown_away_from_its_list(
    as_lead: Visitor, make_assessment: Makers, session: Session, at: At
) -> None:
    listing = at(make_assessment(), "lists/evidence")
    keep(as_lead, f"{listing}/{uuid4()}", fact="Not so good", seen="0")
    as_lead.get(listing)
    assert as_lead.send(form="/drafts/forget", expect=303).location == listing
    assert paths(session) == []


def test_a_change_to_a_row_that_was_taken_away_is_not_offered_as_a_new_one(
    as_lead: Visitor, make_assessment: Makers, lead: Person, at: At
) -> None:
    context = make_assessment()
    row = uuid4()
    add(context, row, lead, make_assessment)
    keep(as_lead, at(context, f"lists/evidence/{row}"), fact="Changed words", seen="1")
    assert "Changed words" in as_lead.get(at(context, f"lists/evidence/{row}")).text
    as_lead.get(at(context, f"lists/evidence/{row}/remove"))
    as_lead.send()
    assert "Changed words" not in as_lead.get(at(context, "lists/evidence")).text
    assert "Changed words" in as_lead.get("/drafts").text


def add(context: AssessmentContext, row: UUID, by: Person, make: Makers) -> None:
    save_row(context, "evidence", row, {"fact": "A fact"}, by=by, now=make.clock())


def test_the_question_of_an_empty_list_has_its_draft(
    as_lead: Visitor, make_assessment: Makers, at: At
) -> None:
    context = make_assessment()
    for row_id in [each.id for each in context.rows.values() if each.section == "evidence"]:
        remove_row(context, row_id, by=make_assessment.lead, now=make_assessment.clock())
    listing = at(context, "lists/evidence")
    question = context.edition.by_id["evidence"].empty_question
    assert question is not None
    fields: Any = {question.id: "Nobody counted yet", "seen": "0"}
    keep(as_lead, listing, **fields)
    shown = as_lead.get(listing)
    assert [each[:17] for each in shown.banners] == ["You wrote this on"]
    assert "Nobody counted yet" in shown.text


def test_the_draft_of_a_page_that_can_no_longer_be_changed_stays_readable(
    as_lead: Visitor, make_assessment: Makers, at: At
) -> None:
    context = make_assessment()
    page = at(context, BASICS)
    keep(as_lead, page, summary="Written before it was sent", seen="1")
    make_assessment.step(context, Transition.SUBMIT)
    keep(as_lead, page, expect=409, summary="Written after it was sent", seen="1")
    as_lead.get(page, expect=409)
    listed = as_lead.get("/drafts").text
    assert "Written before it was sent" in listed
    assert "Written after" not in listed


def test_a_draft_costs_a_page_one_small_question_whether_there_is_one_or_not(
    as_lead: Visitor, make_assessment: Makers, at: At
) -> None:
    context = make_assessment(**NEGATIVE)
    for path in (AGE, "lists/evidence"):
        page = at(context, path)
        as_lead.get(page)
        without = select_statements(as_lead.get(page))
        keep(as_lead, page, explanation="A reason", seen="1")
        keep(as_lead, f"{at(context, 'lists/evidence')}/{uuid4()}", fact="Begun", seen="0")
        assert len(select_statements(as_lead.get(page))) == len(without)
        assert len([each for each in without if "kept_text" in each]) == 1
    assert not [each for each in select_statements(as_lead.get(at(context))) if "kept_text" in each]
