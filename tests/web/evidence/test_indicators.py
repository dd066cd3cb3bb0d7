"""Figures at hand on a group’s page, with the questions and the figures that we ship."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.orm import Session

from eia_app.domain.evidence.citations import old_rows
from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.people import Person
from tests.factories import NOW
from tests.judges.page_tree import text_of
from tests.web.conftest import address
from tests.web.quick_check_assessment import start_with_quick_check
from tests.web.visitor import PageResponse, Visitor, path_of, select_statements

if TYPE_CHECKING:
    from eia_app.web.http.app_class import Service

DISABLED = "disability: Disabled under the Equality Act"
FACT = (
    "Disability under the Equality Act. Disabled under the Equality Act: 12.9% of residents in Hart"
    " (12,851 of 99,407), 17.3% in England."
)


@pytest.fixture
def draft(hart_app: Service, session: Session, forms: Forms, lead: Person) -> AssessmentContext:
    return start_with_quick_check(session, forms, lead)


def group_page(context: AssessmentContext, group: str = "disability") -> str:
    return address(context, f"sections/effects/groups/{group.replace('_', '-')}/effects")


def opened_again(session: Session, forms: Forms, context: AssessmentContext) -> AssessmentContext:
    session.expire_all()
    return load_assessment(session, forms, context.assessment.id)


def at_hand(shown: PageResponse) -> list[str]:
    return [text_of(each) for each in shown.tree.of_class("eia-at-hand")]


def facts(context: AssessmentContext) -> list[object]:
    return [row.values["fact"] for row in context.answers.rows["evidence"]]


def test_a_group_page_shows_the_area_beside_england_with_source_and_denominator(
    as_lead: Visitor, draft: AssessmentContext
) -> None:
    (said,) = at_hand(as_lead.get(group_page(draft)))
    for words in ("12.9%", "17.3%", "Hart: 99,407 residents.", "Census Day, 21 March 2021"):
        assert words in said
    assert "Office for National Statistics, Census 2021, table TS038" in said
    assert "Open Government Licence v3.0" in said
    assert "Not adjusted for age" in said


def test_each_bar_is_as_long_as_its_share_and_says_nothing_aloud(
    as_lead: Visitor, draft: AssessmentContext
) -> None:
    shown = as_lead.get(group_page(draft))
    bars = shown.tree.of_class("eia-bar")
    assert [(bar.get("aria-hidden"), bar[0].get("width")) for bar in bars][:2] == [
        ("true", "12.93%"),
        ("true", "17.30%"),
    ]


def test_a_figure_is_cited_with_one_press_and_asks_what_it_tells(
    as_lead: Visitor, draft: AssessmentContext, session: Session, forms: Forms
) -> None:
    page = group_page(draft)
    as_lead.get(page)
    as_lead.send({"figure": DISABLED, "know": "As typed just now"}, then="cite:disability")
    row_page = as_lead.follow()
    assert "So what does this tell you?" in row_page.text
    form = row_page.form()
    assert (form.value("fact"), form.value("evidence_kind")) == (FACT, "local")
    assert form.value("evidence_date") == "Census Day, 21 March 2021"
    assert form.value("what_it_tells") == ""
    as_lead.send({"what_it_tells": "Fewer disabled residents than in England."})
    assert path_of(as_lead.last.location if as_lead.last else "") == page
    again = opened_again(session, forms, draft)
    assert again.answers.get("know", "disability") == "As typed just now"
    row = again.answers.rows["evidence"][-1]
    assert again.answers.get("know_rows", "disability") == [row.id]
    assert row.values["what_it_tells"] == "Fewer disabled residents than in England."


def test_a_page_that_is_not_complete_is_saved_all_the_same_when_a_figure_is_cited(
    as_lead: Visitor, draft: AssessmentContext, session: Session, forms: Forms
) -> None:
    as_lead.get(group_page(draft))
    as_lead.send({"figure": DISABLED, "explanation": ""}, then="cite:disability")
    assert facts(opened_again(session, forms, draft))[-1] == FACT


def test_the_same_figure_twice_is_one_row(
    as_lead: Visitor, draft: AssessmentContext, session: Session, forms: Forms
) -> None:
    for _ in range(2):
        as_lead.get(group_page(draft))
        as_lead.send({"figure": DISABLED}, then="cite:disability")
    assert facts(opened_again(session, forms, draft)).count(FACT) == 1


def test_a_figure_that_was_removed_can_be_cited_again(
    as_lead: Visitor, draft: AssessmentContext, session: Session, forms: Forms
) -> None:
    as_lead.get(group_page(draft))
    as_lead.send({"figure": DISABLED}, then="cite:disability")
    row = opened_again(session, forms, draft).answers.rows["evidence"][-1].id
    as_lead.get(address(draft, f"lists/evidence/{row}/remove"))
    as_lead.send()
    as_lead.get(group_page(draft))
    as_lead.send({"figure": DISABLED}, then="cite:disability")
    assert facts(opened_again(session, forms, draft)).count(FACT) == 1


def test_a_page_with_personal_details_keeps_its_ticks_and_cites_when_saved_anyway(
    as_lead: Visitor, draft: AssessmentContext, session: Session, forms: Forms
) -> None:
    as_lead.get(group_page(draft))
    changes = {"figure": DISABLED, "know": "Ask jo.bloggs@example.com"}
    shown = as_lead.send(changes, then="cite:disability", expect=422)
    assert shown.form().values("figure") == [DISABLED]
    assert "open" in shown.tree.of_class("govuk-details")[0].attrib
    anyway = next(
        value for _, value in shown.form().buttons if value.startswith("cite:disability!")
    )
    as_lead.send(then=anyway)
    assert facts(opened_again(session, forms, draft)) == [FACT]


def test_gender_identity_carries_its_caution_and_no_number_of_people(
    as_lead: Visitor, draft: AssessmentContext, session: Session, forms: Forms
) -> None:
    page = group_page(draft, "gender_reassignment")
    (said,) = at_hand(as_lead.get(page))
    assert "no longer accredited official statistics" in said
    assert ("0.27%" in said, "0.55%" in said, "80,326" in said) == (True, True, False)
    as_lead.send({}, then="cite:gender-identity")
    fact = facts(opened_again(session, forms, draft))[-1]
    assert str(fact).endswith("Official statistics in development, not a precise estimate.")


def test_a_table_that_is_not_there_yet_is_named_with_the_command(
    as_lead: Visitor, draft: AssessmentContext
) -> None:
    shown = as_lead.get(group_page(draft, "marriage_civil_partnership"))
    assert at_hand(shown) == []
    assert (
        "no figures for Hart yet in Office for National Statistics, Census 2021, table TS002"
        in (shown.text)
    )
    assert "eia evidence import" in shown.text


def test_a_council_without_figures_is_told_which_table_to_import(
    as_lead: Visitor, draft: AssessmentContext, hart_app: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    forms = Forms(hart_app.parts.forms.folder, "hart")
    council = replace(forms.council, area_code="E07000094", short_name="Elsewhere")
    monkeypatch.setitem(forms.__dict__, "council", council)
    hart_app.extensions["eia"] = replace(hart_app.parts, forms=forms)
    shown = as_lead.get(group_page(draft))
    assert at_hand(shown) == []
    assert "There are no figures for Elsewhere yet" in shown.text


def test_a_group_of_which_nothing_is_measured_has_no_panel(
    as_lead: Visitor, draft: AssessmentContext
) -> None:
    shown = as_lead.get(group_page(draft, "pregnancy_maternity"))
    assert "Your area and England" not in shown.text


def test_figures_cost_no_query(
    as_lead: Visitor, draft: AssessmentContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_them = len(select_statements(as_lead.get(group_page(draft))))
    monkeypatch.setattr("eia_app.services.evidence.indicators.panel", lambda *_: None)
    assert len(select_statements(as_lead.get(group_page(draft)))) == with_them


def test_evidence_that_was_not_sent_back_cannot_be_added_to(
    as_lead: Visitor, draft: AssessmentContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eia_app.services.evidence.indicators._may_cite", lambda *_: False)
    shown = as_lead.get(group_page(draft))
    assert "12.9%" in at_hand(shown)[0]
    buttons = [value for _, value in shown.form().buttons]
    assert buttons == ["next", "guide", "next", "later", "example"]
    assert shown.form().controls != []
    assert "Use this figure" not in shown.text


def test_an_unknown_figure_is_no_page(as_lead: Visitor, draft: AssessmentContext) -> None:
    as_lead.get(group_page(draft))
    as_lead.send({}, then="cite:nothing", expect=404)


def test_enter_in_a_field_saves_and_cites_nothing(
    as_lead: Visitor, draft: AssessmentContext
) -> None:
    buttons = as_lead.get(group_page(draft)).form("effects").buttons
    assert buttons[0] == ("then", "next")


def test_figures_that_are_too_old_are_marked_in_the_list(
    as_lead: Visitor, draft: AssessmentContext, session: Session, forms: Forms
) -> None:
    as_lead.get(address(draft, "lists/evidence/add"), expect=302)
    as_lead.follow()
    as_lead.send(
        {
            "fact": "A survey of users",
            "evidence_kind": "service",
            "source": "Our survey",
            "evidence_date": "May 2019",
            "what_it_tells": "Most come by car.",
        }
    )
    assert "May be out of date" in as_lead.get(address(draft, "lists/evidence")).text
    again = opened_again(session, forms, draft)
    rows = again.answers.rows["evidence"]
    assert old_rows(again.edition, "evidence", rows, NOW.date()) == {rows[-1].id}
