"""The authors answer what the reviewers said, one remark after another."""

from __future__ import annotations

from uuid import uuid4

import pytest

from eia_app.domain.review.review import Location
from eia_app.domain.roles import Role
from eia_app.domain.workflow.states import State
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.storage.models.people import Person
from tests.factories import Makers, add_person
from tests.services.review import review_steps
from tests.services.review.review_steps import AGE, PROPOSAL, QUESTION
from tests.web.conftest import Visit, address
from tests.web.visitor import Visitor, select_statements

NOT_CHANGED = {"kind": "not_changed", "text": "They are named now"}
CHANGED = {"kind": "changed", "text": "They are named now"}


@pytest.fixture
def context(make_assessment: Makers, champion: Person) -> AssessmentContext:
    """Sent back with two remarks that must be answered, and a question."""
    made = make_assessment(State.IN_REVIEW)
    review_steps.add_reviewers(made, champion)
    review_steps.add_comment(made, champion, PROPOSAL, text="Say who they are")
    review_steps.add_comment(made, champion, AGE, text="Ask older people")
    review_steps.add_comment(made, champion, Location("conclusion"), QUESTION, "Is it long?")
    review_steps.opine(made, champion)
    review_steps.send_back(make_assessment, made, ["proposal", ""])
    return made


def test_the_author_is_led_from_one_remark_to_the_next_and_then_submits(
    context: AssessmentContext, as_lead: Visitor
) -> None:
    overview = as_lead.get(address(context))
    assert "0 of 2 remarks to address are answered." in overview.text
    assert "Everything that is needed has been answered" not in overview.text
    page = as_lead.get(overview.link("Answer the remarks"))
    assert "Say who they are" in page.text
    blocked = as_lead.get(address(context, "steps/resubmit"))
    assert "Ask older people" in blocked.text
    as_lead.get(page.answer.request.path)
    as_lead.send(CHANGED, expect=422)
    as_lead.send(CHANGED)
    second = as_lead.follow()
    assert "Ask older people" in second.text
    assert "1 of 2 remarks to address are answered" in second.text
    as_lead.send({"kind": "not_changed", "text": "Nobody of that age parks here"})
    listing = as_lead.follow()
    assert listing.title == "Remarks and replies"
    assert "2 of 2 remarks to address are answered." in listing.text
    assert "Nobody of that age parks here" in listing.text
    as_lead.get(address(context, "steps/resubmit"))
    as_lead.send({})
    assert "In review" in as_lead.follow().banners[0]


def test_submitting_too_early_names_the_remarks_that_wait(
    context: AssessmentContext, as_lead: Visitor
) -> None:
    refused = as_lead.post(address(context, "steps/resubmit"), {}, expect=422)
    assert "Answer these remarks first" in refused.text
    assert refused.link("The proposal: What would change?: Say who they are")


def test_a_remark_stands_above_the_fields_that_it_is_about(
    context: AssessmentContext, as_lead: Visitor
) -> None:
    page = as_lead.get(address(context, "sections/proposal/basics"))
    assert "What the reviewers said" in page.text
    assert "Say who they are" in page.text
    assert "Ask older people" not in page.text
    assert page.link("Answer").endswith("/reply")
    other = as_lead.get(address(context, "sections/proposal/details"))
    assert "What the reviewers said" not in other.text


def test_an_answer_without_a_choice_or_words_says_so_and_keeps_what_was_typed(
    context: AssessmentContext, as_lead: Visitor
) -> None:
    as_lead.get(as_lead.get(address(context)).link("Answer the remarks"))
    assert as_lead.send({}, expect=422).errors == [
        "Select what you did about it",
        "Enter what you changed, or why you did not",
    ]
    kept = as_lead.send({"text": "We named them"}, expect=422)
    assert kept.form().value("text") == "We named them"


def test_i_changed_it_is_asked_about_where_nothing_has_changed(
    context: AssessmentContext, as_lead: Visitor
) -> None:
    page = as_lead.get(as_lead.get(address(context)).link("Answer the remarks"))
    shown = as_lead.send(CHANGED, expect=422)
    assert shown.errors[0].startswith("Nothing has changed here since it was sent back")
    assert shown.form().value("text") == CHANGED["text"]
    assert "0 of 2 remarks" in as_lead.get(address(context)).text
    as_lead.get(address(context, "sections/proposal/basics"))
    as_lead.send({"summary": "They are 240 people who pay in cash."})
    as_lead.get(page.answer.request.path)
    as_lead.send(CHANGED)
    assert "1 of 2 remarks" in as_lead.get(address(context)).text


def test_the_second_of_two_authors_sees_both_answers(
    context: AssessmentContext, as_lead: Visitor
) -> None:
    page = as_lead.get(as_lead.get(address(context)).link("Answer the remarks"))
    first, second = (
        page.form().filled(NOT_CHANGED),
        page.form().filled({**NOT_CHANGED, "text": "Mine"}),
    )
    as_lead.post(page.form().action, first)
    clash = as_lead.post(page.form().action, second, expect=409)
    assert "They are named now" in clash.text
    assert clash.form().value("text") == "Mine"
    as_lead.send()
    assert "Mine" in as_lead.get(address(context, "remarks")).text


def test_those_who_may_read_the_discussion_read_it_and_others_do_not(
    context: AssessmentContext,
    visit: Visit,
    champion: Person,
    equality_lead: Person,
    make_assessment: Makers,
) -> None:
    for person in (champion, equality_lead):
        page = visit(person).get(address(context, "remarks"))
        assert "Say who they are" in page.text
        assert "Because of the facts" in page.text
        assert not [link for link in page.links if link.endswith("/reply")]
    same = add_person(context.session, "Same Service", Role.CHAMPION)
    same.service = context.assessment.service
    refused = visit(same).get(address(context, "remarks"), expect=403)
    assert "Say who they are" not in refused.text
    author = add_person(context.session, "No Body")
    visit(author).get(address(context, "remarks"), expect=404)


def test_a_remark_that_is_not_of_this_assessment_is_not_there(
    context: AssessmentContext, champion: Person, as_lead: Visitor, make_assessment: Makers
) -> None:
    other = make_assessment(State.IN_REVIEW)
    review_steps.add_reviewers(other, champion)
    theirs = review_steps.add_comment(other, champion)
    review_steps.send_back(make_assessment, other)
    for id_ in (theirs.id, uuid4()):
        as_lead.get(address(context, f"remarks/{id_}/reply"), expect=404)


def test_an_assessment_that_nobody_reviewed_has_no_remarks(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    context = make_assessment(State.AWAITING_SIGN_OFF)
    page = as_lead.get(address(context, "remarks"))
    assert "Nobody has reviewed this assessment yet." in page.text


def test_the_page_of_remarks_asks_as_much_for_three_remarks_as_for_one(
    as_lead: Visitor, champion: Person, make_assessment: Makers
) -> None:
    counts = set()
    for number in (1, 3):
        made = make_assessment(State.IN_REVIEW)
        review_steps.add_reviewers(made, champion)
        for n in range(number):
            review_steps.add_comment(made, champion, text=f"Remark {n}")
        review_steps.send_back(make_assessment, made)
        counts.add(len(select_statements(as_lead.get(address(made, "remarks")))))
    assert len(counts) == 1
