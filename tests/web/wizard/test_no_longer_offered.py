"""A saved value that is no longer offered is not lost when another field is saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from eia_app.domain.questionnaire.answers import chosen
from eia_app.services.answers.rows import save_row
from eia_app.services.answers.save import save_answers
from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.people import Person
from tests.factories import Makers, add_person
from tests.web.visitor import Visitor

At = Callable[..., str]
DETAILS = "sections/proposal/details"


@pytest.fixture
def load_again(
    session: Session, tiny_forms: Forms
) -> Callable[[AssessmentContext], AssessmentContext]:
    def open_again(context: AssessmentContext) -> AssessmentContext:
        session.expire_all()
        return load_assessment(session, tiny_forms, context.assessment.id)

    return open_again


def saved(makers: Makers, section: str, **values: Any) -> AssessmentContext:
    context = makers()
    save_answers(context, section, None, values, by=makers.lead, now=makers.clock())
    return context


@pytest.mark.parametrize(
    ("question", "value"),
    [("service", "Lamp lighting"), ("staff", "perhaps, once"), ("contact", "somebody")],
)
def test_what_is_not_offered_any_more_stays_where_it_was_chosen(
    question: str, value: str, as_lead: Visitor, session: Session, make_assessment: Makers,
    load_again: Callable[[AssessmentContext], AssessmentContext], at: At,
) -> None:  # fmt: skip
    left = add_person(session, "Lena Left")
    stored = str(left.id) if question == "contact" else value
    context = saved(make_assessment, "proposal", **{question: stored})
    left.is_active = False
    session.commit()
    shown = as_lead.get(at(context, DETAILS))
    expected = "Lena Left (has left)" if question == "contact" else value
    assert expected in shown.text
    as_lead.send({"cost": "7"}, then="later")
    now = load_again(context).answers
    assert (now.get(question), now.get("cost")) == (stored, 7)


def test_several_and_one_for_each_stay_too(
    as_lead: Visitor,
    make_assessment: Makers,
    load_again: Callable[[AssessmentContext], AssessmentContext],
    at: At,
) -> None:
    values = {
        "q_groups": ["age", "martians"],
        "q_direction": {"age": "sideways", "disability": "worse"},
    }
    context = saved(make_assessment, "quick_check", **values)
    as_lead.get(at(context, "sections/quick-check/groups"))
    as_lead.send(then="later")
    as_lead.get(at(context, "sections/quick-check/direction"))
    as_lead.send(then="later")
    now = load_again(context).answers
    assert chosen(now.get("q_groups")) == {"age", "martians"}
    assert now.get("q_direction") == values["q_direction"]


def test_an_assignee_who_has_left_stays_while_how_far_it_is_changes(
    as_lead: Visitor, session: Session, make_assessment: Makers,
    load_again: Callable[[AssessmentContext], AssessmentContext], lead: Person, at: At,
) -> None:  # fmt: skip
    context, row_id = make_assessment(), uuid4()
    asked = {q.id: q for q in context.edition.by_id["action_plan"].row_questions}
    person = next((id_ for id_, q in asked.items() if q.type == "person"), None)
    written = next(id_ for id_, q in asked.items() if q.type in {"text", "long"})
    left = add_person(session, "Lena Left")
    values = {written: "Write to everybody", **({person: str(left.id)} if person else {})}
    save_row(context, "action_plan", row_id, values, by=lead, now=make_assessment.clock())
    left.is_active = False
    session.commit()
    page = at(context, f"lists/action-plan/{row_id}")
    as_lead.get(page)
    as_lead.send({written: "Write to all of them"}, expect=0)
    row = load_again(context).rows[row_id]
    assert person is None or row.values[person] == str(left.id)


def test_a_choice_that_went_while_the_page_was_open_is_asked_for_again(
    as_lead: Visitor, session: Session, make_assessment: Makers, at: At
) -> None:
    left, context = add_person(session, "Lena Left"), make_assessment()
    as_lead.get(at(context, DETAILS))
    left.is_active = False
    shown = as_lead.send({"contact": str(left.id), "cost": "7"}, expect=422, then="later")
    assert shown.errors == ["What you chose is not offered any more: choose again"]
    assert shown.form("").value("cost") == "7"
