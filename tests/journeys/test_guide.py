"""The guide in a real browser: opened where the question is, and read whole without losing text."""

from __future__ import annotations

import pytest

from tests.journeys.browser.page_checker import PageChecker
from tests.journeys.browser.page_walker import PageWalker
from tests.journeys.conftest import Opener
from tests.journeys.server import LEAD

pytestmark = [pytest.mark.browser, pytest.mark.slow]
OPEN_ALL = "document.querySelectorAll('details').forEach(each => { each.open = true })"
THINK = "What to think about for disabled people"


@pytest.mark.parametrize(
    "page",
    ["proposal/in-short", "quick-check/which-groups", "effects/groups/disability/effects"],
)
def test_a_page_with_all_its_help_open_is_in_order(
    page: str, walker: PageWalker, checker: PageChecker, draft_path: str
) -> None:
    walker.open(f"{draft_path}/sections/{page}")
    assert not walker.page.get_by_text("A weak answer").first.is_visible()
    walker.page.evaluate(OPEN_ALL)
    assert walker.page.get_by_text("A weak answer").first.is_visible()
    checker.check(page)


def test_the_whole_guide_is_read_by_keyboard_and_what_was_typed_is_there_afterwards(
    walker: PageWalker, checker: PageChecker, draft_path: str
) -> None:
    page = walker.page
    walker.open(f"{draft_path}/sections/effects/groups/disability/effects")
    page.get_by_label("What do you know about disabled people").fill("Half a sentence")
    page.locator("summary", has_text=THINK).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert walker.heading == THINK
    checker.check("the guide to a group")
    walker.follow("Go back to where you were")
    known = page.get_by_label("What do you know about disabled people")
    assert known.input_value() == "Half a sentence"


HELP = "Why we ask, with examples"


@pytest.mark.parametrize("list_", ["evidence", "engagement"])
def test_the_rows_of_the_example_stand_closed_on_the_page_of_a_list(
    list_: str, walker: PageWalker, checker: PageChecker, draft_path: str
) -> None:
    walker.open(f"{draft_path}/lists/{list_}")
    walker.page.evaluate(OPEN_ALL)
    assert walker.page.get_by_text("Made-up example.").first.is_visible()
    checker.check(list_)


def test_the_example_is_opened_by_keyboard_beside_the_question_and_typed_text_stays(
    walker: PageWalker, checker: PageChecker, draft_path: str
) -> None:
    page = walker.page
    walker.open(f"{draft_path}/sections/effects/groups/disability/effects")
    field = page.get_by_label("What do you know about disabled people")
    field.fill("Half a sentence")
    example_text = page.get_by_text("24% of disabled drivers need cash at times")
    assert not example_text.is_visible()
    about = f"{HELP}: What do you know about disabled people who could be affected?"
    page.locator("summary", has_text=about).focus()
    page.keyboard.press("Enter")
    assert example_text.is_visible()
    assert field.input_value() == "Half a sentence"
    page.get_by_role("button", name="Save and read the worked example").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("#group-disability")
    assert page.locator("#group-disability").bounding_box()["y"] < 200  # type: ignore[index]
    checker.check("the example beside an assessment")
    page.get_by_role("link", name="Go back to where you were").first.click()
    assert page.get_by_label("What do you know about disabled people").input_value() == (
        "Half a sentence"
    )


def test_the_example_is_read_without_a_script_on_a_phone(
    as_person: Opener, draft_path: str
) -> None:
    walker = as_person(LEAD, javascript=False, width=320, height=640)
    page = walker.page
    walker.open(f"{draft_path}/sections/effects/groups/disability/effects")
    page.locator("summary", has_text=f"{HELP}: What have disabled people told you?").click()
    assert page.get_by_text("They liked the lower machine").is_visible()
    page.get_by_label("What have disabled people told you?").fill("Typed by hand")
    page.get_by_role("button", name="Save and read the worked example").click()
    assert walker.heading == "Worked example: Ending most cash payment in council car parks"
    page.get_by_role("link", name="Back", exact=True).click()
    assert page.get_by_label("What have disabled people told you?").input_value() == "Typed by hand"
