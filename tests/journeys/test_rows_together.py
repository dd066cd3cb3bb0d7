"""Rows that are written on one page, in a browser: with and without JavaScript, and by two."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests import TINY_FORMS
from tests.journeys.browser.page_checker import PageChecker
from tests.journeys.browser.page_filler import SAVE
from tests.journeys.browser.page_walker import PageWalker
from tests.journeys.conftest import Opener
from tests.journeys.server import LEAD, Server, prepare
from tests.judges.nu import Nu
from tests.together_forms import write_rows_together

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def server_of_rows(
    new_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A service with the small edition whose evidence is written on one page."""
    folder = tmp_path_factory.mktemp("rows")
    forms = Path(shutil.copytree(TINY_FORMS, folder / "forms"))
    write_rows_together(forms)
    settings = {"EIA_FORMS_DIR": str(forms), "EIA_COUNCIL": "testing"}
    server = Server(new_database(), folder, settings)
    prepare(server.database_url)
    server.start()
    yield server
    server.stop()
    assert not server.faults, server.log


def begin(walker: PageWalker) -> str:
    """Start an assessment that needs evidence; return the address of its list."""
    page = walker.page
    walker.open("/assessments/start")
    page.get_by_role("textbox").first.fill("Permits")
    page.get_by_role("main").get_by_role("button").first.click()
    start = page.url.removesuffix("/")
    fill(walker, f"{start}/sections/proposal/basics", "What would change?", "Permits cost more.")
    page.get_by_label("Parking", exact=True).check()
    page.get_by_label("No", exact=True).check()
    walker.press(SAVE)
    walker.press(SAVE)
    walker.page.goto(f"{start}/sections/quick-check/depth")
    page.get_by_label("Seriously").check()
    walker.press(SAVE)
    page.get_by_label("Age", exact=True).check()
    page.get_by_label("None of these").check()
    walker.press(SAVE)
    page.get_by_label("Worse off", exact=True).check()
    walker.press(SAVE)
    return f"{start}/lists/evidence"


def fill(walker: PageWalker, address: str, label: str, text: str) -> None:
    walker.page.goto(address)
    walker.page.get_by_label(label).fill(text)
    walker.press(SAVE)


def write(page: Page, row: int, fact: str, source: str) -> None:
    """Write into the row with this number, from 1."""
    group = page.get_by_role("group", name=f"Fact {row}", exact=True)
    group.get_by_label("What is the fact?").fill(fact)
    group.get_by_label("Where is it from?").fill(source)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_facts_are_written_added_removed_and_saved_on_one_page(
    javascript: bool, as_person: Opener, server_of_rows: Server, nu: Nu
) -> None:
    lead = as_person(LEAD, at=server_of_rows, javascript=javascript)
    page, checker = lead.page, PageChecker(lead.page, nu) if javascript else None
    page.goto(begin(lead))
    if checker:
        checker.check("first visit")
    page.get_by_label("What do you want to know?").fill("Who parks here")
    write(page, 1, "4,000 permits", "Our count")
    write(page, 2, "12.9% of residents are disabled", "Census 2021")
    lead.press("Add another fact")
    focused = page.evaluate("document.activeElement.id")
    assert focused.endswith(".fact"), focused
    page.keyboard.type("Market days are full")
    lead.press("Remove fact 1")
    assert lead.heading == "Remove the fact “4,000 permits”?"
    lead.press("Remove")
    lead.press(SAVE)
    refused = page.get_by_role("link", name="Fact 2: Enter where it is from")
    refused.click()
    page.keyboard.type("Seen on the spot")
    if checker:
        checker.check("an error in a row")
    lead.press(SAVE)
    assert lead.heading != "Evidence"
    if checker:
        assert checker.all_problems() == []


def test_a_fold_opens_for_its_answer_and_a_draft_of_the_page_comes_back(
    as_person: Opener, server_of_rows: Server
) -> None:
    lead = as_person(LEAD, at=server_of_rows)
    page, address = lead.page, begin(lead)
    page.goto(address)
    write(page, 1, "4,000 permits", "Census 2021")
    lead.press("Add another fact")
    first = page.get_by_role("group", name="Fact 1", exact=True)
    assert first.get_by_label("About the area").is_checked()
    write(page, 2, "Not saved yet", "Somebody")
    page.get_by_text("Saved as a draft at").wait_for()
    page.goto(address)
    page.get_by_role("link", name="Go on with it").click()
    second = page.get_by_role("group", name="Fact 2", exact=True)
    assert second.get_by_label("What is the fact?").input_value() == "Not saved yet"
