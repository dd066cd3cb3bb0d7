"""Drive one browser page as a person does: sign in, follow links, press buttons, download."""

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
    """A journey could not go on. The text has the reason, the address and the page’s messages."""


@dataclass
class PageWalker:
    """One person’s page, driven by its visible words alone."""

    page: Page
    url: str

    # What the page says

    @property
    def heading(self) -> str:
        return " ".join(self.page.get_by_role("heading", level=1).first.inner_text().split())

    @property
    def errors(self) -> list[str]:
        """Return the messages of the error summary."""
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
        """Follow the link with these words. Raise Stopped if there is none."""
        self._select(self.link(name, within=within), f"there is no link “{name}”")

    def press(self, name: str) -> None:
        """Press the button (or link with that role) of this name. Raise Stopped if none."""
        self._select(self.button(name), f"there is no button “{name}”")

    def press_first(self, locator: Locator) -> None:
        """Press the first element that matches. Raise Stopped if there is none."""
        self._select(locator, "there is no such button")

    def _select(self, locator: Locator, reason: str) -> None:
        self.page.wait_for_load_state("domcontentloaded")  # of what a plain click has opened
        if not locator.count():
            raise self.stopped(reason)
        try:
            with self.page.expect_navigation():
                locator.first.click()
        except Error as error:
            raise self.stopped(str(error).splitlines()[0]) from error

    def sign_in(self, actor: Actor) -> None:
        """Sign out if somebody is signed in, then sign in as this actor from any page."""
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
        """Open an assessment from the register."""
        self.follow("Assessments")
        self.page.get_by_role("searchbox", name="Title, reference, service or meeting").fill(
            reference
        )
        self.press("Show")
        row = self.page.get_by_role("row").filter(has_text=reference)
        self._select(row.get_by_role("link"), f"{reference} is not in the register")

    def take_step(self, name: str) -> None:
        """Take a step whose link and button have this name. Raise Stopped unless it was done."""
        self.follow(name)
        self.press(name)
        self.expect_done()

    def expect_done(self) -> None:
        """Raise Stopped unless the page says that the step was taken."""
        if not self.page.get_by_role("alert").filter(has_text="Done").count():
            raise self.stopped("the step was not taken")

    @property
    def reference(self) -> str:
        """Return the reference in the bar at the top, such as “EIA-2026-014”."""
        bar = self.page.get_by_role("region", name="Assessment")
        return bar.inner_text().split()[0]

    @property
    def state(self) -> str:
        """Return the state in the bar at the top, such as “Signed off”."""
        bar = self.page.get_by_role("region", name="Assessment")
        return bar.get_by_role("strong").last.inner_text().strip()

    def download(self, name: str, to: Path, *, when_ready: str = "") -> Path:
        """Download a file into the folder `to` under its suggested name, and return its path.

        If the link leads to the page that waits for a report, follow its link of the same name,
        or `when_ready`, once the report is made. Raise Stopped if no file comes.
        """
        downloads: list[Download] = []

        def remember(file: Download) -> None:
            downloads.append(file)

        self.page.once("download", remember)
        self._click(name)
        end = time.monotonic() + LONGEST_REPORT
        while not downloads:
            if time.monotonic() > end:
                raise self.stopped(f"“{name}” brought no file")
            self.page.wait_for_timeout(100)
            title = self._title
            if title.startswith("Your report could not be made"):
                raise self.stopped("the report could not be made")
            if title.startswith("Your report is ready"):
                self._click(when_ready or name)
                self.page.wait_for_timeout(1_000)
        path = to / downloads[0].suggested_filename
        downloads[0].save_as(path)
        return path

    @property
    def _title(self) -> str:
        """Return the page’s title, or "" while the page reloads itself."""
        with contextlib.suppress(Error):
            return self.page.title()
        return ""

    def _click(self, name: str) -> None:
        """Click a link without waiting for a page, as it may bring a file."""
        link = self.page.get_by_role("link", name=name)
        if not link.count():
            raise self.stopped(f"there is no link “{name}”")
        link.first.click()

    def stopped(self, reason: str, question: str = "") -> Stopped:
        """Return an exception with the reason and the page’s title, address and messages."""
        lines = [
            f"Stopped: {reason}.",
            f"  Page      {self.page.title()}",
            f"  Address   {self.page.url}",
        ]
        if question:
            lines.append(f"  Question  {question}")
        lines += [f"  Message   {message}" for message in self.errors]
        return Stopped("\n".join(lines))
