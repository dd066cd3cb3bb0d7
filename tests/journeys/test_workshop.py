"""A small workshop in a real browser: a facilitator, two participants, and one who is too late."""

from __future__ import annotations

import pytest

from tests.journeys.browser.page_checker import PageChecker
from tests.journeys.browser.page_walker import PageWalker
from tests.journeys.conftest import Opener
from tests.journeys.server import CHAMPION, COLLEAGUE, EQUALITY_LEAD, LEAD
from tests.judges.nu import Nu

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TITLE = "Refresher, Tuesday morning"
SCENARIO = "Closing two of the three public toilets"


def run(facilitator: PageWalker, checker: PageChecker) -> None:
    """Run a workshop, with a mistake first."""
    facilitator.open("/practice/")
    facilitator.press("Run a workshop")
    facilitator.press("Run the workshop")
    assert facilitator.errors == ["Enter what the workshop is called", "Select a scenario"]
    checker.check("run a workshop, refused")
    facilitator.page.get_by_label("What is the workshop called?").fill(TITLE)
    facilitator.page.get_by_label(SCENARIO).check()
    facilitator.press("Run the workshop")
    assert facilitator.page.get_by_text("Nobody has joined yet").is_visible()
    checker.check("the facilitator’s page, nobody has joined")


def join(participant: PageWalker) -> None:
    """From the register, as it is said on the wall."""
    participant.open("/assessments/")
    participant.follow("Practise, or join a workshop")
    participant.follow(TITLE)
    participant.press("Join")
    assert participant.heading == SCENARIO
    bar = participant.page.get_by_role("region", name="Practice assessment")
    assert bar.get_by_text("Practice", exact=True).is_visible()


def answer(participant: PageWalker, label: str, question: str) -> None:
    participant.page.get_by_role("group", name=question).get_by_label(label, exact=True).check()
    participant.press("Save and continue")


@pytest.mark.parametrize("javascript", [True, False])
def test_two_colleagues_practise_and_the_facilitator_sees_how_far_they_are(
    javascript: bool, as_person: Opener, nu: Nu
) -> None:
    facilitator = as_person(EQUALITY_LEAD)
    checker = PageChecker(facilitator.page, nu)
    run(facilitator, checker)
    board = facilitator.page.url.removeprefix(facilitator.url)
    first, second, late = (
        as_person(actor, javascript=javascript) for actor in (LEAD, COLLEAGUE, CHAMPION)
    )
    for participant in (first, second):
        join(participant)
    workshop = board.removesuffix("/facilitator")
    late.open(workshop)
    # The scenario is at hand on the page where one writes, and closed until it is wanted.
    first.follow("Quick check")
    scenario_text = first.page.get_by_text("The High Street block has the town’s only")
    assert not scenario_text.is_visible()
    first.page.locator("summary", has_text="The scenario").click()
    assert scenario_text.is_visible()
    answer(first, "No", "Does the proposal affect people?")
    facilitator.press("Load again")
    row = facilitator.page.get_by_role("row").filter(has_text=LEAD.name)
    assert "Screening, not an EIA" in row.inner_text()
    other = facilitator.page.get_by_role("row").filter(has_text=COLLEAGUE.name)
    assert "Not known yet" in other.inner_text()
    checker.check("the facilitator’s page, two have joined")
    finish(first)
    facilitator.follow("Close the workshop")
    checker.check("close the workshop")
    facilitator.press("Close the workshop")
    checker.check("the facilitator’s page, closed")
    come_too_late(facilitator, late, workshop)
    second.open(workshop)
    second.press("Go on with your practice")
    second.follow("What the proposal is")
    if javascript:
        look_at_the_rest(late, second, workshop, nu)
    assert checker.all_problems() == []


def come_too_late(facilitator: PageWalker, late: PageWalker, workshop: str) -> None:
    """It is opened again for them, and closed once more."""
    late.press("Join")
    assert late.page.get_by_text("This workshop is closed").is_visible()
    facilitator.press("Open the workshop again")
    late.open(workshop)
    assert late.page.get_by_role("button", name="Join").is_visible()
    facilitator.follow("Close the workshop")
    facilitator.press("Close the workshop")


def finish(participant: PageWalker) -> None:
    path = participant.page.url.removeprefix(participant.url)
    participant.open("/".join(path.split("/")[:3]) + "/")
    participant.press("Finish practising")
    page_text = participant.page.get_by_role("main").inner_text()
    assert "Nothing is sent to anybody" in page_text
    assert "Route: Screening, not an EIA" in page_text
    participant.press("Go on with it")


def look_at_the_rest(late: PageWalker, second: PageWalker, workshop: str, nu: Nu) -> None:
    """What the two of them see of a workshop that is closed."""
    for walker, name in ((late, "closed, come too late"), (second, "closed, joined before")):
        checker = PageChecker(walker.page, nu)
        walker.open(workshop)
        checker.check(f"a workshop, {name}")
        assert checker.all_problems() == []


def test_the_page_of_an_open_workshop_is_in_order_before_and_after_joining(
    as_person: Opener, nu: Nu
) -> None:
    facilitator = as_person(EQUALITY_LEAD)
    run(facilitator, PageChecker(facilitator.page, nu))
    workshop = facilitator.page.url.removeprefix(facilitator.url).removesuffix("/facilitator")
    walker = as_person(COLLEAGUE)
    checker = PageChecker(walker.page, nu)
    walker.open(workshop)
    checker.check("a workshop to join")
    walker.press("Join")
    checker.check("practice that was just begun")
    walker.page.go_back()
    walker.press("Go on with your practice")  # there is no joining it twice
    assert walker.heading == SCENARIO
    walker.open(workshop)
    checker.check("a workshop that one has joined")
    walker.open("/practice/")
    checker.check("practise, with a workshop and practice of one’s own")
    assert checker.all_problems() == []
