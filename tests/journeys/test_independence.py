"""Who is not independent neither advises nor reads what others say; and one voice is too few."""

from __future__ import annotations

import pytest

from eia_app.domain.workflow.states import Transition
from tests.journeys.browser.page_checker import Looker
from tests.journeys.browser.page_walker import Walker
from tests.journeys.browser.review_steps import (
    SECOND,
    WITHIN,
    at,
    begin_remark,
    claim,
    close,
    give_opinion,
    invite_in,
    remark,
    says,
    with_hidden,
    write,
)
from tests.journeys.builders.assessment_builder import Shelf
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
def champions(shelf: Shelf) -> None:
    invite_in(shelf, SECOND)
    invite_in(shelf, WITHIN, service=SERVICE)


def test_a_champion_of_the_same_service_reviews_only_when_the_equality_lead_says_why(
    as_person: Opener, shelf: Shelf
) -> None:
    within, equality_lead = as_person(WITHIN), as_person(EQUALITY_LEAD)
    id_ = shelf.put("15", Transition.SUBMIT)
    within.open(at(id_, "review"))
    assert within.heading == "You cannot review this assessment"
    assert says(within, "You work in the same service.")
    equality_lead.open(at(id_, "reviewers"))
    accept = with_hidden(equality_lead, "link", f"Accept all the same: {WITHIN.name}")
    equality_lead.press_first(accept)
    equality_lead.press("Accept")
    assert equality_lead.errors == ["Enter why it is acceptable"]
    write(equality_lead, "Why is it acceptable?", BECAUSE)
    equality_lead.press("Accept")
    equality_lead.press_first(with_hidden(equality_lead, "button", f"Ask {WITHIN.name}"))
    assert says(equality_lead, f"Works in the same service. Accepted because: {BECAUSE}")
    give_opinion(within, id_, "Support")
    assert says(within, "1 of 3 opinions are in.")


def test_a_champion_who_works_on_an_assessment_is_never_asked_to_review_it(
    as_person: Opener, shelf: Shelf
) -> None:
    lead, champion, equality_lead = map(as_person, (LEAD, CHAMPION, EQUALITY_LEAD))
    id_ = shelf.put("15")
    lead.open(at(id_, "people/add"))
    write(lead, "Their work email address", CHAMPION.email)
    lead.page.get_by_label("What they bring").fill("Knows the clubs")
    lead.press("Add")
    shelf.take(id_, Transition.SUBMIT)
    champion.open(at(id_, "review"))
    assert champion.heading == "Read the review"
    assert not champion.page.get_by_role("button", name="Claim").count()
    equality_lead.open(at(id_, "reviewers"))
    assert not with_hidden(equality_lead, "button", f"Ask {CHAMPION.name}").count()
    assert not with_hidden(equality_lead, "link", f"Accept all the same: {CHAMPION.name}").count()
    assert with_hidden(equality_lead, "button", f"Ask {SECOND.name}").count() == 1


def test_who_stands_aside_reads_nothing_of_the_discussion_from_then_on(
    as_person: Opener, shelf: Shelf, nu: Nu
) -> None:
    first, second, equality_lead = map(as_person, (CHAMPION, SECOND, EQUALITY_LEAD))
    id_ = shelf.put("15", Transition.SUBMIT)
    claim(first, id_)
    remark(first, id_, WHOLE, "Question", SECRET)
    claim(second, id_)
    looker = Looker(second.page, nu)
    assert says(second, SECRET)
    second.follow("Stand aside")
    write(second, "Why? (optional)", PRIVATE)
    second.press("Stand aside")
    assert second.heading == "Review queue"
    for page in ("review", "review/comments", "review/opinions", "remarks", "changes", "history"):
        second.open(at(id_, page))
        assert not says(second, SECRET), page
    second.open(at(id_, "review"))
    assert second.heading == "You cannot review this assessment"
    looker.look("you cannot review")
    assert looker.verdict() == []
    first.open(at(id_, "history"))
    assert says(first, "Reviewer stood aside")
    assert not says(first, PRIVATE)
    equality_lead.open(at(id_, "reviewers"))
    assert says(equality_lead, PRIVATE)


def test_a_round_with_too_few_opinions_is_closed_only_with_a_reason_that_is_kept(
    as_person: Opener, shelf: Shelf
) -> None:
    champion, equality_lead = as_person(CHAMPION), as_person(EQUALITY_LEAD)
    id_ = shelf.put("15", Transition.SUBMIT)
    claim(champion, id_)
    give_opinion(champion, id_, "Support")
    close(equality_lead, id_, "Agreed")
    assert equality_lead.errors == ["1 of 3 opinions are in. Enter why you close the round now"]
    write(equality_lead, "Why?", "The papers go out tomorrow.")
    equality_lead.press("Confirm")
    equality_lead.expect_done()
    assert equality_lead.state == "Awaiting sign-off"
    equality_lead.open(at(id_, "history"))
    assert says(equality_lead, "The papers go out tomorrow.")


def test_two_champions_write_about_one_place_at_the_same_time_and_neither_is_disturbed(
    as_person: Opener, shelf: Shelf
) -> None:
    first, second = as_person(CHAMPION), as_person(SECOND)
    id_ = shelf.put("15", Transition.SUBMIT)
    texts = {"What about other schools?": first, "Ask the children.": second}
    for champion in (first, second):
        claim(champion, id_)
    for text, champion in texts.items():
        begin_remark(champion, id_, "Comment on all of this: Disability", "Must address", text)
    for champion in (first, second):
        champion.press("Save")
        assert champion.errors == []
    for text, champion in texts.items():
        champion.open(at(id_, "review"))
        assert all(says(champion, each) for each in texts)
        assert _own(champion) == text


def _own(champion: Walker) -> str:
    """The text of the one remark that this champion may edit."""
    (link,) = champion.page.get_by_role("link").filter(has_text="Edit").all()
    link.click()
    return champion.page.get_by_label("Your remark").input_value()
