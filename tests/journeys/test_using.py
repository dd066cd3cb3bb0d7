"""Pages are used by keyboard alone, without JavaScript, and for longer than a session lasts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import Opener
from tests.journeys.filling import SAVE
from tests.journeys.server import EQUALITY_LEAD, LEAD
from tests.journeys.shelf import Shelf

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


def test_whatever_has_the_focus_can_be_seen_to_have_it(as_person: Opener, shelf: Shelf) -> None:
    walker = as_person(LEAD)
    page = walker.page
    walker.open(f"/assessments/{shelf.put(until='people_and_places')}/")
    for _ in range(25):
        page.keyboard.press("Tab")
        look = page.evaluate("""() => {
            const style = getComputedStyle(document.activeElement);
            return [style.outlineStyle, style.boxShadow, style.backgroundColor];
        }""")
        outline, shadow, _ = look
        assert outline != "none" or shadow != "none", f"{focused(page)}: {look}"


def test_the_error_summary_has_the_focus_and_its_links_lead_to_the_questions(
    as_person: Opener, shelf: Shelf
) -> None:
    walker = as_person(LEAD)
    page = walker.page
    id_ = shelf.put(until="people_and_places")
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


def test_the_link_of_a_wrong_date_leads_to_its_day(as_person: Opener, shelf: Shelf) -> None:
    walker = as_person(LEAD)
    page = walker.page
    id_ = shelf.put(until="decision")
    walker.open(f"/assessments/{id_}/sections/decision/decision")
    walker.press(SAVE)
    walker.link("Enter the date of the decision").click()
    assert page.evaluate(WHERE) == "decision_date-day"


def test_arrow_keys_choose_and_reveal_the_question_that_belongs_to_the_choice(
    as_person: Opener, shelf: Shelf
) -> None:
    walker = as_person(LEAD)
    page = walker.page
    id_ = shelf.put(until="people_and_places")
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
    page.keyboard.press("Tab")
    page.keyboard.type("1,250")
    assert roughly.input_value() == "1,250"


def test_the_space_bar_ticks_a_box_and_reveals_what_belongs_to_it(
    as_person: Opener, shelf: Shelf
) -> None:
    walker = as_person(LEAD)
    page = walker.page
    id_ = shelf.put(until="effects")
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


def test_without_javascript_every_question_can_be_seen_and_saved(
    as_person: Opener, shelf: Shelf
) -> None:
    walker = as_person(LEAD, javascript=False)
    page = walker.page
    id_ = shelf.put(until="people_and_places")
    walker.open(f"/assessments/{id_}/sections/people-and-places/people")
    for label in ("How many people exactly?", "How many people roughly?"):
        assert page.get_by_label(label).is_visible()
    page.get_by_label("Yes, roughly").check()
    page.get_by_label("How many people roughly?").fill("1250")
    page.get_by_label("Who is affected").fill("Everyone with a bin, by the round records.")
    walker.press(SAVE)
    assert walker.heading == "Service and places"
    walker.page.go_back()
    assert page.get_by_label("How many people roughly?").input_value() == "1250"


def test_without_javascript_the_effect_on_a_group_can_be_seen_and_saved(
    as_person: Opener, shelf: Shelf
) -> None:
    walker = as_person(LEAD, javascript=False)
    page = walker.page
    id_ = shelf.put(until="effects")
    walker.open(f"/assessments/{id_}/sections/effects/groups/sex/effects")
    assert page.get_by_role("group", name="How serious would the negative effect").is_visible()
    page.get_by_label("Negative", exact=True).check()
    page.get_by_role("button", name="Save and come back later").click()
    walker.open(f"/assessments/{id_}/sections/effects/groups/sex/effects")
    assert page.get_by_label("Negative", exact=True).is_checked()


def test_before_a_session_ends_a_dialog_warns_and_staying_signed_in_closes_it(
    as_person: Opener,
) -> None:
    walker = as_person(LEAD)
    page = walker.page
    page.clock.install()
    walker.open("/assessments/start")
    page.get_by_label("What is the proposal called?").fill("Half a title")
    dialog = page.get_by_role("alertdialog", name="You will be signed out soon")
    page.clock.fast_forward("54:00")
    assert not dialog.is_visible()
    page.clock.fast_forward("02:00")
    dialog.wait_for()
    assert focused(page) == "Stay signed in"
    with page.expect_response("**/stay-signed-in") as answer:
        page.keyboard.press("Enter")
    assert answer.value.ok
    dialog.wait_for(state="detached")
    assert page.get_by_label("What is the proposal called?").input_value() == "Half a title"
    page.clock.fast_forward("54:00")
    assert not dialog.is_visible()
    page.clock.fast_forward("02:00")
    dialog.wait_for()
    page.keyboard.press("Escape")
    dialog.wait_for(state="detached")


def test_after_a_session_has_ended_the_page_says_so_and_keeps_what_was_typed(
    as_person: Opener,
) -> None:
    walker = as_person(LEAD)
    page = walker.page
    page.clock.install()
    walker.open("/assessments/start")
    page.get_by_label("What is the proposal called?").fill("Half a title")
    page.clock.fast_forward("01:01:00")
    page.get_by_role("alert").filter(has_text="You have been signed out.").wait_for()
    assert page.get_by_label("What is the proposal called?").input_value() == "Half a title"


def test_pressing_a_button_twice_starts_one_assessment(as_person: Opener) -> None:
    walker = as_person(EQUALITY_LEAD)
    page = walker.page
    walker.open("/assessments/start")
    page.get_by_label("What is the proposal called?").fill("Pressed twice at once")
    with page.expect_navigation():
        walker.button(SAVE).dblclick()
    walker.follow("Assessments")
    assert page.get_by_role("link", name="Pressed twice at once", exact=True).count() == 1


def test_going_back_and_saving_again_saves_what_was_changed(
    as_person: Opener, shelf: Shelf
) -> None:
    walker = as_person(LEAD)
    page = walker.page
    address = f"/assessments/{shelf.put(until='quick_check')}/sections/proposal/in-short"
    walker.open(address)
    for text in ("First text.", "Second text, after going back.", "Third text."):
        page.get_by_label("In up to 100 words").fill(text)
        walker.press(SAVE)
        assert not walker.errors
        page.go_back()
    walker.open(address)
    assert page.get_by_label("In up to 100 words").input_value() == "Third text."
