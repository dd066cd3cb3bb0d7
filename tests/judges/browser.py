"""A real browser: Debian's Chromium, shut in with 127.0.0.1, that remembers what went wrong."""

import os
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, sync_playwright

from tests.judges.installed import file, program

# The first is the same engine without windows, which opens a page in a quarter of the time.
NAMES = ("chromium-headless-shell", "chromium", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    # No other machine has an address. Intercepting requests would turn the browser's cache off.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
OUTSIDE = re.compile(r"^(?!(https?://127\.0\.0\.1(:\d+)?(/|$)|data:|blob:|about:))")
STICKING_OUT = """() => {
    const room = document.documentElement.clientWidth;
    const wide = document.documentElement.scrollWidth;
    if (wide <= room) return [];
    const scrolls = node => node && node !== document.body && node !== document.documentElement
        && (getComputedStyle(node).overflowX !== 'visible' || scrolls(node.parentElement));
    const name = node => node.tagName.toLowerCase() + (node.id ? '#' + node.id : '')
        + [...node.classList].map(word => '.' + word).join('');
    const out = [...document.body.querySelectorAll('*')].filter(node =>
        node.getBoundingClientRect().right > room + 0.5 && !scrolls(node.parentElement));
    return ['the page is ' + wide + ' px wide in a window of ' + room + ' px',
        ...out.map(node => name(node) + ' ends at ' + node.getBoundingClientRect().right + ' px')];
}"""


@dataclass
class Record:
    """What went wrong in one page: requests refused, and errors in the console or in a script."""

    refused: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.refused or self.errors)

    def clear(self) -> None:
        """Forget what went wrong until now."""
        self.refused.clear()
        self.errors.clear()


class Chromium:
    """One browser, with a profile of its own that is thrown away. `close()` it at the end.

    Playwright allows one at a time in a thread: take the session fixture.
    """

    def __init__(self) -> None:
        self._playwright = sync_playwright().start()
        try:
            self._browser = self._playwright.chromium.launch(
                executable_path=executable(Path(self._playwright.chromium.executable_path)),
                args=list(ARGUMENTS),
            )
        except BaseException:
            self._playwright.stop()
            raise
        self._records: dict[Page, Record] = {}

    def new_page(
        self,
        *,
        javascript: bool = True,
        width: int = 1280,
        height: int = 900,
        zoom: float = 1,
        **context: Any,
    ) -> Page:
        """Open a page in a new context: no cookies, no cache, British English, London time.

        `zoom=2` is what a person gets at 200 %: half as many CSS pixels, twice as dense. Anything
        else (`base_url`, `reduced_motion`, `forced_colors`, …) goes to Playwright's new_context.
        """
        room = self._browser.new_context(
            java_script_enabled=javascript,
            viewport={"width": round(width / zoom), "height": round(height / zoom)},
            device_scale_factor=zoom,
            service_workers="block",
            **{"locale": "en-GB", "timezone_id": "Europe/London", **context},
        )
        record = Record()
        room.on("request", lambda request: _note_outside(record, request.url))
        room.on("console", lambda message: _hear(record, message))
        room.on("weberror", lambda error: record.errors.append(f"{error.error}"))
        page = room.new_page()
        self._records[page] = record
        return page

    def record(self, page: Page) -> Record:
        """Return what went wrong in this page (and its pop-ups) so far."""
        return self._records[page]

    def close_page(self, page: Page) -> None:
        """Close the page with its context, and forget its record."""
        page.context.close()
        del self._records[page]

    def close(self) -> None:
        """Close the browser and everything in it."""
        self._browser.close()
        self._playwright.stop()


def screenshot(page: Page, path: Path, *, whole: bool = True) -> Path:
    """Save what the page looks like, with its fonts loaded and its animations at their end."""
    path.parent.mkdir(parents=True, exist_ok=True)
    page.evaluate("() => document.fonts.ready.then(() => true)")
    page.screenshot(path=path, full_page=whole, animations="disabled", caret="hide")
    return path


def assert_no_sideways_scroll(page: Page, width: int = 320) -> None:
    """Assert that the page fits a window of this width (WCAG 1.4.10), naming what sticks out."""
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": before["height"] if before else 900})
    try:
        found: list[str] = page.evaluate(STICKING_OUT)
        assert not found, f"{page.url} scrolls sideways: " + "; ".join(found[:12])
    finally:
        if before:
            page.set_viewport_size(before)


def executable(brought: Path) -> str:
    """Return the path of EIA_CHROMIUM, else of the system's browser, else of Playwright's own."""
    named = os.environ.get("EIA_CHROMIUM")
    if named:
        return str(file(Path(named), "Chromium there, or correct EIA_CHROMIUM"))
    if brought.is_file() and not any(map(shutil.which, NAMES)):
        return str(brought)
    return program(*NAMES, install="Debian’s chromium-headless-shell, or set EIA_CHROMIUM")


def _note_outside(record: Record, url: str) -> None:
    """Record a request to another machine, which the browser gives no address."""
    if OUTSIDE.match(url):
        address = urlsplit(url)
        record.refused.append(f"{address.scheme}://{address.netloc}{address.path}")


def _hear(record: Record, message: ConsoleMessage) -> None:
    if message.type in {"error", "assert"}:
        where = message.location
        record.errors.append(f"{message.text} ({where['url']}, line {where['lineNumber'] + 1})")
