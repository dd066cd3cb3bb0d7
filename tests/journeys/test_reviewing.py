"""A review in a real browser: kept as it is written, and done by keyboard alone."""

from __future__ import annotations

from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from eia_app.domain.workflow.states import Transition
from tests.journeys.browser.page_walker import PageWalker
from tests.journeys.builders.assessment_builder import AssessmentBuilder
from tests.journeys.builders.in_review import build_in_review
from tests.journeys.conftest import Opener
from tests.journeys.server import CHAMPION, COLLEAGUE
from tests.journeys.test_keyboard import press_enter, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TEXT = "Half a thought, with “quotes” & <marks>,\nand a second line"
ABOUT_SEX = "/review/comments/new?section=effects&group=sex"
OFFER = "You wrote this on"
KEPT = "Saved as a draft at"


@pytest.fixture
def assessment(builder: AssessmentBuilder) -> str:
    return f"/assessments/{build_in_review(builder)}"


def write(walker: PageWalker, text: str, label: str = "Your remark") -> None:
    walker.page.get_by_label(label).fill(text)


def written(walker: PageWalker, label: str = "Your remark") -> str:
    return walker.page.get_by_label(label).input_value()


def is_offered(page: Page) -> bool:
    return page.get_by_text(OFFER).is_visible()


def test_what_is_written_is_kept_after_a_pause_said_politely_and_offered_on_return(
    as_person: Opener, assessment: str
) -> None:
    champion = as_person(CHAMPION)
    champion.open(assessment + ABOUT_SEX)
    champion.page.get_by_label("Question").check()
    write(champion, TEXT)
    expect(champion.page.get_by_role("status").filter(has_text=KEPT)).to_be_visible()
    champion.open(assessment + "/review")
    champion.open(assessment + ABOUT_SEX)
    assert is_offered(champion.page)
    assert written(champion) == ""
    champion.follow("Go on with it")
    assert written(champion) == TEXT
    assert champion.page.get_by_label("Question").is_checked()
    champion.press("Save")
    assert champion.page.get_by_text("Half a thought").first.is_visible()
    champion.open(assessment + ABOUT_SEX)
    assert not is_offered(champion.page)


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/review/note", "Your own notes"),
        ("/review/opinion", "Why?"),
        ("/review/comments/{comment}", "Your remark"),
    ],
)
def test_what_is_written_is_kept_on_leaving_before_any_pause(
    path: str, label: str, as_person: Opener, assessment: str, builder: AssessmentBuilder
) -> None:
    champion = as_person(CHAMPION)
    page = assessment + path.replace("{comment}", builder.placeholder_ids["{comment}"])
    champion.open(page)
    before = written(champion, label)
    write(champion, TEXT, label)
    champion.open("/reviews")
    champion.follow("What you wrote and did not save")
    expect(champion.page.get_by_text("Half a thought").first).to_be_visible()
    champion.open(page)
    assert is_offered(champion.page)
    assert written(champion, label) == before
    champion.press("Throw it away")
    assert not is_offered(champion.page)


def test_a_colleague_who_is_asked_has_their_answer_kept_too(
    as_person: Opener, assessment: str, builder: AssessmentBuilder
) -> None:
    colleague = as_person(COLLEAGUE)
    page = f"{assessment}/invitations/{builder.placeholder_ids['{invitation}']}"
    colleague.open(page)
    write(colleague, TEXT, "Why?")
    expect(colleague.page.get_by_role("status").filter(has_text=KEPT)).to_be_visible()
    colleague.open(page)
    colleague.follow("Go on with it")
    colleague.page.get_by_label("Cannot say").check()
    colleague.press("Give your opinion")
    assert colleague.page.get_by_text("You gave it on").is_visible()
    assert not is_offered(colleague.page)


def test_nothing_is_kept_of_a_page_that_was_only_looked_at_or_was_saved(
    as_person: Opener, assessment: str
) -> None:
    champion = as_person(CHAMPION)
    sent: list[str] = []
    champion.page.on("request", lambda r: sent.append(r.url) if "/drafts" in r.url else None)
    champion.open(assessment + ABOUT_SEX)
    champion.open(assessment + ABOUT_SEX)
    champion.page.get_by_label("Praise").check()
    write(champion, "Saved at once")
    champion.press("Save")
    assert sent == []


def test_when_the_round_closes_meanwhile_the_page_says_so_and_the_text_is_given_back(
    as_person: Opener, assessment: str, builder: AssessmentBuilder
) -> None:
    champion = as_person(CHAMPION)
    champion.open(assessment + ABOUT_SEX)
    champion.page.get_by_label("Suggestion").check()
    builder.take_step(UUID(assessment.rpartition("/")[2]), Transition.COMPLETE_REVIEW)
    write(champion, "Written an instant too late")
    status = champion.page.get_by_role("status").filter(has_text="could not be saved as a draft")
    expect(status).to_be_visible()
    champion.press("Save")
    assert champion.heading == "This has changed since you opened it"
    assert champion.page.get_by_text("Written an instant too late").is_visible()
    champion.follow("what you wrote and did not save")
    assert champion.page.get_by_text("Written an instant too late").is_visible()


def test_an_assessment_is_reviewed_by_keyboard_alone(as_person: Opener, assessment: str) -> None:
    champion = as_person(CHAMPION)
    page = champion.page
    champion.open(f"{assessment}/review")
    tab_to(page, "Go to the text")
    page.keyboard.press("Enter")
    tab_to(page, "Comment on the whole assessment")
    tab_to(page, "Skip to the next section: People and places")
    page.keyboard.press("Enter")
    tab_to(page, "Comment on this")
    press_enter(page)
    tab_to(page, "Must address")
    page.keyboard.press("Space")
    tab_to(page, "Your remark")
    page.keyboard.type("Say how many people.")
    tab_to(page, "Save")
    press_enter(page)
    champion.open(f"{assessment}/review")
    tab_to(page, "Give your opinion")
    press_enter(page)
    tab_to(page, "Support")
    page.keyboard.press("Space")
    tab_to(page, "Give your opinion")
    press_enter(page)
    assert champion.heading == "Opinions"
    assert page.get_by_text("1 of 3 opinions are in.").is_visible()
