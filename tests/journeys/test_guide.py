"""The guide in a real browser: opened where the question is, and read whole without losing text."""

from __future__ import annotations

import pytest

from tests.journeys.looking import Looker
from tests.journeys.walker import Walker

pytestmark = [pytest.mark.browser, pytest.mark.slow]
OPEN_ALL = "document.querySelectorAll('details').forEach(each => { each.open = true })"
THINK = "What to think about for disabled people"


@pytest.mark.parametrize(
    "page",
    ["proposal/in-short", "quick-check/which-groups", "effects/groups/disability/effects"],
)
def test_a_page_with_all_its_help_open_is_in_order(
    page: str, walker: Walker, looker: Looker, begun: str
) -> None:
    walker.open(f"{begun}/sections/{page}")
    assert not walker.page.get_by_text("A weak answer").first.is_visible()
    walker.page.evaluate(OPEN_ALL)
    assert walker.page.get_by_text("A weak answer").first.is_visible()
    looker.look(page)


def test_the_whole_guide_is_read_by_keyboard_and_what_was_typed_is_there_afterwards(
    walker: Walker, looker: Looker, begun: str
) -> None:
    page = walker.page
    walker.open(f"{begun}/sections/effects/groups/disability/effects")
    page.get_by_label("What do you know about disabled people").fill("Half a sentence")
    page.locator("summary", has_text=THINK).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert walker.heading == THINK
    looker.look("the guide to a group")
    walker.follow("Go back to where you were")
    known = page.get_by_label("What do you know about disabled people")
    assert known.input_value() == "Half a sentence"
