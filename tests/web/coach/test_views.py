"""The coach on the pages: gently where one writes, in full before a submit, for reviewers too."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from eia_app.domain.journey.journey import Journey
from eia_app.domain.workflow.states import State
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.coach import findings
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.assessment import MitigatingAction
from eia_app.storage.models.people import Person
from eia_app.web.http.app_class import Service
from tests.factories import NOW, Makers
from tests.services.coach.coach_assessments import (
    VAGUE_TEXT,
    add_row,
    save_effect,
    save_neutral_effects,
    start_with_quick_check,
)
from tests.web.conftest import Visit
from tests.web.visitor import Visitor

At = Callable[..., str]
PAGE = "sections/effects/groups/age/effects"
LIST = "What the coach noticed"


@pytest.fixture
def draft(hart_app: Service, session: Session, forms: Forms, lead: Person) -> AssessmentContext:
    """A draft in which Age has too thin a reason."""
    context = start_with_quick_check(session, forms, lead)
    save_effect(
        context, "age", "neutral", explanation=VAGUE_TEXT, know="We counted 240 users in March."
    )
    return context


def key(context: AssessmentContext) -> str:
    return findings.list_all(context, now=NOW)[0].finding.key


def test_a_page_shows_under_its_form_what_is_noticed_on_it(
    draft: AssessmentContext, as_lead: Visitor, at: At
) -> None:
    shown = as_lead.get(at(draft, PAGE))
    assert "Say in a sentence or two why there is no effect on people of different ages." in (
        shown.text
    )
    assert shown.errors == []
    assert shown.link("Why the coach says so") == at(draft, "coach/")
    other = as_lead.get(at(draft, PAGE.replace("age", "sex")))
    assert "Worth another look" not in other.text


def test_a_page_that_comes_back_with_errors_is_not_commented_on(
    draft: AssessmentContext, as_lead: Visitor, at: At
) -> None:
    as_lead.get(at(draft, PAGE))
    shown = as_lead.send({"explanation": ""}, expect=422)
    assert "Worth another look" not in shown.text


def test_the_task_list_says_how_much_there_is_to_look_at(
    draft: AssessmentContext, as_lead: Visitor, at: At
) -> None:
    shown = as_lead.get(at(draft))
    assert "Age 1 thing to look at again" in shown.text
    assert shown.link(LIST) == at(draft, "coach/")


def test_a_list_and_its_row_show_what_is_about_them(
    draft: AssessmentContext, as_lead: Visitor, at: At
) -> None:
    row = add_row(draft, "gaps", {"gap": "We do not record whether users are carers"})
    assert "No action takes up this gap yet." in as_lead.get(at(draft, f"lists/gaps/{row}")).text
    assert "Worth another look" not in as_lead.get(at(draft, "lists/gaps")).text


def test_everything_is_on_one_page_with_its_reason_and_its_source(
    draft: AssessmentContext, as_lead: Visitor, at: At
) -> None:
    shown = as_lead.get(at(draft, "coach/"))
    assert "Look at again" in shown.text
    assert "Source: Bracknell Forest Council, equalities screening record." in shown.text
    assert shown.link("Age") == at(draft, PAGE)
    assert shown.link("It is right as it is") == at(draft, f"coach/{key(draft)}")


def test_one_sentence_tells_of_several_groups_and_leads_to_each(
    draft: AssessmentContext, as_lead: Visitor, at: At
) -> None:
    save_effect(draft, "sex", "neutral", explanation=VAGUE_TEXT, know="We counted 240 users.")
    shown = as_lead.get(at(draft, "coach/"))
    told = "why there is no effect on people of different ages and women and men."
    assert shown.text.count("Say in a sentence or two why") == 1
    assert told in shown.text
    assert shown.link("Age") == at(draft, PAGE)
    assert shown.link("Sex") == at(draft, PAGE.replace("age", "sex"))


def test_nothing_is_said_to_authors_of_what_is_not_open_to_change(
    draft: AssessmentContext, as_lead: Visitor, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Journey, "is_locked", lambda *_: True)
    assert "Say in a sentence or two why" not in as_lead.get(at(draft, "coach/")).text
    assert findings.open_faults(draft, now=NOW) == 0


def test_the_coach_says_when_it_noticed_nothing(
    hart_app: Service, session: Session, forms: Forms, lead: Person, as_lead: Visitor, at: At
) -> None:
    shown = as_lead.get(at(start_with_quick_check(session, forms, lead), "coach/"))
    assert "It noticed nothing that is still open." in shown.text


def test_an_author_keeps_something_with_a_reason_and_it_is_quiet(
    draft: AssessmentContext, as_lead: Visitor, at: At
) -> None:
    there = at(draft, f"coach/{key(draft)}")
    as_lead.get(there)
    assert as_lead.send({"reason": "It is about the gates alone."}).location == at(draft, "coach/")
    shown = as_lead.get(at(draft, "coach/"))
    assert "Kept as it is" in shown.text
    assert "It is about the gates alone." in shown.text
    assert "Lee Lead" in shown.text
    assert "Worth another look" not in as_lead.get(at(draft, PAGE)).text
    assert "to look at again" not in as_lead.get(at(draft)).text


def test_keeping_needs_a_reason(draft: AssessmentContext, as_lead: Visitor, at: At) -> None:
    as_lead.get(at(draft, f"coach/{key(draft)}"))
    shown = as_lead.send({"reason": " "}, expect=422)
    assert shown.errors == ["Enter why it is right as it is"]


def test_what_is_not_noticed_any_more_leads_back_to_the_list(
    draft: AssessmentContext, as_lead: Visitor, at: At
) -> None:
    there = at(draft, f"coach/{key(draft)}")
    save_effect(draft, "age", "neutral", explanation="Another text.")
    assert as_lead.get(there, expect=302).location == at(draft, "coach/")


def test_an_action_is_begun_with_one_press_and_goes_on_to_its_page(
    draft: AssessmentContext, session: Session, as_lead: Visitor, at: At
) -> None:
    save_neutral_effects(draft)
    save_effect(draft, "age", "not_known", explanation="They lose.", mitigation="Ask them.")
    as_lead.get(at(draft, "coach/"))
    sent = as_lead.send(form="coach/actions")
    (row,) = session.query(MitigatingAction)
    assert sent.location == at(draft, f"lists/action-plan/{row.id}")
    assert row.values == {"action_issue": "Age: They lose.", "action_groups": ["age"]}
    issue = as_lead.get(sent.location).form().value("action_issue")
    assert issue == "Age: They lose."


def test_an_action_that_is_not_suggested_leads_back_to_those_that_are(
    draft: AssessmentContext, as_lead: Visitor, at: At
) -> None:
    pressed = {"suggestion": "group-age", "row": "x"}
    assert as_lead.post(at(draft, "coach/actions"), pressed).location == at(draft, "coach/")


def test_a_submit_says_first_what_must_be_put_right_and_is_refused_until_it_is(
    draft: AssessmentContext, make_assessment: Makers, as_lead: Visitor, at: At
) -> None:
    serious = {"severity": "high", "likelihood": "high", "effect": ["negative"]}
    make_assessment.answer_everything(draft, {**serious, "outcome": "continue", "title": "A bus"})
    shown = as_lead.get(at(draft, "steps/submit"))
    first = (
        "Finish these first The effect on disabled people is serious, and no action is for them."
    )
    assert first in shown.text
    assert "The coach noticed" in shown.text
    assert first in as_lead.send(expect=422).text


def test_reviewers_see_it_all_and_change_nothing(
    draft: AssessmentContext,
    session: Session,
    forms: Forms,
    lead: Person,
    visit: Visit,
    champion: Person,
    as_lead: Visitor,
    at: At,
) -> None:
    findings.dismiss(draft, key(draft), "It is about the gates.", by=lead, now=NOW)
    draft.assessment.state = State.IN_REVIEW
    draft.assessment.review_asked = True
    session.flush()
    shown = visit(champion).get(at(draft, "coach/"))
    assert "It is about the gates." in shown.text
    assert "It is right as it is" not in shown.text
    assert "Begin this action" not in shown.text
    as_lead.get(at(draft, "coach/"))
    as_lead.post(at(draft, "coach/actions"), {"suggestion": "group-age"}, expect=409)


def test_who_may_not_read_it_is_not_shown_the_coach(
    draft: AssessmentContext, as_stranger: Visitor, at: At
) -> None:
    as_stranger.get(at(draft, "coach/"), expect=404)
