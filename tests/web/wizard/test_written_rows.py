"""A box that writes a row of another list, without and with JavaScript’s help."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from eia_app.domain.journey.routing import Route
from eia_app.domain.questionnaire.answers import chosen
from eia_app.services.answers.save import save_answers
from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.storage.forms.folder import Forms
from tests.factories import Makers
from tests.linked_forms import linked_forms
from tests.web.conftest import address
from tests.web.visitor import Visitor

WHY = "sections/effects/groups/age/why"
NEW, ROW = "mitigation-new", "mitigation-row"
OTHERS = {"mitigation": [], "explanation": "Fewer come", "aims_touched": ["no_aim"]}


@pytest.fixture
def tiny_forms(tiny_folder: Path) -> Forms:
    return linked_forms(tiny_folder)


@pytest.fixture
def started(make_assessment: Makers, session: Session) -> AssessmentContext:
    """An assessment of which the first page about a group is answered."""
    context = make_assessment(route=Route.STANDARD)
    lead, clock = make_assessment.lead, make_assessment.clock
    values = {"effect": ["negative"], "severity": "low", "likelihood": "low"}
    save_answers(context, "effects", "age", values, by=lead, now=clock())
    session.commit()
    return context


def again(session: Session, forms: Forms, context: AssessmentContext) -> AssessmentContext:
    session.expire_all()
    return load_assessment(session, forms, context.assessment.id)


def texts(context: AssessmentContext) -> list[object]:
    return [row.values.get("action_text") for row in context.answers.rows.get("action_plan", ())]


def test_what_is_written_becomes_an_action_that_is_selected_once(
    as_lead: Visitor, started: AssessmentContext, session: Session, tiny_forms: Forms
) -> None:
    before = texts(started)
    page = as_lead.get(address(started, WHY))
    row_id = str(uuid4())
    posted = {**OTHERS, NEW: "Move the machine", ROW: row_id}
    assert page.status == 200
    as_lead.send(posted, then="later")
    as_lead.get(address(started, WHY))
    as_lead.send(posted, then="later")
    now = again(session, tiny_forms, started)
    assert texts(now) == [*before, "Move the machine"]
    assert row_id in chosen(now.answers.get("mitigation", "age"))
    row = now.journey.live.rows["action_plan"][-1]
    assert chosen(row.values["action_groups"]) == {"age"}


def test_a_text_stays_in_its_box_when_the_page_comes_back(
    as_lead: Visitor, started: AssessmentContext, session: Session, tiny_forms: Forms
) -> None:
    before = texts(started)
    as_lead.get(address(started, WHY))
    posted = {**OTHERS, "mitigation": ["nothing"], NEW: "Move it", "nothing_why": "No money"}
    page = as_lead.send(posted, then="next", expect=422)
    assert "on its own, or take it away" in page.text
    assert "Move it" in page.text
    assert texts(again(session, tiny_forms, started)) == before


def test_an_id_that_is_none_adds_a_row_all_the_same(
    as_lead: Visitor, started: AssessmentContext, session: Session, tiny_forms: Forms
) -> None:
    before = texts(started)
    as_lead.get(address(started, WHY))
    as_lead.send({**OTHERS, NEW: "Move it", ROW: "no id"}, then="later")
    assert texts(again(session, tiny_forms, started)) == [*before, "Move it"]


def test_the_groups_of_an_action_follow_until_they_are_changed(
    as_lead: Visitor, started: AssessmentContext, session: Session, tiny_forms: Forms
) -> None:
    as_lead.get(address(started, WHY))
    row_id = str(uuid4())
    as_lead.send({**OTHERS, NEW: "Move it", ROW: row_id}, then="later")
    page = as_lead.get(address(started, f"lists/action-plan/{row_id}"))
    assert page.status == 200
    as_lead.send({"action_owner": "Parking manager"}, then="later")
    stored = again(session, tiny_forms, started)
    row = next(r for r in stored.answers.rows["action_plan"] if r.id == row_id)
    assert row.values == {"action_text": "Move it", "action_owner": "Parking manager"}
    as_lead.get(address(started, f"lists/action-plan/{row_id}"))
    as_lead.send({"action_groups": ["everyone"]}, then="later")
    stored = again(session, tiny_forms, started)
    row = next(r for r in stored.answers.rows["action_plan"] if r.id == row_id)
    assert row.values["action_groups"] == ["everyone"]
