"""Who is not independent neither advises nor reads what others say; and one voice is too few."""

from __future__ import annotations

import pytest

from eia_app.domain.workflow.states import Transition
from tests.journeys.browser.page_checker import PageChecker
from tests.journeys.browser.page_walker import PageWalker
from tests.journeys.browser.review_steps import (
    SAME_SERVICE_CHAMPION,
    SECOND_CHAMPION,
    add_comment,
    add_people,
    assessment_path,
    claim,
    close_round,
    fill_in,
    fill_in_comment,
    give_opinion,
    page_contains,
    with_hidden_text,
)
from tests.journeys.builders.assessment_builder import AssessmentBuilder
from tests.journeys.conftest import Opener
from tests.journeys.server import CHAMPION, EQUALITY_LEAD, LEAD
from tests.judges.nu import Nu

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SERVICE = "Families, Children and Learning: health, SEN and disability"  # that wrote case 15
WHOLE = "Comment on the whole assessment"
SECRET = "Who told the parents of the two schools?"
PRIVATE = "My sister works at one of the schools."
BECAUSE = "Nobody else knows how the clubs are run."


@pytest.fixture(autouse=True)
def champions(builder: AssessmentBuilder) -> None:
    add_people(builder, SECOND_CHAMPION)
    add_people(builder, SAME_SERVICE_CHAMPION, service=SERVICE)


def test_a_champion_of_the_same_service_reviews_only_when_the_equality_lead_says_why(
    as_person: Opener, builder: AssessmentBuilder
) -> None:
    within, equality_lead = as_person(SAME_SERVICE_CHAMPION), as_person(EQUALITY_LEAD)
    id_ = builder.build("15", Transition.SUBMIT)
    within.open(assessment_path(id_, "review"))
    assert within.heading == "You cannot review this assessment"
    assert page_contains(within, "You work in the same service.")
    equality_lead.open(assessment_path(id_, "reviewers"))
    accept = with_hidden_text(
        equality_lead, "link", f"Accept all the same: {SAME_SERVICE_CHAMPION.name}"
    )
    equality_lead.press_first(accept)
    equality_lead.press("Accept")
    assert equality_lead.errors == ["Enter why it is acceptable"]
    fill_in(equality_lead, "Why is it acceptable?", BECAUSE)
    equality_lead.press("Accept")
    equality_lead.press_first(
        with_hidden_text(equality_lead, "button", f"Ask {SAME_SERVICE_CHAMPION.name}")
    )
    assert page_contains(equality_lead, f"Works in the same service. Accepted because: {BECAUSE}")
    give_opinion(within, id_, "Support")
    assert page_contains(within, "1 of 3 opinions are in.")


def test_a_champion_who_works_on_an_assessment_is_never_asked_to_review_it(
    as_person: Opener, builder: AssessmentBuilder
) -> None:
    lead, champion, equality_lead = map(as_person, (LEAD, CHAMPION, EQUALITY_LEAD))
    id_ = builder.build("15")
    lead.open(assessment_path(id_, "people/add"))
    fill_in(lead, "Their work email address", CHAMPION.email)
    lead.page.get_by_label("What they bring").fill("Knows the clubs")
    lead.press("Add")
    builder.take_step(id_, Transition.SUBMIT)
    champion.open(assessment_path(id_, "review"))
    assert champion.heading == "Read the review"
    assert not champion.page.get_by_role("button", name="Claim").count()
    equality_lead.open(assessment_path(id_, "reviewers"))
    assert not with_hidden_text(equality_lead, "button", f"Ask {CHAMPION.name}").count()
    assert not with_hidden_text(
        equality_lead, "link", f"Accept all the same: {CHAMPION.name}"
    ).count()
    assert with_hidden_text(equality_lead, "button", f"Ask {SECOND_CHAMPION.name}").count() == 1


def test_who_stands_aside_reads_nothing_of_the_discussion_from_then_on(
    as_person: Opener, builder: AssessmentBuilder, nu: Nu
) -> None:
    first, second, equality_lead = map(as_person, (CHAMPION, SECOND_CHAMPION, EQUALITY_LEAD))
    id_ = builder.build("15", Transition.SUBMIT)
    claim(first, id_)
    add_comment(first, id_, WHOLE, "Question", SECRET)
    claim(second, id_)
    checker = PageChecker(second.page, nu)
    assert page_contains(second, SECRET)
    second.follow("Stand aside")
    fill_in(second, "Why? (optional)", PRIVATE)
    second.press("Stand aside")
    assert second.heading == "Review queue"
    for page in ("review", "review/comments", "review/opinions", "remarks", "changes", "history"):
        second.open(assessment_path(id_, page))
        assert not page_contains(second, SECRET), page
    second.open(assessment_path(id_, "review"))
    assert second.heading == "You cannot review this assessment"
    checker.check("you cannot review")
    assert checker.all_problems() == []
    first.open(assessment_path(id_, "history"))
    assert page_contains(first, "Reviewer stood aside")
    assert not page_contains(first, PRIVATE)
    equality_lead.open(assessment_path(id_, "reviewers"))
    assert page_contains(equality_lead, PRIVATE)


def test_a_round_with_too_few_opinions_is_closed_only_with_a_reason_that_is_kept(
    as_person: Opener, builder: AssessmentBuilder
) -> None:
    champion, equality_lead = as_person(CHAMPION), as_person(EQUALITY_LEAD)
    id_ = builder.build("15", Transition.SUBMIT)
    claim(champion, id_)
    give_opinion(champion, id_, "Support")
    close_round(equality_lead, id_, "Agreed")
    assert equality_lead.errors == ["1 of 3 opinions are in. Enter why you close the round now"]
    fill_in(equality_lead, "Why?", "The papers go out tomorrow.")
    equality_lead.press("Confirm")
    equality_lead.expect_done()
    assert equality_lead.state == "Awaiting sign-off"
    equality_lead.open(assessment_path(id_, "history"))
    assert page_contains(equality_lead, "The papers go out tomorrow.")


def test_two_champions_write_about_one_place_at_the_same_time_and_neither_is_disturbed(
    as_person: Opener, builder: AssessmentBuilder
) -> None:
    first, second = as_person(CHAMPION), as_person(SECOND_CHAMPION)
    id_ = builder.build("15", Transition.SUBMIT)
    texts = {"What about other schools?": first, "Ask the children.": second}
    for champion in (first, second):
        claim(champion, id_)
    for text, champion in texts.items():
        fill_in_comment(champion, id_, "Comment on all of this: Disability", "Must address", text)
    for champion in (first, second):
        champion.press("Save")
        assert champion.errors == []
    for text, champion in texts.items():
        champion.open(assessment_path(id_, "review"))
        assert all(page_contains(champion, comment_text) for comment_text in texts)
        assert _own(champion) == text


def _own(champion: PageWalker) -> str:
    """The text of the one remark that this champion may edit."""
    (link,) = champion.page.get_by_role("link").filter(has_text="Edit").all()
    link.click()
    return champion.page.get_by_label("Your remark").input_value()
