"""The timeline on an assessment’s own page and on the page of its route."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from eia_app.domain.calendar import local_date
from eia_app.domain.journey.routing import Route
from eia_app.domain.questionnaire.choices import long_date
from eia_app.domain.workflow.states import State
from eia_app.services.answers.save import save_answers
from eia_app.services.assessment.calendar import working_days
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.workflow import timeline
from eia_app.storage.models.people import Person
from tests.factories import Makers
from tests.judges.page_tree import text_of
from tests.web.visitor import PageResponse, Visitor

pytestmark = pytest.mark.clock

At = Callable[..., str]
DAYS = working_days()
TODAY = local_date(datetime.now(UTC))
SOON = DAYS.add(TODAY, 30)
GIVE_IT = "Give the date of the decision to see when each step has to be done."


def said(day: date) -> str:
    return long_date(day.isoformat())


def steps(shown: PageResponse) -> list[str]:
    """The steps of the timeline, as they are read."""
    lists = (each for each in shown.tree.every("ol") if "Started on" in text_of(each))
    return [" ".join(text_of(each).split()) for found in lists for each in found.iter("li")]


def decided_on(context: AssessmentContext, session: Session, day: date | None) -> None:
    context.assessment.decision_date = day
    session.flush()


def test_the_task_list_of_a_major_one_has_every_step_with_its_day(
    as_lead: Visitor, make_assessment: Makers, session: Session, at: At
) -> None:
    context = make_assessment(route=Route.MAJOR)
    decided_on(context, session, SOON)
    papers = DAYS.publish_by(SOON, 5)
    sign = DAYS.add(papers, -1)
    review, submit = DAYS.add(sign, -5), DAYS.add(sign, -15)
    left = DAYS.between(TODAY, submit)
    assert steps(as_lead.get(at(context))) == [
        f"Started on {said(local_date(context.assessment.started_at))} Done",
        f"Submit by {said(submit)} Next: {left} working days left",
        f"Test Champions review it until {said(review)}",
        f"Sign-off by {said(sign)}",
        f"Papers published by {said(papers)}",
        f"Meeting on {said(SOON)}",
    ]


def test_a_late_step_says_how_many_days_it_is_late(
    as_lead: Visitor, make_assessment: Makers, session: Session, at: At
) -> None:
    context = make_assessment()
    day = DAYS.add(DAYS.add(TODAY, 1), 9)  # twelve working days would have been needed
    decided_on(context, session, day)
    submit = DAYS.add(DAYS.publish_by(day, 5), -6)
    late = DAYS.between(submit, TODAY)
    (line,) = [each for each in steps(as_lead.get(at(context))) if each.startswith("Submit")]
    unit = "working day" if late == 1 else "working days"
    assert line == f"Submit by {said(submit)} {late} {unit} late"


def test_the_page_of_the_route_has_the_timeline_too(
    as_lead: Visitor, make_assessment: Makers, session: Session, at: At
) -> None:
    context = make_assessment()
    decided_on(context, session, SOON)
    found = steps(as_lead.get(at(context, "route")))
    assert found == steps(as_lead.get(at(context)))
    assert [each.split(" ")[0] for each in found] == [
        *("Started", "Submit", "Sign-off", "Papers", "Meeting"),
    ]


def test_without_a_date_one_sentence_says_what_to_do_and_leads_there(
    as_lead: Visitor, make_assessment: Makers, session: Session, at: At
) -> None:
    context = make_assessment()
    decided_on(context, session, None)
    shown = as_lead.get(at(context))
    assert GIVE_IT in shown.text
    assert steps(shown) == []
    asked = as_lead.get(shown.link("Give the date of the decision"))
    assert asked.form().action.endswith("/sections/conclusion/conclusion")


def test_a_blank_one_has_no_link_to_a_page_that_cannot_be_visited_yet(
    as_lead: Visitor, make_assessment: Makers, at: At
) -> None:
    shown = as_lead.get(at(make_assessment(blank=True)))
    assert GIVE_IT in shown.text
    assert not [link for link in shown.links if "conclusion" in link]


@pytest.mark.parametrize("state", [State.DECIDED, State.WITHDRAWN])
def test_there_is_no_timeline_once_no_step_is_awaited(
    as_lead: Visitor, make_assessment: Makers, state: State, at: At
) -> None:
    shown = as_lead.get(at(make_assessment(state)))
    assert "Timeline" not in shown.text


def test_before_the_route_is_known_it_says_what_a_review_would_cost(
    as_lead: Visitor, make_assessment: Makers, session: Session, at: At
) -> None:
    context = make_assessment(blank=True)
    decided_on(context, session, SOON)
    shown = as_lead.get(at(context))
    assert "If the quick check sends it to the Test Champions, submit it 10 working days" in (
        shown.text
    )


def test_a_review_that_was_asked_for_has_its_days(make_assessment: Makers) -> None:
    context = make_assessment()
    now = datetime.now(UTC)
    context.assessment.decision_date = SOON
    without = [step.stage for step in timeline.of(context, now=now).steps]
    context.assessment.review_asked = True
    asked = [step.stage for step in timeline.of(context, now=now).steps]
    assert [stage for stage in asked if stage not in without] == ["review"]


def test_a_decision_by_an_officer_is_no_meeting_and_needs_no_papers(
    make_assessment: Makers, lead: Person
) -> None:
    context = make_assessment()
    said_so = {"outcome": "go_on", "decision_body": "Cabinet", "decision_date": SOON.isoformat()}
    save_answers(context, "conclusion", None, said_so, by=lead, now=make_assessment.clock())
    meaning = {**context.edition.meaning, "by_officer": ("Cabinet",)}
    by_officer = replace(context.edition, meaning=meaning)
    context.renew(frozen=replace(context.frozen, edition=by_officer))
    found = timeline.of(context, now=datetime.now(UTC))
    assert not found.at_meeting
    assert [step.stage for step in found.steps] == ["start", "submit", "sign_off", "decision"]
