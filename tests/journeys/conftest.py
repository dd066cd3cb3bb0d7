"""A service for each worker, and pages of its people who have signed in already."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests import CASES
from tests.journeys.browser.page_checker import PageChecker
from tests.journeys.browser.page_walker import PageWalker
from tests.journeys.builders.assessment_builder import AssessmentBuilder
from tests.journeys.builders.example_assessments import SMALL_CASE
from tests.journeys.run_case import PAGE_TIMEOUT, browser_problems
from tests.journeys.server import LEAD, Actor, Server, prepare
from tests.judges.browser import Chromium
from tests.judges.nu import Nu

Opener = Callable[..., PageWalker]


@pytest.fixture(scope="session")
def server(
    new_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """The service that this worker's stories share."""
    server = Server(new_database(), tmp_path_factory.mktemp("server"))
    prepare(server.database_url)
    server.start()
    yield server
    server.stop()
    assert not server.faults, server.log


@pytest.fixture(scope="session")
def cookies() -> dict[tuple[str, str], Any]:
    """The session cookies of the people who have signed in, so that each does so once."""
    return {}


@pytest.fixture
def open_page(chromium: Chromium) -> Iterator[Callable[..., Page]]:
    """Opens a page that is closed after the test, if nothing in it went wrong."""
    opened: list[Page] = []

    def open_page(**context: Any) -> Page:
        opened.append(chromium.new_page(**context))
        opened[-1].set_default_timeout(PAGE_TIMEOUT)
        return opened[-1]

    yield open_page
    wrong = [line for page in opened for line in browser_problems(chromium, page)]
    for page in opened:
        chromium.close_page(page)
    assert not wrong, "\n".join(wrong)


@pytest.fixture
def as_person(
    server: Server, open_page: Callable[..., Page], cookies: dict[tuple[str, str], Any]
) -> Opener:
    """`as_person(LEAD)` gives somebody at a browser of their own, signed in, at their register."""

    def opener(actor: Actor, *, at: Server | None = None, **context: Any) -> PageWalker:
        service = at or server
        key = (service.url, actor.name)
        walker = PageWalker(open_page(storage_state=cookies.get(key), **context), service.url)
        walker.open("/assessments/")
        if key not in cookies:
            walker.sign_in(actor)
            cookies[key] = walker.page.context.storage_state()
        return walker

    return opener


@pytest.fixture(scope="session")
def browsers(
    chromium: Chromium, server: Server, cookies: dict[tuple[str, str], Any]
) -> Iterator[Callable[[Actor | None], PageWalker]]:
    """A browser of each person, or of nobody, that stays open for pages which change nothing."""
    walkers: dict[Actor | None, PageWalker] = {}

    def browser_of(who: Actor | None) -> PageWalker:
        if who not in walkers:
            state = cookies.get((server.url, who.name)) if who else None
            walkers[who] = PageWalker(chromium.new_page(storage_state=state), server.url)
            walkers[who].page.set_default_timeout(PAGE_TIMEOUT)
            if who and not state:
                walkers[who].open()
                walkers[who].sign_in(who)
        return walkers[who]

    yield browser_of
    for walker in walkers.values():
        chromium.close_page(walker.page)


@pytest.fixture
def view_as(
    chromium: Chromium, browsers: Callable[[Actor | None], PageWalker]
) -> Iterator[Callable[[Actor | None], PageWalker]]:
    """Their browser, to look at a page; at the end nothing may have gone wrong in it."""
    used: list[PageWalker] = []

    def reader(who: Actor | None) -> PageWalker:
        used.append(browsers(who))
        chromium.record(used[-1].page).clear()
        return used[-1]

    yield reader
    wrong = [line for walker in used for line in browser_problems(chromium, walker.page)]
    assert not wrong, "\n".join(wrong)


@pytest.fixture(scope="session")
def builder(server: Server) -> Iterator[AssessmentBuilder]:
    """Puts assessments into the service of this worker."""
    builder = AssessmentBuilder(server.database_url)
    yield builder
    builder.close()


@pytest.fixture
def cases() -> Path:
    return CASES


@pytest.fixture
def walker(as_person: Opener) -> PageWalker:
    """The lead, signed in."""
    return as_person(LEAD)


@pytest.fixture
def checker(walker: PageWalker, nu: Nu) -> Iterator[PageChecker]:
    """Judges what the lead sees, and fails the test at its end for every fault."""
    checker = PageChecker(walker.page, nu)
    yield checker
    problems = checker.all_problems()
    assert not problems, "\n".join(problems)


@pytest.fixture
def draft_path(builder: AssessmentBuilder) -> str:
    """Where an assessment is that has come as far as its groups."""
    return f"/assessments/{builder.build(SMALL_CASE, until='effects')}"
