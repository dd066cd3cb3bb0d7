"""Figures at hand in a real browser: shown, cited, pointed out, and used again by a colleague."""

from __future__ import annotations

import pytest

from tests.journeys.browser.page_checker import Looker
from tests.journeys.browser.page_walker import Walker
from tests.journeys.builders.assessment_builder import Shelf
from tests.journeys.page_catalogue import BRIEF

pytestmark = [pytest.mark.browser, pytest.mark.slow]
HERE = "Your area and England"


@pytest.mark.parametrize("group", ["race", "gender-reassignment", "low-income", "armed-forces"])
def test_the_figures_of_a_group_are_in_order(
    group: str, walker: Walker, looker: Looker, begun: str
) -> None:
    walker.open(f"{begun}/sections/effects/groups/{group}/effects")
    walker.page.get_by_text(HERE).click()
    looker.look(f"figures, {group}")


def test_a_figure_is_cited_by_keyboard_and_used_again(
    walker: Walker, looker: Looker, begun: str, shelf: Shelf
) -> None:
    page = walker.page
    walker.open(f"{begun}/sections/effects/groups/disability/effects")
    page.locator("summary", has_text=HERE).focus()
    page.keyboard.press("Enter")
    page.get_by_role("checkbox", name="Disabled under the Equality Act", exact=True).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("#what_it_tells")
    assert "12.9% of residents in Hart" in page.get_by_label("What is the fact?").input_value()
    page.get_by_label("So what does this tell you?").fill("Ask jo.bloggs@example.com why.")
    walker.press("Save and continue")
    looker.look("personal details are pointed out")
    walker.press("Save anyway")
    assert walker.heading == "Disability"
    assert page.get_by_role("checkbox", name="Disability under the Equality Act.").is_checked()
    other = shelf.put(BRIEF, until="effects")
    walker.open(f"/assessments/{other}/lists/evidence")
    looker.look("evidence, with the library")
    walker.follow("Use evidence that colleagues have cited")
    looker.look("library")
    page.get_by_role("link", name="Use Disability under the Equality Act").first.click()
    looker.look("use")
    walker.press("Copy it")
    assert "12.9% of residents in Hart" in page.get_by_label("What is the fact?").input_value()
    assert page.get_by_label("So what does this tell you?").input_value() == ""


def test_a_small_count_is_refused_in_order(walker: Walker, looker: Looker, shelf: Shelf) -> None:
    id_ = shelf.put(until="people_and_places", title="A small number")
    walker.open(f"/assessments/{id_}/sections/people-and-places/people")
    walker.page.get_by_label("Yes, exactly").check()
    walker.page.get_by_label("How many people exactly?").fill("3")
    walker.press("Save and continue")
    assert "enter “fewer than 5” instead" in walker.errors[0]
    looker.look("small number refused")
