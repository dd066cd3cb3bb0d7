"""Pages of the wizard save themselves as drafts while they are written, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser.page_checker import PageChecker
from tests.journeys.browser.page_walker import PageWalker
from tests.journeys.builders.assessment_builder import AssessmentBuilder
from tests.journeys.builders.example_assessments import SMALL_CASE
from tests.journeys.conftest import Opener
from tests.journeys.server import LEAD
from tests.judges.nu import Nu

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TEXT = "Half a thought, with “quotes” & <marks>,\nand a second line"
OFFER = "You wrote this on"
KEPT = "Saved as a draft at"
LONG = "textarea"


@pytest.fixture
def assessment(builder: AssessmentBuilder) -> str:
    """One whose lead has come as far as what changes."""
    return f"/assessments/{builder.build(SMALL_CASE, until='combined')}"


@pytest.fixture
def sex_group_page(assessment: str) -> str:
    return f"{assessment}/sections/effects/groups/sex/effects"


def write(walker: PageWalker, text: str = TEXT) -> None:
    walker.page.locator(LONG).locator("visible=true").first.fill(text)


def written(walker: PageWalker) -> str:
    return walker.page.locator(LONG).locator("visible=true").first.input_value()


def wait_until_kept(page: Page) -> None:
    expect(page.get_by_role("status").filter(has_text=KEPT)).to_be_visible()


def test_a_page_is_kept_after_a_pause_and_offered_on_return_and_on_another_device(
    as_person: Opener, sex_group_page: str, nu: Nu
) -> None:
    lead = as_person(LEAD)
    checker = PageChecker(lead.page, nu)
    lead.open(sex_group_page)
    saved = written(lead)
    write(lead)
    wait_until_kept(lead.page)
    lead.page.reload()
    assert lead.page.get_by_text(OFFER).is_visible()
    assert written(lead) == saved
    checker.check("a draft is offered")
    elsewhere = as_person(LEAD)
    elsewhere.open(sex_group_page)
    assert "and a second line" in elsewhere.page.locator(".govuk-notification-banner").inner_text()
    elsewhere.follow("Go on with it")
    assert written(elsewhere) == TEXT
    elsewhere.press("Save and come back later")
    lead.open(sex_group_page)
    assert not lead.page.get_by_text(OFFER).is_visible()
    assert written(lead) == TEXT
    assert checker.all_problems() == []


def test_a_row_that_was_begun_is_kept_on_leaving_and_offered_on_its_list(
    as_person: Opener, assessment: str, nu: Nu
) -> None:
    lead = as_person(LEAD)
    checker = PageChecker(lead.page, nu)
    lead.open(f"{assessment}/lists/evidence/add")
    write(lead)
    began = lead.page.get_by_text("You began a piece of evidence on")
    for _ in range(40):  # what is sent on leaving may come after the next page was asked for
        lead.open(f"{assessment}/lists/evidence")
        if began.is_visible():
            break
        lead.page.wait_for_timeout(500)
    expect(began).to_be_visible()
    checker.check("a row that was begun is offered")
    lead.follow("Go on with it")
    assert written(lead) == TEXT
    lead.open(f"{assessment}/lists/evidence")
    lead.press("Throw it away")
    assert not lead.page.get_by_text("You began").is_visible()
    assert checker.all_problems() == []


def test_without_a_script_a_page_is_what_it_was(as_person: Opener, sex_group_page: str) -> None:
    lead = as_person(LEAD, javascript=False)
    lead.open(sex_group_page)
    write(lead, "Written without a script")
    lead.open(sex_group_page)
    assert not lead.page.get_by_text(OFFER).is_visible()
    write(lead, "Saved without a script")
    lead.press("Save and come back later")
    lead.open(sex_group_page)
    assert written(lead) == "Saved without a script"
