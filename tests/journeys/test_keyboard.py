"""Every page can be used by keyboard alone: nothing needs a mouse, and the focus can be seen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.journeys.browser.page_filler import SAVE
from tests.journeys.builders.assessment_builder import AssessmentBuilder
from tests.journeys.conftest import Opener
from tests.journeys.server import LEAD

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOST_TABS = 60  # presses of Tab until something must have been reached
FOCUSED = """() => {
    const node = document.activeElement;
    const words = node.labels?.[0]?.textContent ?? node.textContent ?? '';
    return words.replace(/\\s+/g, ' ').trim();
}"""
WHERE = "() => document.activeElement.id"


def focused(page: Page) -> str:
    """The words of what has the focus: its label, or its text."""
    words: str = page.evaluate(FOCUSED)
    return words


def tab_to(page: Page, words: str) -> None:
    """Press Tab until something that begins with these words has the focus, and shows it."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if focused(page).startswith(words):
            break
    assert focused(page).startswith(words), f"Tab does not reach “{words}”"


def press_enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_proposal_is_started_and_its_first_page_saved_by_keyboard_alone(
    as_person: Opener,
) -> None:
    walker = as_person(LEAD)
    page = walker.page
    walker.open()
    tab_to(page, "Start now")
    press_enter(page)
    tab_to(page, "What is the proposal called?")
    page.keyboard.type("Typed")
    tab_to(page, SAVE)
    press_enter(page)
    tab_to(page, "What the proposal is")
    press_enter(page)
    tab_to(page, "A new policy, service or function")
    page.keyboard.press("Space")
    tab_to(page, "Residents or customers")
    page.keyboard.press("Space")
    tab_to(page, SAVE)
    press_enter(page)
    assert walker.heading == "The proposal in short"
    walker.page.go_back()
    assert page.get_by_label("A new policy, service or function").is_checked()
    assert page.get_by_label("Residents or customers").is_checked()


def test_the_first_tab_reaches_a_link_that_skips_to_the_content(as_person: Opener) -> None:
    walker = as_person(LEAD)
    page = walker.page
    walker.open("/assessments/start")
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to main content"
    assert page.get_by_role("link", name="Skip to main content").is_visible()
    page.keyboard.press("Enter")
    assert page.evaluate(WHERE) == "main-content"
    page.keyboard.press("Tab")
    assert focused(page) == "What is the proposal called?"


def test_whatever_has_the_focus_can_be_seen_to_have_it(
    as_person: Opener, builder: AssessmentBuilder
) -> None:
    walker = as_person(LEAD)
    page = walker.page
    walker.open(f"/assessments/{builder.build(until='people_and_places')}/")
    for _ in range(25):
        page.keyboard.press("Tab")
        look = page.evaluate("""() => {
            const style = getComputedStyle(document.activeElement);
            return [style.outlineStyle, style.boxShadow, style.backgroundColor];
        }""")
        outline, shadow, _ = look
        assert outline != "none" or shadow != "none", f"{focused(page)}: {look}"


def test_the_error_summary_has_the_focus_and_its_links_lead_to_the_questions(
    as_person: Opener, builder: AssessmentBuilder
) -> None:
    walker = as_person(LEAD)
    page = walker.page
    id_ = builder.build(until="people_and_places")
    walker.open(f"/assessments/{id_}/sections/people-and-places/people")
    page.get_by_role("button", name=SAVE, exact=True).focus()
    press_enter(page)
    assert focused(page).startswith("There is a problem")
    page.keyboard.press("Tab")
    assert focused(page) == "Select whether you know how many people are affected"
    page.keyboard.press("Enter")
    assert focused(page) == "Yes, exactly"
    page.keyboard.press("Space")
    assert page.get_by_label("Yes, exactly").is_checked()


def test_the_link_of_a_wrong_date_leads_to_its_day(
    as_person: Opener, builder: AssessmentBuilder
) -> None:
    walker = as_person(LEAD)
    page = walker.page
    id_ = builder.build(until="decision")
    walker.open(f"/assessments/{id_}/sections/decision/decision")
    walker.press(SAVE)
    walker.link("Enter the date of the decision").click()
    assert page.evaluate(WHERE) == "decision_date-day"


def test_arrow_keys_choose_and_reveal_the_question_that_belongs_to_the_choice(
    as_person: Opener, builder: AssessmentBuilder
) -> None:
    walker = as_person(LEAD)
    page = walker.page
    id_ = builder.build(until="people_and_places")
    walker.open(f"/assessments/{id_}/sections/people-and-places/people")
    exactly = page.get_by_label("How many people exactly?")
    roughly = page.get_by_label("How many people roughly?")
    assert not exactly.is_visible()
    tab_to(page, "Yes, exactly")
    page.keyboard.press("Space")
    assert exactly.is_visible()
    page.keyboard.press("ArrowDown")
    assert page.get_by_label("Yes, roughly").is_checked()
    assert roughly.is_visible()
    assert not exactly.is_visible()
    tab_to(page, "How many people roughly?")
    page.keyboard.type("1,250")
    assert roughly.input_value() == "1,250"


def test_the_space_bar_ticks_a_box_and_reveals_what_belongs_to_it(
    as_person: Opener, builder: AssessmentBuilder
) -> None:
    walker = as_person(LEAD)
    page = walker.page
    id_ = builder.build(until="effects")
    walker.open(f"/assessments/{id_}/sections/effects/groups/age/effects")
    serious = page.get_by_role("group", name="How serious would the negative effect")
    assert not serious.is_visible()
    tab_to(page, "Negative")
    page.keyboard.press("Space")
    assert serious.is_visible()
    tab_to(page, "No effect")
    page.keyboard.press("Space")
    assert not page.get_by_label("Negative", exact=True).is_checked()
    assert not serious.is_visible()
