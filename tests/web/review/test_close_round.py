"""The equality lead closes a round on one page; its conditions; referring up."""

from __future__ import annotations

import pytest

from eia_app.domain.journey.routing import Route
from eia_app.domain.review.review import Outcome, Recommendation
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.answers import action_progress
from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.services.review import rounds
from eia_app.storage.models.people import Person
from tests.factories import Makers
from tests.services.review import review_steps
from tests.services.review.review_steps import AGE, PROPOSAL, QUESTION
from tests.web.conftest import Visit, address
from tests.web.visitor import Visitor

DUE = {"due-day": "1", "due-month": "6", "due-year": "2026"}
TERMS = {"text": "Write to all", "owner": "Clerk", "measure": "240 letters", **DUE}


@pytest.fixture
def context(make_assessment: Makers, champion: Person) -> AssessmentContext:
    made = make_assessment(State.IN_REVIEW)
    review_steps.add_reviewers(made, champion)
    return made


def again(context: AssessmentContext) -> AssessmentContext:
    context.session.expire_all()
    return load_assessment(context.session, context.forms, context.assessment.id)


def test_the_page_shows_what_was_said_and_what_is_still_waited_for(
    context: AssessmentContext, champion: Person, as_equality_lead: Visitor
) -> None:
    review_steps.add_comment(context, champion, PROPOSAL, text="Say who “they” are")
    review_steps.add_comment(context, champion, AGE, QUESTION, "Only a question")
    review_steps.opine(context, champion, Recommendation.CANNOT_SAY)
    page = as_equality_lead.get(address(context, "close-review"))
    for said in (
        "1 of 3 opinions are in",
        "Cannot say",
        "Because of the facts",
        "1 remark to address",
        "Say who “they” are",
    ):
        assert said in page.text
    assert "Only a question" not in page.text
    assert page.form().values("sections") == ["proposal:"]


def test_both_old_pages_lead_to_the_one_way_of_closing(
    context: AssessmentContext, as_equality_lead: Visitor
) -> None:
    there = address(context, "close-review")
    for step in ("request-changes", "complete-review"):
        shown = as_equality_lead.get(address(context, f"steps/{step}"), expect=302)
        assert shown.location == there
    links = as_equality_lead.get(address(context)).links
    assert there in links
    assert not [link for link in links if "complete-review" in link or "request-changes" in link]


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(
    context: AssessmentContext, as_equality_lead: Visitor
) -> None:
    as_equality_lead.get(address(context, "close-review"))
    empty = as_equality_lead.send({}, expect=422)
    assert empty.errors == ["Select how this round ends"]
    needed = as_equality_lead.send({"outcome": "changes_needed", "reason": ""}, expect=422)
    assert needed.errors == ["Select the sections that need changes", "Enter what needs to change"]
    up = as_equality_lead.send({"outcome": "refer_up", "reason": "Too big"}, expect=422)
    assert up.errors == ["Enter to whom you refer it, by role"]
    assert up.form().value("reason") == "Too big"
    few = as_equality_lead.send({"outcome": "agreed", "reason": ""}, expect=422)
    assert few.errors == ["0 of 3 opinions are in. Enter why you close the round now"]
    assert again(context).assessment.state is State.IN_REVIEW


def test_changes_needed_sends_back_the_chosen_sections(
    context: AssessmentContext, as_equality_lead: Visitor, as_lead: Visitor
) -> None:
    as_equality_lead.get(address(context, "close-review"))
    as_equality_lead.send(
        {"outcome": "changes_needed", "reason": "Say who", "sections": ["effects:age"]}
    )
    assert "Changes requested" in as_equality_lead.follow().banners[0]
    page = as_lead.get(address(context))
    assert "Locked: not sent back" in page.text
    assert "Changes needed" in page.text
    locked = as_lead.get(address(context, "sections/proposal/basics"))
    assert locked.title == "This section is locked"
    as_lead.get(address(context, "lists/evidence"))
    assert as_lead.last is not None
    assert as_lead.last.title == "This section is locked"
    as_lead.get(address(context, "sections/effects/groups/age/likely"))
    as_lead.send({"effect": ["positive"]})
    links = as_lead.get(address(context, "answers")).links
    assert not [link for link in links if "sections/proposal" in link]
    assert [link for link in links if "sections/effects/groups/age" in link]


def test_saving_a_page_of_a_locked_section_is_refused_and_gives_the_text_back(
    context: AssessmentContext, as_lead: Visitor, make_assessment: Makers
) -> None:
    as_lead.get(address(context, "people/"))
    review_steps.send_back(make_assessment, context, ["effects", "age"])
    as_lead.get(address(context, "sections/effects/groups/age/likely"))
    typed = {"summary": "Typed on an old page", "title": "Parking permits", "seen": "9"}
    refused = as_lead.post(address(context, "sections/proposal/basics"), typed, expect=409)
    assert "This section was not sent back" in refused.text
    assert "Typed on an old page" in refused.text


def test_a_condition_is_written_changed_removed_and_becomes_an_action(
    context: AssessmentContext, as_equality_lead: Visitor
) -> None:
    page = as_equality_lead.get(address(context, "close-review"))
    as_equality_lead.get(page.link("Add a condition"), expect=302)
    written = as_equality_lead.follow()
    empty = as_equality_lead.send({}, expect=422)
    assert len(empty.errors) == 4
    as_equality_lead.send(TERMS)
    as_equality_lead.post(written.form().action, TERMS)  # pressed twice
    page = as_equality_lead.get(address(context, "close-review"))
    assert page.text.count("Write to all") == 3  # its name, and in the names of two links
    as_equality_lead.get(page.link("Change"))
    as_equality_lead.send({"owner": "Parking manager"})
    as_equality_lead.get(address(context, "close-review"))
    as_equality_lead.send({"outcome": "agreed_with_conditions", "reason": "Two are ill"})
    assert "Awaiting sign-off" in as_equality_lead.follow().banners[0]
    rows = action_progress.rows(again(context))
    assert [row.values["action_owner"] for row in rows][-1] == "Parking manager"


def test_a_condition_is_removed_after_being_asked_once(
    context: AssessmentContext, equality_lead: Person, as_equality_lead: Visitor
) -> None:
    review_steps.save_condition(context, equality_lead)
    page = as_equality_lead.get(address(context, "close-review"))
    as_equality_lead.get(page.link("Remove"))
    as_equality_lead.send({})
    assert "Tell permit holders" not in as_equality_lead.follow().text


def test_what_was_begun_and_not_sent_is_offered_on_the_page_again(
    context: AssessmentContext, as_equality_lead: Visitor
) -> None:
    path = address(context, "close-review")
    as_equality_lead.get(path)
    begun = {"reason": "Two are ill, and", "sections": "proposal:", "draft_of": path}
    as_equality_lead.post("/drafts", begun, expect=200)
    page = as_equality_lead.get(path)
    assert "Two are ill, and" in page.text
    assert page.form("close-review").value("reason") == ""
    back = as_equality_lead.get(page.link("Go on with it"))
    assert back.form("close-review").value("reason") == "Two are ill, and"
    assert back.form("close-review").values("sections") == ["proposal:"]


def test_what_is_referred_up_is_shown_and_can_still_be_closed(
    context: AssessmentContext, as_equality_lead: Visitor
) -> None:
    as_equality_lead.get(address(context, "close-review"))
    as_equality_lead.send({"outcome": "refer_up", "referred_to": "Director", "reason": "Too big"})
    shown = as_equality_lead.follow()
    assert "This round was referred up to Director." in shown.text
    as_equality_lead.send({"outcome": "agreed", "reason": "The director is content"})
    round_ = rounds.newest(context.session, context.assessment)
    assert round_ is not None
    context.session.refresh(round_)
    assert (round_.outcome, round_.referred_to) == (Outcome.AGREED, "Director")


def test_the_second_of_two_who_close_is_told_in_a_sentence(
    context: AssessmentContext, as_equality_lead: Visitor, make_assessment: Makers
) -> None:
    as_equality_lead.get(address(context, "close-review"))
    review_steps.agree_review(make_assessment, context)
    refused = as_equality_lead.send({"outcome": "agreed", "reason": "Mine"}, expect=409)
    assert "while the assessment is awaiting sign off" in refused.text
    assert "Mine" in refused.text


def test_a_condition_of_another_assessment_is_not_there(
    context: AssessmentContext,
    equality_lead: Person,
    as_equality_lead: Visitor,
    make_assessment: Makers,
) -> None:
    other = make_assessment(State.IN_REVIEW)
    review_steps.save_condition(other, equality_lead)
    (link,) = {
        link
        for link in as_equality_lead.get(address(other, "close-review")).links
        if "conditions/" in link and not link.endswith(("add", "remove"))
    }
    theirs = link.rpartition("/")[2]
    for path in (theirs, f"{theirs}/remove"):
        as_equality_lead.get(address(context, f"close-review/conditions/{path}"), expect=404)


def test_only_the_equality_lead_in_review_reaches_these_pages(
    context: AssessmentContext,
    visit: Visit,
    champion: Person,
    lead: Person,
    make_assessment: Makers,
) -> None:
    paths = ("close-review", "close-review/conditions/add")
    for person in (champion, lead):
        for path in paths:
            visit(person).get(address(context, path), expect=403)
    signing = make_assessment(State.AWAITING_SIGN_OFF)
    visitor = visit(make_assessment.equality_lead)
    for path in paths:
        visitor.get(address(signing, path), expect=409)


def test_the_equality_lead_asks_for_a_review_of_a_standard_one(
    as_equality_lead: Visitor, make_assessment: Makers
) -> None:
    context = make_assessment(State.AWAITING_SIGN_OFF, route=Route.STANDARD)
    page = as_equality_lead.get(address(context, "steps/ask-review"))
    assert page.title == "Ask for a review"
    assert as_equality_lead.send({}, expect=422).errors == ["Enter a reason"]
    as_equality_lead.send({"reason": "Many people wrote to us"})
    assert "In review" in as_equality_lead.follow().banners[0]
    assert again(context).assessment.review_asked


def test_the_signer_sees_how_the_review_ended_the_conditions_and_what_is_open(
    context: AssessmentContext,
    champion: Person,
    equality_lead: Person,
    as_head_of_service: Visitor,
    make_assessment: Makers,
) -> None:
    review_steps.add_comment(context, champion, text="Say who they are")
    review_steps.opine(context, champion, Recommendation.SUPPORT_WITH_CONDITIONS)
    review_steps.save_condition(context, equality_lead)
    review_steps.agree_review(make_assessment, context, Outcome.AGREED_WITH_CONDITIONS)
    page = as_head_of_service.get(address(context, "steps/sign-off"))
    sha = page.form().value("snapshot") or "none"
    for said in (
        "Agreed with conditions",
        "Support with conditions: 1",
        review_steps.TERMS.text,
        "Say who they are",
        "Not answered yet.",
        sha,
    ):
        assert said in page.text
    as_head_of_service.send({"declare": "y"})
    assert "Signed off" in as_head_of_service.follow().banners[0]


def test_a_newer_version_says_that_it_differs_from_the_signed_one(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    context = make_assessment(State.SIGNED_OFF)
    assert "differs from version" not in as_lead.get(address(context)).answer.get_data(as_text=True)
    make_assessment.step(context, Transition.REOPEN)
    for path in ("", "answers", "people/"):
        page = as_lead.get(address(context, path))
        assert "Version 2 differs from version 1, which was signed off on" in page.answer.get_data(
            as_text=True
        )
    make_assessment.answer_everything(context, {})
    changes = as_lead.get(page.link("What has changed"))
    assert changes.title == "What changed since version 1"
    assert "No answer has changed." in changes.text
