"""Carrying over on screen: to a newer edition, and to the assessment of another year."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.workflow.states import State, Transition
from eia_app.services.answers.rows import save_row
from eia_app.services.answers.save import save_answers
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.editions import reassess
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.assessment import Assessment
from eia_app.storage.models.drafts import SavedDraft
from eia_app.storage.models.people import Person
from eia_app.web.http.app_class import Service
from tests.editions import NEXT_EDITION_CHANGES, add_next_edition
from tests.factories import NOW, Makers
from tests.web.conftest import address
from tests.web.visitor import Visitor

BASICS, DETAILS = "sections/proposal/basics", "sections/proposal/details"


@pytest.fixture
def own_forms(app: Service, tiny_folder: Path, make_assessment: Makers) -> Forms:
    """A folder of forms for this test alone, to which the next edition can be added."""
    forms = Forms(tiny_folder, "testing")
    make_assessment.forms = forms
    app.extensions["eia"] = replace(app.parts, forms=forms)
    return forms


@pytest.fixture
def draft(own_forms: Forms, make_assessment: Makers, lead: Person) -> AssessmentContext:
    context = make_assessment(summary="Permits cost more.")
    save_answers(context, "proposal", None, {"cost": 400}, by=lead, now=NOW)
    return context


def test_nothing_is_said_of_editions_while_there_is_one(
    as_lead: Visitor, draft: AssessmentContext
) -> None:
    assert "newer edition" not in as_lead.get(address(draft)).text
    page = as_lead.get(address(draft, "edition"))
    assert "No answer was left behind by a change of edition." in page.text
    assert "Carry over" not in page.text


def test_the_lead_sees_what_would_change_and_carries_it_over(
    as_lead: Visitor, draft: AssessmentContext, own_forms: Forms
) -> None:
    add_next_edition(own_forms)
    there = as_lead.get(address(draft)).link(
        f"See what edition {NEXT_EDITION_CHANGES[4:]} would change"
    )
    page = as_lead.get(there)
    for words in ("1 answer has no place any more", "What would it cost? 400", "Why now?"):
        assert words in page.text
    as_lead.send(form="carry-over")
    page = as_lead.follow()
    assert page.banners == [f"Your answers are in edition {NEXT_EDITION_CHANGES[4:]}."]
    assert "What would it cost? 400" in page.text
    overview = as_lead.get(address(draft))
    assert "Answers came over from an earlier edition of the questions." in overview.text
    assert "Carried over: confirm" in overview.text
    assert overview.link("Read 1 answer that has no place any more") == address(draft, "edition")


def test_a_carried_answer_is_marked_and_saving_its_page_confirms_it(
    as_lead: Visitor, draft: AssessmentContext, own_forms: Forms
) -> None:
    add_next_edition(own_forms)
    as_lead.get(address(draft, "edition"))
    as_lead.send(form="carry-over")
    page = as_lead.get(address(draft, BASICS))
    assert "Carried over: confirm or change" in page.text
    as_lead.send(then="later")
    assert "Carried over: confirm or change" in as_lead.get(address(draft, BASICS)).text
    as_lead.send()
    assert "Carried over" not in as_lead.get(address(draft, BASICS)).text


def test_a_page_that_was_open_meanwhile_erases_nothing_and_its_text_is_kept(
    as_lead: Visitor,
    visit_as_lead: Visitor,
    draft: AssessmentContext,
    own_forms: Forms,
    session: Session,
) -> None:
    add_next_edition(own_forms)
    as_lead.get(address(draft, DETAILS))
    visit_as_lead.get(address(draft, "edition"))
    visit_as_lead.send(form="carry-over")
    refused = as_lead.send({"cost": "450"}, expect=409)
    assert "carried over to another edition" in refused.text
    assert "450" in refused.text
    assert ["cost", "450"] in session.scalars(select(SavedDraft)).one().fields


@pytest.fixture
def visit_as_lead(app: Service, session: Session, lead: Person) -> Visitor:
    """The lead in another browser."""
    return Visitor(app, session, lead)


def test_what_was_typed_for_a_question_that_is_not_asked_any_more_is_shown_before_it_goes(
    as_lead: Visitor, draft: AssessmentContext, own_forms: Forms
) -> None:
    page = address(draft, DETAILS)
    typed = {"cost": "Some 450 pounds", "web": "https://example.org/", "edition": "eia/2030-1"}
    as_lead.post("/drafts", {**typed, "draft_of": page}, expect=200)
    add_next_edition(own_forms)
    as_lead.get(address(draft, "edition"))
    as_lead.send(form="carry-over")
    as_lead.get(address(draft, BASICS))
    as_lead.send()
    offered = as_lead.get(page)
    assert "Not asked here any more Some 450 pounds" in offered.text
    assert "Why now? Nothing" not in offered.text
    back = as_lead.get(offered.link("Go on with it"))
    assert "for what is not asked here any more" in back.text
    assert "Some 450 pounds" in back.text
    assert back.form(page).value("web") == "https://example.org/"


@pytest.mark.parametrize("path", [DETAILS, "sections/effects/groups/carers/why"])
def test_whoever_goes_on_with_a_text_whose_page_does_not_open_is_shown_the_text(
    path: str, as_lead: Visitor, draft: AssessmentContext, own_forms: Forms
) -> None:
    typed = {"web": "Some words", "edition": "eia/2030-1", "draft_of": address(draft, path)}
    as_lead.post("/drafts", typed, expect=200)
    council = own_forms.folder / "councils" / "testing.toml"
    council.write_text(council.read_text(encoding="utf-8").replace("on = true", "on = false"))
    own_forms.__dict__.pop("council")
    add_next_edition(own_forms)
    as_lead.get(address(draft, "edition"))
    as_lead.send(form="carry-over")
    as_lead.get(as_lead.get("/drafts").link("Go on with it"), expect=302)
    shown = as_lead.follow()
    assert "That page cannot be opened now." in shown.text
    assert "Some words" in shown.text


def test_pressing_twice_carries_over_once(
    as_lead: Visitor, draft: AssessmentContext, own_forms: Forms
) -> None:
    add_next_edition(own_forms)
    page = as_lead.get(address(draft, "edition"))
    as_lead.send(form="carry-over")
    as_lead.post(address(draft, "edition/carry-over"), {"to": NEXT_EDITION_CHANGES})
    assert page.title == "Edition of the questions"
    assert "Answers that have no place any more" in as_lead.follow().text


def test_whoever_only_reads_is_shown_no_button(
    as_equality_lead: Visitor, own_forms: Forms, make_assessment: Makers
) -> None:
    submitted = make_assessment(State.AWAITING_SIGN_OFF)
    add_next_edition(own_forms)
    page = as_equality_lead.get(address(submitted, "edition"))
    assert "Carry over" not in page.text
    as_equality_lead.post(
        address(submitted, "edition/carry-over"), {"to": NEXT_EDITION_CHANGES}, expect=409
    )


def test_a_signed_assessment_is_assessed_again_once_however_often_it_is_pressed(
    as_lead: Visitor, make_assessment: Makers, session: Session
) -> None:
    signed = make_assessment(State.SIGNED_OFF)
    as_lead.get(as_lead.get(address(signed)).link("Assess it again"))
    as_lead.send()
    first = as_lead.follow()
    assert f"Answers came over from {signed.assessment.reference}." in first.text
    follows = select(Assessment).where(Assessment.follows == signed.assessment.reference)
    new = session.scalars(follows).one()
    assert new.reference in as_lead.get(address(signed)).text
    assert f"in {new.reference}" in as_lead.get(address(signed, "again")).text
    token = as_lead.last.form().value("token") if as_lead.last else ""
    for _ in range(2):
        as_lead.post(address(signed, "again"), {"token": token})
    assert len(session.scalars(follows).all()) == 2


def test_a_row_is_confirmed_with_one_press(
    as_lead: Visitor, make_assessment: Makers, lead: Person
) -> None:
    signed = _signed_with_evidence(make_assessment, lead)
    new = reassess.assess_again(signed, by=lead, now=NOW, id_=uuid4())
    for section, group in [("proposal", None), ("quick_check", None)]:
        values = {
            q: v
            for (g, q), v in new.answers.values.items()
            if g == group and new.edition.section_of[q].id == section
        }
        save_answers(new, section, group, values, by=lead, now=NOW)
    page = as_lead.get(address(new, "lists/evidence"))
    assert "Carried over" in page.text
    stale = as_lead.post(
        f"{address(new, 'lists/evidence')}/{_row(new)}/confirm", {"seen": "99"}, expect=409
    )
    assert stale.status == 409
    as_lead.get(address(new, "lists/evidence"))
    as_lead.send(form="confirm")
    assert "Carried over" not in as_lead.follow().text


def _signed_with_evidence(makers: Makers, lead: Person) -> AssessmentContext:
    context = makers()
    values = {"fact": "240 permits", "kind": "figures"}
    save_row(context, "evidence", uuid4(), values, by=lead, now=NOW)
    for action in (Transition.SUBMIT, Transition.SIGN_OFF):
        makers.step(context, action)
    return context


def _row(context: AssessmentContext) -> str:
    return str(next(id_ for id_, row in context.rows.items() if row.section == "evidence"))
