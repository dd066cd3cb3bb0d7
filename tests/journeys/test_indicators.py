"""Figures at hand in a real browser: shown, cited, pointed out, and used again by a colleague."""

from __future__ import annotations

import pytest

from tests.journeys.browser.page_checker import PageChecker
from tests.journeys.browser.page_walker import PageWalker
from tests.journeys.builders.assessment_builder import AssessmentBuilder
from tests.journeys.builders.example_assessments import SMALL_CASE

pytestmark = [pytest.mark.browser, pytest.mark.slow]
HERE = "Your area and England"


@pytest.mark.parametrize("group", ["race", "gender-reassignment", "low-income", "armed-forces"])
def test_the_figures_of_a_group_are_in_order(
    group: str, walker: PageWalker, checker: PageChecker, draft_path: str
) -> None:
    walker.open(f"{draft_path}/sections/effects/groups/{group}/effects")
    walker.page.get_by_text(HERE).click()
    checker.check(f"figures, {group}")


def test_a_figure_is_cited_by_keyboard_and_used_again(
    walker: PageWalker, checker: PageChecker, draft_path: str, builder: AssessmentBuilder
) -> None:
    page = walker.page
    walker.open(f"{draft_path}/sections/effects/groups/disability/effects")
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
    checker.check("personal details are pointed out")
    walker.press("Save anyway")
    assert walker.heading == "Disability"
    assert page.get_by_role("checkbox", name="Disability under the Equality Act.").is_checked()
    other = builder.build(SMALL_CASE, until="effects")
    walker.open(f"/assessments/{other}/lists/evidence")
    checker.check("evidence, with the library")
    walker.follow("Use evidence that colleagues have cited")
    checker.check("library")
    page.get_by_role("link", name="Use Disability under the Equality Act").first.click()
    checker.check("use")
    walker.press("Copy it")
    assert "12.9% of residents in Hart" in page.get_by_label("What is the fact?").input_value()
    assert page.get_by_label("So what does this tell you?").input_value() == ""


def test_a_small_count_is_refused_in_order(
    walker: PageWalker, checker: PageChecker, builder: AssessmentBuilder
) -> None:
    id_ = builder.build(until="people_and_places", title="A small number")
    walker.open(f"/assessments/{id_}/sections/people-and-places/people")
    walker.page.get_by_label("Yes, exactly").check()
    walker.page.get_by_label("How many people exactly?").fill("3")
    walker.press("Save and continue")
    assert "enter “fewer than 5” instead" in walker.errors[0]
    checker.check("small number refused")
