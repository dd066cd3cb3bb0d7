"""Two people in one assessment, a session that ended, a server that was killed: no text is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.journeys.browser.page_checker import PageChecker
from tests.journeys.browser.page_filler import SAVE
from tests.journeys.browser.page_walker import PageWalker
from tests.journeys.builders.assessment_builder import AssessmentBuilder
from tests.journeys.conftest import Opener
from tests.journeys.server import COLLEAGUE, LEAD, Server, prepare
from tests.judges.nu import Nu

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WHAT = "In up to 100 words, what will change?"
WHY = "What is the aim, and why now?"
PAGE = "sections/proposal/in-short"
LONG = "A long text, with “quotes”, an & and a <tag>, typed over half an hour.\n\n" * 40


def shared(lead: PageWalker, builder: AssessmentBuilder) -> str:
    """A draft on which the lead has let a colleague work; its address."""
    id_ = builder.build(until="people_and_places")
    lead.open(f"/assessments/{id_}/")
    lead.follow("People who work on it")
    lead.press("Add a colleague")
    lead.page.get_by_label("Their work email address").fill(COLLEAGUE.email)
    lead.page.get_by_label("What they bring").fill("Knows the figures")
    lead.press("Add")
    return f"/assessments/{id_}/"


def write(walker: PageWalker, label: str, text: str) -> None:
    walker.page.get_by_label(label).fill(text)


def read(walker: PageWalker, label: str) -> str:
    return walker.page.get_by_label(label).input_value()


def test_a_colleague_whom_the_lead_adds_works_on_it_until_the_lead_removes_them(
    as_person: Opener, builder: AssessmentBuilder
) -> None:
    lead, colleague = as_person(LEAD), as_person(COLLEAGUE)
    address = shared(lead, builder)
    assert lead.page.get_by_text("Contributor: Knows the figures").is_visible()
    colleague.open(address)
    colleague.follow("What the proposal is")
    colleague.open(address + PAGE)
    write(colleague, WHAT, "Written by the colleague.")
    colleague.press(SAVE)
    lead.open(address + PAGE)
    assert read(lead, WHAT) == "Written by the colleague."
    lead.open(address + "people/")
    lead.press(f"Remove {COLLEAGUE.name}")
    colleague.open(address)
    assert colleague.heading == "Page not found"
    lead.open(address + PAGE)
    assert read(lead, WHAT) == "Written by the colleague."


def test_two_people_on_one_page_are_told_and_shown_both_texts_and_neither_is_lost(
    as_person: Opener, builder: AssessmentBuilder, nu: Nu
) -> None:
    lead, colleague = as_person(LEAD), as_person(COLLEAGUE)
    address = shared(lead, builder)
    checker = PageChecker(lead.page, nu)
    lead.open(address + PAGE)
    colleague.open(address + PAGE)
    write(colleague, WHAT, "The colleague’s text.")
    colleague.press(SAVE)
    write(lead, WHAT, "The lead’s text.")
    lead.press(SAVE)
    notice = lead.page.get_by_role("alert", name="Someone else saved this while you were writing")
    assert COLLEAGUE.name in notice.inner_text()
    assert lead.page.get_by_text("The colleague’s text.").is_visible()
    assert read(lead, WHAT) == "The lead’s text."
    checker.check("both texts")
    assert checker.all_problems() == []
    lead.press(SAVE)
    colleague.open(address + PAGE)
    assert read(colleague, WHAT) == "The lead’s text."


def test_two_people_in_two_questions_of_one_page_do_not_disturb_each_other(
    as_person: Opener, builder: AssessmentBuilder
) -> None:
    lead, colleague = as_person(LEAD), as_person(COLLEAGUE)
    address = shared(lead, builder)
    lead.open(address + PAGE)
    colleague.open(address + PAGE)
    write(colleague, WHY, "The colleague’s aim.")
    colleague.press(SAVE)
    write(lead, WHAT, "The lead’s summary.")
    lead.press(SAVE)
    lead.open(address + PAGE)
    assert read(lead, WHAT) == "The lead’s summary."
    assert read(lead, WHY) == "The colleague’s aim."


def test_two_people_in_one_row_of_a_list_are_shown_both_texts(
    as_person: Opener, builder: AssessmentBuilder
) -> None:
    lead, colleague = as_person(LEAD), as_person(COLLEAGUE)
    id_ = builder.build(until="gaps")
    row = next(iter(builder.ids.values()))
    lead.open(f"/assessments/{id_}/people/add")
    write(lead, "Their work email address", COLLEAGUE.email)
    lead.press("Add")
    for walker in (lead, colleague):
        walker.open(f"/assessments/{id_}/lists/evidence/{row}")
    write(colleague, "What is the fact?", "The colleague’s fact.")
    colleague.press(SAVE)
    write(lead, "What is the fact?", "The lead’s fact.")
    lead.press(SAVE)
    assert lead.page.get_by_text("The colleague’s fact.").is_visible()
    assert read(lead, "What is the fact?") == "The lead’s fact."


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_a_long_text_comes_back_after_a_session_that_ended_in_the_middle_of_it(
    javascript: bool, as_person: Opener, builder: AssessmentBuilder, nu: Nu
) -> None:
    lead = as_person(LEAD, javascript=javascript)
    address = f"/assessments/{builder.build(until='people_and_places')}/"
    lead.open(address + PAGE)
    write(lead, WHAT, LONG)
    lead.page.context.clear_cookies()
    checker = PageChecker(lead.page, nu) if javascript else None
    lead.press(SAVE)
    assert lead.heading == "Sign in"
    assert "What you typed is safe" in lead.page.get_by_role("main").inner_text()
    if checker:
        checker.check("signed out")
    lead.press(LEAD.name)
    assert "What you typed is back on this page" in lead.page.get_by_role("main").inner_text()
    assert read(lead, WHAT) == LONG
    if checker:
        checker.check("text is back")
        assert checker.all_problems() == []
    lead.press(SAVE)
    lead.open(address + PAGE)
    assert read(lead, WHAT).strip() == LONG.strip()


def test_a_row_of_a_list_comes_back_after_a_session_that_ended(
    as_person: Opener, builder: AssessmentBuilder
) -> None:
    lead = as_person(LEAD)
    lead.open(f"/assessments/{builder.build(until='evidence')}/lists/evidence")
    lead.press("Add a piece of evidence")
    write(lead, "What is the fact?", LONG)
    lead.page.context.clear_cookies()
    lead.press(SAVE)
    lead.press(LEAD.name)
    assert read(lead, "What is the fact?") == LONG


def test_what_was_saved_is_there_after_the_server_was_killed(
    open_page: Callable[..., Page], tmp_path: Path
) -> None:
    server = Server(f"sqlite:///{tmp_path / 'eia.sqlite'}", tmp_path)
    prepare(server.database_url)
    builder = AssessmentBuilder(server.database_url)
    address = f"/assessments/{builder.build(until='people_and_places')}/"
    builder.close()
    server.start()
    try:
        lead = PageWalker(open_page(), server.url)
        lead.open(address + PAGE)
        lead.press(LEAD.name)
        write(lead, WHAT, LONG)
        lead.press(SAVE)
        lead.page.wait_for_load_state("networkidle")
        server.kill()
        server.start()
        lead.open(address + PAGE)
        assert read(lead, WHAT).strip() == LONG.strip()
    finally:
        server.stop()
