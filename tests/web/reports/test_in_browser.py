"""The report’s pages in a real browser: every judge, the copy button, and paper."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.serving import make_server

from eia_app.domain.workflow.states import State
from eia_app.storage.models.assessment import Assessment
from tests.factories import Makers
from tests.judges import axe
from tests.judges.browser import Chromium, assert_no_sideways_scroll
from tests.judges.nu import Nu
from tests.web.reports.test_formats import NASTY, PAGES, PARAGRAPH, At, published

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from sqlalchemy.orm import Session

    from eia_app.storage.models.people import Person
    from eia_app.web.http.app_class import Service
    from tests.web.visitor import Visitor

__all__ = ["published"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    # WeasyPrint leaves its colour profile open for a moment.
    pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning"),
]


@pytest.fixture
def open_signed_in(
    hart_app: Service, chromium: Chromium, session: Session
) -> Iterator[Callable[[Visitor, bool], Page]]:
    """Opens real pages of this test's application as the person of a visitor."""
    server = make_server("127.0.0.1", 0, hart_app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    context: list[Page] = []

    def open_page(visitor: Visitor, javascript: bool) -> Page:
        session.commit()
        page = chromium.new_page(base_url=url, javascript=javascript)
        cookie = visitor.http.get_cookie("eia")
        assert cookie is not None
        page.context.add_cookies([{"name": "eia", "value": cookie.value, "url": url}])
        context.append(page)
        return page

    yield open_page
    wrong: list[Any] = [chromium.record(page) for page in context]
    for page in context:
        chromium.close_page(page)
    server.shutdown()
    server.server_close()
    assert not any(wrong)


@pytest.mark.parametrize("state", [State.DRAFT, State.DECIDED])
def test_the_pages_pass_axe_and_nu_in_a_real_browser(
    make_assessment: Makers,
    as_lead: Visitor,
    at: At,
    nu: Nu,
    open_signed_in: Callable[[Visitor, bool], Page],
    state: State,
) -> None:
    context = make_assessment(state, title=NASTY)
    page = open_signed_in(as_lead, True)
    for path in PAGES:
        page.goto(at(context, path))
        assert axe.violations(page) == []
        assert_no_sideways_scroll(page)
        html = as_lead.get(at(context, path)).answer.text
        assert [str(each) for each in nu.check({path: html})] == []


def test_the_button_copies_the_paragraph_and_says_so(
    make_assessment: Makers,
    as_lead: Visitor,
    at: At,
    open_signed_in: Callable[[Visitor, bool], Page],
) -> None:
    context = make_assessment(State.DECIDED)
    page = open_signed_in(as_lead, True)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(at(context, PARAGRAPH))
    page.get_by_role("button", name="Copy the paragraph").click()
    page.get_by_text("The paragraph is copied.").wait_for()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied == page.locator("#implications").text_content()


def test_without_javascript_there_is_no_button_but_the_text(
    make_assessment: Makers,
    as_lead: Visitor,
    at: At,
    open_signed_in: Callable[[Visitor, bool], Page],
) -> None:
    context = make_assessment(State.DECIDED)
    page = open_signed_in(as_lead, False)
    page.goto(at(context, PARAGRAPH))
    assert not page.get_by_role("button", name="Copy the paragraph").is_visible()
    assert "section 149(1) of the Equality Act 2010" in page.locator("#implications").inner_text()


def test_on_paper_a_draft_says_so_and_the_controls_are_gone(
    make_assessment: Makers,
    as_lead: Visitor,
    at: At,
    open_signed_in: Callable[[Visitor, bool], Page],
) -> None:
    context = make_assessment(State.DRAFT)
    page = open_signed_in(as_lead, True)
    page.goto(at(context, "report"))
    page.emulate_media(media="print")
    assert page.get_by_text("not signed off").first.is_visible()
    assert not page.locator(".govuk-back-link").first.is_visible()
    assert not page.locator(".eia-assessment-bar").is_visible()


def test_the_reports_of_published_cases_pass_every_judge(
    published: list[Assessment],
    visit: Callable[[Person | None], Visitor],
    nu: Nu,
    open_signed_in: Callable[[Visitor, bool], Page],
) -> None:
    reader = visit(published[0].lead)
    page = open_signed_in(reader, True)
    html = {}
    for each in published:
        for path in PAGES:
            there = f"/assessments/{each.id}/{path}"
            html[there] = reader.get(there).answer.text
            page.goto(there)
            assert axe.violations(page) == []
            assert_no_sideways_scroll(page)
    assert [str(each) for each in nu.check(html)] == []
