"""Check open pages with axe, our own rules and the Nu checker, at several widths."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.judges import axe
from tests.judges.browser import STICKING_OUT
from tests.judges.inspector import faults

if TYPE_CHECKING:
    from playwright.sync_api import Page, Response

    from tests.judges.nu import Nu

SERVICE_NAME = "Equality Impact Assessments"
NARROW, ZOOMED, WIDE = 320, 640, 1280  # a window of 1280 at 200% has 640


@dataclass
class PageChecker:
    """`check()` each page of a journey, then ask for `all_problems()` once, at its end."""

    page: Page
    nu: Nu
    problems: list[str] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)
    _last: Response | None = None

    def __post_init__(self) -> None:
        self.page.on("response", self._remember)

    def _remember(self, response: Response) -> None:
        if response.request.is_navigation_request() and not 300 <= response.status < 400:
            self._last = response

    def check(self, name: str) -> None:
        """Check the page that is open; `name` is put before each of its problems."""
        assert self._last is not None, "open a page first"
        source = self._last.text()
        self.sources[name] = source
        page_problems = [*axe.violations(self.page), *faults(source, service_name=SERVICE_NAME)]
        for width in (NARROW, ZOOMED):
            self.page.set_viewport_size({"width": width, "height": 900})
            page_problems += self.page.evaluate(STICKING_OUT)
        self.page.set_viewport_size({"width": WIDE, "height": 900})
        self.problems += [f"{name}: {problem}" for problem in page_problems]

    def all_problems(self) -> list[str]:
        """Return all problems so far, with those that the Nu checker finds in the pages as sent."""
        self.page.remove_listener("response", self._remember)
        return [*self.problems, *map(str, self.nu.check(self.sources))]
