"""Every kind of page and every error state in a real browser, before every judge that we have."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from eia_app import create_app
from eia_app.config import Settings
from tests.journeys.conftest import Opener
from tests.journeys.filling import SAVE, Filler
from tests.journeys.looking import Looker
from tests.journeys.places import PLACES, STOCK, Place, Stock
from tests.journeys.server import ADMINISTRATOR, COLLEAGUE, EQUALITY_LEAD, LEAD, Server
from tests.journeys.shelf import CASES, Shelf, answers_of
from tests.journeys.walker import Walker
from tests.judges.nu import Nu

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LookAt = Callable[[Walker], Looker]


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
    as_person: Opener, open_page: Callable[..., Page], server: Server, stock: Stock
) -> Callable[[Place], Walker]:
    """Opens a place as the person who may see it."""

    def visit(place: Place) -> Walker:
        walker = as_person(place.who) if place.who else Walker(open_page(), server.url)
        return walker

    return visit


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_the_page_is_in_order(
    place: Place, visit: Callable[[Place], Walker], look_at: LookAt, stock: Stock
) -> None:
    walker = visit(place)
    looker = look_at(walker)
    answer = walker.page.goto(walker.url + place.address(stock))
    assert answer is not None
    assert answer.status == place.status
    looker.look(place.name)
