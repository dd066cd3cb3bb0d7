"""Every kind of page and every error state in a real browser, before every judge that we have."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from eia_app import create_app
from eia_app.config import Settings
from tests.journeys.browser.page_checker import Looker
from tests.journeys.browser.page_filler import SAVE
from tests.journeys.browser.page_walker import Walker
from tests.journeys.builders.assessment_builder import Shelf
from tests.journeys.case_journey import Story
from tests.journeys.conftest import Opener
from tests.journeys.page_catalogue import BRIEF, PLACES, SMALL, Place, Stock
from tests.journeys.page_mistakes import MISTAKES, Mistake
from tests.journeys.review_mistakes import REVIEW_MISTAKES
from tests.journeys.server import ADMINISTRATOR, COLLEAGUE, LEAD, PASSWORD, Actor, Server
from tests.judges.nu import Nu

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LookAt = Callable[[Walker], Looker]
NOT_PAGES = {
    *(
        "health.health",
        "health.ready",
        "sign_in.stay_signed_in",
        "rows.add",
        "closing.add_condition",
    ),
    "files.download",
}
PARTS: dict[str, tuple[Any, str, Collection[str]]] = {
    "before the route is known": (
        BRIEF,
        "proposal",
        {
            "What the proposal is",
            "People and places",
            "Who is doing this assessment",
            "Quick check",
        },
    ),
    "screening": (SMALL, "screening", {"Why no full assessment is needed"}),
    "the change": (
        BRIEF,
        "what_changes",
        {
            *("What will be different", "Options you considered", "Who decides, and when"),
            *("Linked work", "Earlier assessments"),
        },
    ),
    "evidence and engagement": (
        BRIEF,
        "evidence",
        {
            *("What you know", "What you do not know", "What the evidence changed"),
            *("Who you have asked", "Who you have not heard from"),
        },
    ),
    "everyone together": (BRIEF, "combined", {"Effects that add up", "The three aims"}),
    "the end": (
        BRIEF,
        "action_plan",
        {"Action plan", "What you recommend", "Monitoring and review"},
    ),
}


@pytest.fixture(scope="session")
def stock(shelf: Shelf) -> Stock:
    return Stock(shelf)


@pytest.fixture
def look_at(nu: Nu) -> Iterator[LookAt]:
    """Gives judges to a person’s pages; at the end of the test their verdict must be nothing."""
    lookers: list[Looker] = []

    def look_at(walker: Walker) -> Looker:
        lookers.append(Looker(walker.page, nu))
        return lookers[-1]

    yield look_at
    found = [line for looker in lookers for line in looker.verdict()]
    assert not found, "\n".join(found)


@pytest.fixture
def visit(
    as_person: Opener, open_page: Callable[..., Page], server: Server
) -> Callable[[Actor | None], Walker]:
    """A browser of somebody who is signed in, or of nobody."""
    return lambda who: as_person(who) if who else Walker(open_page(), server.url)


Visit = Callable[[Actor | None], Walker]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_the_page_is_in_order(place: Place, read: Visit, look_at: LookAt, stock: Stock) -> None:
    walker = read(place.who)
    looker = look_at(walker)
    answer = walker.page.goto(walker.url + place.address(stock))
    assert answer is not None
    assert answer.status == place.status
    looker.look(place.name)


@pytest.mark.parametrize("mistake", [*MISTAKES, *REVIEW_MISTAKES], ids=lambda each: each.name)
def test_the_page_says_what_is_wrong_and_is_in_order(
    mistake: Mistake, visit: Visit, look_at: LookAt, stock: Stock
) -> None:
    walker = visit(mistake.place.who)
    looker = look_at(walker)
    walker.open(mistake.place.address(stock))
    mistake.make(walker)
    looker.look(mistake.name)
    assert mistake.says in walker.page.get_by_role("main").inner_text()
    if walker.errors:
        assert walker.page.title().startswith("Error: ")


@pytest.mark.parametrize("part", PARTS)
def test_every_page_of_the_questionnaire_is_in_order_blank_and_refused(
    part: str, as_person: Opener, look_at: LookAt, shelf: Shelf
) -> None:
    case, until, tasks = PARTS[part]
    walker = as_person(LEAD)
    looker = look_at(walker)
    story = Story(walker.page, walker.url, case)
    refused: set[str] = set()

    def look() -> None:
        name = f"{walker.heading} ({walker.page.url.rpartition('/')[2]})"
        if name in refused:
            return
        refused.add(name)
        looker.look(name)
        walker.press(SAVE)
        if walker.errors:
            looker.look(f"{name}, refused")
        else:
            walker.page.go_back()

    story.filler.before = look
    walker.open(f"/assessments/{shelf.put(case, until=until)}/")
    story.write(only=tasks)
    assert refused


@pytest.mark.parametrize("group", ["age", "marriage-civil-partnership"])
def test_the_page_of_a_group_is_in_order_blank_and_refused(
    group: str, as_person: Opener, look_at: LookAt, shelf: Shelf
) -> None:
    walker = as_person(LEAD)
    looker = look_at(walker)
    id_ = shelf.put(BRIEF, until="effects")
    walker.open(f"/assessments/{id_}/sections/effects/groups/{group}/effects")
    looker.look(group)
    walker.press(SAVE)
    assert walker.errors
    looker.look(f"{group}, refused")


def test_a_link_to_set_a_password_leads_to_a_page_in_order(
    visit: Visit, look_at: LookAt, shelf: Shelf
) -> None:
    walker = visit(None)
    looker = look_at(walker)
    walker.open("/set-password")
    walker.open(f"/set-password#{shelf.password_link(COLLEAGUE)}")
    looker.look("the code of a link")
    assert walker.page.url.endswith("/set-password")  # the script has taken it out of the address
    walker.press("Continue")
    looker.look("set a password")
    walker.page.get_by_label("New password").fill("short")
    walker.press("Set password and sign in")
    assert walker.errors
    looker.look("set a password, refused")


def test_the_pages_about_a_person_are_in_order(
    as_person: Opener, look_at: LookAt, shelf: Shelf
) -> None:
    walker = as_person(ADMINISTRATOR)
    looker = look_at(walker)
    walker.open(f"/people/{shelf.person_id(COLLEAGUE)}")
    looker.look("change a person")
    walker.page.get_by_label("Name", exact=True).fill("")
    walker.press("Save")
    assert walker.errors == ["Enter their name"]
    looker.look("change a person, refused")
    shelf.wait_a_while(ADMINISTRATOR)
    walker.page.get_by_label("Name", exact=True).fill(COLLEAGUE.name)
    walker.press("Save")
    looker.look("confirm that it is you")
    walker.press("Confirm and continue")
    assert walker.errors == ["Enter your password"]
    looker.look("confirm that it is you, refused")
    walker.page.get_by_label("Password").fill(PASSWORD)
    walker.press("Confirm and continue")
    assert walker.page.url.endswith("/people/")
    walker.open(f"/people/{shelf.person_id(COLLEAGUE)}/password-link")
    looker.look("make a link")
    walker.press("Make the link")
    looker.look("the link")


def test_the_pages_of_the_coach_are_in_order_when_something_is_kept(
    as_person: Opener, look_at: LookAt, shelf: Shelf
) -> None:
    walker = as_person(LEAD)
    looker = look_at(walker)
    walker.open(f"/assessments/{shelf.put('12', until='conclusion')}/coach/")
    looker.look("coach, before the conclusion")
    walker.page.get_by_role("link", name="It is right as it is").first.click()
    looker.look("keep it as it is")
    walker.press("Save")
    assert walker.errors == ["Enter why it is right as it is"]
    looker.look("keep it as it is, refused")
    walker.page.get_by_label("Why is it right as it is?").fill("They were asked by name.")
    walker.press("Save")
    looker.look("coach, with something kept")
    walker.page.get_by_role("button", name="Begin this action").first.click()
    looker.look("an action that was begun")


def test_the_page_about_a_printed_report_is_in_order(
    as_person: Opener, look_at: LookAt, stock: Stock
) -> None:
    walker = as_person(LEAD)
    looker = look_at(walker)
    walker.open(stock.at("signed", "versions"))
    short = walker.page.locator("td code").first.inner_text()
    walker.open("/verify")
    walker.page.get_by_label("Hash").fill(short)
    walker.press("Check")
    assert walker.page.get_by_role("heading", name="This is the signed-off version").is_visible()
    looker.look("a report that was signed off")


def test_every_kind_of_page_is_among_those_looked_at(server: Server, stock: Stock) -> None:
    app = create_app(Settings(database_url=server.database_url, secret_key="x" * 40))
    match = app.url_map.bind("127.0.0.1").match
    addresses = [place.address(stock) for place in PLACES if place.status == 200]
    looked = {match(address.partition("?")[0])[0] for address in addresses}
    elsewhere = {
        "evidence.use",
        *("people.change", "people.password_link", "coach.keep"),
        "verify.answer",
        "people_log.answer",  # tests/web/people/test_changes.py
        *("workshops.workshop", "workshops.board", "workshops.close"),  # test_workshop.py
        "packs.pack",  # tests/web/reports/test_packs.py, while it is made and when it is ready
    }
    pages = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and "." not in rule.rule  # such as report.pdf
    }
    assert sorted(pages - NOT_PAGES - looked - elsewhere) == []
