"""Each step of the workflow has a page that explains, an error page, and one button that works."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from sqlalchemy.orm import Session

from eia_app.domain.journey.routing import Route
from eia_app.domain.workflow.states import State, Transition
from eia_app.storage.models.events import Event
from tests.factories import Makers
from tests.web.conftest import Visit, address
from tests.web.page_forms import Changes
from tests.web.visitor import Visitor

DATE = {"date-day": "1", "date-month": "4", "date-year": "2026"}
DECISION = {"body": "Cabinet", "outcome": "agreed", "minute": "C12", **DATE}


@dataclass(frozen=True)
class Step:
    state: State
    who: str
    typed: Changes
    errors: list[str] = field(default_factory=list)  # of the page sent empty
    after: str = ""


REASON = ["Enter a reason"]
STEPS: dict[Transition, Step] = {
    Transition.SUBMIT: Step(State.DRAFT, "lead", {"reason": "Ready"}, [], "Awaiting sign-off"),
    Transition.RESUBMIT: Step(
        State.CHANGES_REQUESTED, "lead", {"reason": ""}, [], "Awaiting sign-off"
    ),
    Transition.DECLINE: Step(
        State.AWAITING_SIGN_OFF,
        "head_of_service",
        {"reason": "Not yet", "sections": ["proposal:"]},
        ["Enter a reason", "Select the sections that need changes"],
        "Sign-off declined.",  # and the Head of Service may read it no more
    ),
    Transition.SIGN_OFF: Step(
        State.AWAITING_SIGN_OFF,
        "head_of_service",
        {"declare": "y"},
        ["Confirm the declaration to sign off"],
        "Signed off",
    ),
    Transition.RECORD_DECISION: Step(
        State.SIGNED_OFF,
        "report_author",
        DECISION,
        ["Enter who decided", "Enter a real date, such as 7 3 2026", "Select what was decided"],
        "Decided",
    ),
    Transition.REOPEN: Step(State.SIGNED_OFF, "lead", {"reason": "New facts"}, REASON, "Draft"),
    Transition.CLOSE: Step(State.DECIDED, "equality_lead", {"reason": ""}, [], "Closed"),
    Transition.WITHDRAW: Step(State.DRAFT, "lead", {"reason": "Dropped"}, REASON, "Withdrawn"),
    Transition.RESTORE: Step(State.WITHDRAWN, "lead", {"reason": "Back"}, REASON, "Draft"),
    Transition.ASK_REVIEW: Step(
        State.AWAITING_SIGN_OFF, "equality_lead", {"reason": "Look at it"}, REASON, "In review"
    ),
}


@pytest.mark.parametrize("action", STEPS)
def test_a_step_is_explained_refused_empty_taken_and_confirmed(
    action: Transition, make_assessment: Makers, visit: Visit, request: pytest.FixtureRequest
) -> None:
    step = STEPS[action]
    visitor = visit(request.getfixturevalue(step.who))
    context = make_assessment(step.state)
    page = visitor.get(address(context, f"steps/{action.value.replace('_', '-')}"))
    form = page.form()
    if step.errors:
        names = {each.name for each in form.controls if each.kind != "hidden"}
        empty = visitor.post(form.action, form.filled(dict.fromkeys(names)), expect=422)
        assert sorted(empty.errors) == sorted(step.errors)
        form = empty.form()
    visitor.post(form.action, form.filled(step.typed))
    done = visitor.follow()
    assert len(done.banners) == 1
    assert step.after in done.banners[0]


def test_the_page_of_a_step_is_linked_where_the_step_can_be_taken(
    as_lead: Visitor, as_head_of_service: Visitor, make_assessment: Makers
) -> None:
    context = make_assessment(State.AWAITING_SIGN_OFF)
    there = address(context, "steps/")
    mine = {link for link in as_lead.get(address(context)).links if there in link}
    theirs = {link for link in as_head_of_service.get(address(context)).links if there in link}
    assert mine == {f"{there}withdraw"}
    assert theirs == {f"{there}decline", f"{there}sign-off"}


def test_submitting_what_is_not_complete_lists_what_is_missing(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    context = make_assessment(blank=True)
    page = as_lead.get(address(context, "steps/submit"))
    assert page.link("Enter what would change") == address(context, "sections/proposal/basics")
    refused = as_lead.post(address(context, "steps/submit"), {}, expect=422)
    assert refused.link("Enter what would change")
    assert context.assessment.state is State.DRAFT


def test_closing_with_open_actions_names_them(
    as_equality_lead: Visitor, make_assessment: Makers
) -> None:
    context = make_assessment(
        State.SIGNED_OFF,
        effect=["negative"],
        severity="low",
        likelihood="low",
        action_text="Tell people in good time",
        action_status="not_started",
    )
    decided = {"body": "Cabinet", "date": "2026-04-01", "outcome": "Agreed"}
    make_assessment.step(context, Transition.RECORD_DECISION, **decided)
    as_equality_lead.get(address(context, "steps/close"))
    refused = as_equality_lead.send(expect=422)
    assert "Tell people in good time" in refused.text


def test_what_is_signed_is_what_was_read_and_nothing_newer(
    as_head_of_service: Visitor, make_assessment: Makers
) -> None:
    context = make_assessment(State.AWAITING_SIGN_OFF)
    page = as_head_of_service.get(address(context, "steps/sign-off"))
    form = page.form()
    make_assessment.step(context, Transition.DECLINE, sections=[["proposal", ""]])
    make_assessment.answer_everything(context, {"summary": "Something quite different"})
    make_assessment.step(context, Transition.RESUBMIT)
    fields = form.filled({"declare": "y", "snapshot": "0" * 64})
    refused = as_head_of_service.post(form.action, fields, expect=409)
    assert "The assessment is not the one you read" in refused.text


def test_the_equality_lead_sets_another_route_and_says_why(
    as_equality_lead: Visitor, make_assessment: Makers, session: Session
) -> None:
    context = make_assessment(route=Route.STANDARD)
    as_equality_lead.get(address(context, "route"))
    page = as_equality_lead.get(address(context, "change-route"))
    empty = as_equality_lead.post(page.form().action, {}, expect=422)
    assert sorted(empty.errors) == ["Enter a reason", "Select which route it should take"]
    as_equality_lead.send({"route": "major", "reason": "Many people are worried"})
    assert "Many people are worried" in as_equality_lead.follow().text
    (event,) = session.query(Event).filter(Event.action == Transition.OVERRIDE_ROUTE).all()
    assert event.detail == {"from": "standard", "to": "major"}


@pytest.mark.parametrize("state", State)
def test_the_pages_of_an_assessment_are_well_made_in_every_state(
    state: State, as_equality_lead: Visitor, as_lead: Visitor, make_assessment: Makers
) -> None:
    until = State.SIGNED_OFF if state in {State.DECIDED, State.CLOSED} else state
    context = make_assessment(until, effect=["negative"], severity="low", likelihood="low")
    if until is not state:
        detail = {"body": "Cabinet", "date": "2026-04-01", "outcome": "Agreed", "minute": "C1"}
        make_assessment.step(context, Transition.RECORD_DECISION, **detail)
    if state is State.CLOSED:
        make_assessment.step(context, Transition.CLOSE)
    for visitor in (as_equality_lead, as_lead):
        for page in ("", "route", "answers", "history", "people/", "actions/"):
            visitor.get(address(context, page))


def test_changes_that_were_asked_for_are_marked_until_they_are_saved(
    as_lead: Visitor, as_equality_lead: Visitor, make_assessment: Makers
) -> None:
    context = make_assessment(State.IN_REVIEW)
    as_equality_lead.get(address(context, "close-review"))
    as_equality_lead.send(
        {"outcome": "changes_needed", "reason": "Say who “they” are", "sections": ["proposal:"]}
    )
    page = as_lead.get(address(context))
    assert "Say who “they” are" in page.text
    assert page.text.count("Changes needed") == 2  # in the sentence, and at the task
    as_lead.get(address(context, "sections/proposal/basics"))
    as_lead.send({"summary": "They are people who park"})
    assert as_lead.get(address(context)).text.count("Changes needed") == 1


def test_an_action_is_kept_up_to_date_after_sign_off(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    context = make_assessment(
        State.SIGNED_OFF,
        effect=["negative"],
        severity="low",
        likelihood="low",
        action_status="not_started",
    )
    listing = as_lead.get(address(context, "actions/"))
    assert "0 of 1 action is finished." in listing.text
    as_lead.get(listing.link("Update"))
    stale = as_lead.last
    as_lead.send({"action_status": "done"})
    assert "1 of 1 action is finished." in as_lead.follow().text
    assert stale is not None
    form = stale.form()
    clash = as_lead.post(form.action, form.filled({"action_status": "cancelled"}), expect=409)
    assert clash.form().value("action_status") == "cancelled"
    as_lead.send()
    page = as_lead.get(listing.link("Update"))
    assert page.form().value("action_status") == "cancelled"
