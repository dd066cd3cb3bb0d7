"""A person at the browser: signs in, follows links, presses buttons, and says where it stopped."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playwright.sync_api import Error

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Download, Locator, Page

    from tests.journeys.server import Actor

SUMMARY = "There is a problem"
LONGEST_REPORT = 90.0  # seconds until a report must be there


class Stopped(Exception):
    """It could not go on; the text says where and what the page says."""


@dataclass
class PageWalker:
    """Moves about the service by what can be read on the page."""

    page: Page
    url: str

    # What the page says

    @property
    def heading(self) -> str:
        return " ".join(self.page.get_by_role("heading", level=1).first.inner_text().split())

    @property
    def errors(self) -> list[str]:
        """The messages of the error summary."""
        summary = self.page.get_by_role("alert").filter(has_text=SUMMARY)
        if not summary.count():
            return []
        messages = summary.get_by_role("listitem").all_inner_texts()
        return [" ".join(message.split()) for message in messages]

    def link(self, name: str, *, within: Locator | None = None) -> Locator:
        return (within or self.page).get_by_role("link", name=name, exact=True)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def has_button(self, name: str) -> bool:
        return self.button(name).count() > 0

    # What the person does

    def open(self, path: str = "/") -> None:
        self.page.goto(self.url + path)

    def follow(self, name: str, *, within: Locator | None = None) -> None:
        """Select the link with these words. Raises Stopped when there is none."""
        self._select(self.link(name, within=within), f"there is no link “{name}”")

    def press(self, name: str) -> None:
        """Press the button (or a link that looks like one) with these words. Raises Stopped."""
        self._select(self.button(name), f"there is no button “{name}”")

    def press_first(self, found: Locator) -> None:
        """Press the first of these. Raises Stopped when there is none."""
        self._select(found, "there is no such button")

    def _select(self, found: Locator, otherwise: str) -> None:
        if not found.count():
            raise self.stopped(otherwise)
        try:
            with self.page.expect_navigation():
                found.first.click()
        except Error as error:
            raise self.stopped(str(error).splitlines()[0]) from error

    def sign_in(self, actor: Actor) -> None:
        """From any page: sign out if need be, then sign in with one click."""
        if self.has_button("Sign out"):
            self.press("Sign out")
        if "/sign-in" not in self.page.url:
            if not self.link("Sign in").count():
                self.open()
            self.follow("Sign in")
        self.press(actor.name)
        if not self.has_button("Sign out"):
            raise self.stopped(f"{actor.name} is not signed in")

    def open_assessment(self, reference: str) -> None:
        """Find an assessment in the register, and open it."""
        self.follow("Assessments")
        self.page.get_by_role("searchbox", name="Title, reference, service or meeting").fill(
            reference
        )
        self.press("Show")
        row = self.page.get_by_role("row").filter(has_text=reference)
        self._select(row.get_by_role("link"), f"{reference} is not in the register")

    def take_step(self, name: str) -> None:
        """Follow a step’s link and press its button, both of that name; it must have been done."""
        self.follow(name)
        self.press(name)
        self.expect_done()

    def expect_done(self) -> None:
        """Raises Stopped unless the page says that the step was taken."""
        if not self.page.get_by_role("alert").filter(has_text="Done").count():
            raise self.stopped("the step was not taken")

    @property
    def reference(self) -> str:
        """The reference in the bar at the top, such as “EIA-2026-014”."""
        bar = self.page.get_by_role("region", name="Assessment")
        return bar.inner_text().split()[0]

    @property
    def state(self) -> str:
        """The state in the bar at the top, such as “Signed off”."""
        bar = self.page.get_by_role("region", name="Assessment")
        return bar.get_by_role("strong").last.inner_text().strip()

    def download(self, name: str, to: Path, *, when_ready: str = "") -> Path:
        """Download what a link leads to, into the folder `to`, under the name that it brings.

        A page that says that the report is being made is waited for, and its link followed: that
        of the same name, or `when_ready`. Raises Stopped.
        """
        arrived: list[Download] = []

        def keep(file: Download) -> None:
            arrived.append(file)

        self.page.once("download", keep)
        self._click(name)
        end = time.monotonic() + LONGEST_REPORT
        while not arrived:
            if time.monotonic() > end:
                raise self.stopped(f"“{name}” brought no file")
            self.page.wait_for_timeout(100)
            title = self._title
            if title.startswith("Your report could not be made"):
                raise self.stopped("the report could not be made")
            if title.startswith("Your report is ready"):
                self._click(when_ready or name)
                self.page.wait_for_timeout(1_000)
        there = to / arrived[0].suggested_filename
        arrived[0].save_as(there)
        return there

    @property
    def _title(self) -> str:
        """Of a page that may be reloading itself at this moment."""
        with contextlib.suppress(Error):
            return self.page.title()
        return ""

    def _click(self, name: str) -> None:
        """Click a link that may bring a file instead of a page."""
        link = self.page.get_by_role("link", name=name)
        if not link.count():
            raise self.stopped(f"there is no link “{name}”")
        link.first.click()

    def stopped(self, why: str, question: str = "") -> Stopped:
        """What to raise: the reason with the page’s title, address, question and messages."""
        lines = [
            f"Stopped: {why}.",
            f"  Page      {self.page.title()}",
            f"  Address   {self.page.url}",
        ]
        if question:
            lines.append(f"  Question  {question}")
        lines += [f"  Message   {message}" for message in self.errors]
        return Stopped("\n".join(lines))
