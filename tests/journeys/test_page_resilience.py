"""Pages work without JavaScript, for longer than a session lasts, and pressed twice."""

from __future__ import annotations

import pytest

from tests.journeys.browser.page_filler import SAVE
from tests.journeys.builders.assessment_builder import AssessmentBuilder
from tests.journeys.conftest import Opener
from tests.journeys.server import EQUALITY_LEAD, LEAD

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_without_javascript_every_question_can_be_seen_and_saved(
    as_person: Opener, builder: AssessmentBuilder
) -> None:
    walker = as_person(LEAD, javascript=False)
    page = walker.page
    id_ = builder.build(until="people_and_places")
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
    as_person: Opener, builder: AssessmentBuilder
) -> None:
    walker = as_person(LEAD, javascript=False)
    page = walker.page
    id_ = builder.build(until="effects")
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
    assert page.evaluate("() => document.activeElement.textContent") == "Stay signed in"
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
    as_person: Opener, builder: AssessmentBuilder
) -> None:
    walker = as_person(LEAD)
    page = walker.page
    address = f"/assessments/{builder.build(until='quick_check')}/sections/proposal/in-short"
    walker.open(address)
    for text in ("First text.", "Second text, after going back.", "Third text."):
        page.get_by_label("In up to 100 words").fill(text)
        walker.press(SAVE)
        assert not walker.errors
        page.go_back()
    walker.open(address)
    assert page.get_by_label("In up to 100 words").input_value() == "Third text."
