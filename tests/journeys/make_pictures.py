"""Takes the README's pictures of the demonstration in a real browser: `make pictures`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.journeys.browser.page_walker import PageWalker
from tests.journeys.server import Actor, Server
from tests.judges.browser import Chromium, screenshot

FOLDER = Path(__file__).parents[2] / "static" / "src" / "pictures"
WIDTH, HEIGHT = 1100, 760  # CSS pixels of a window
LEAD = Actor("Pat Projectlead", "Project lead")
CHAMPION = Actor("Charlie Champion", "Change Champion, housing")
DRAFT, SIGNED = "EIA-2026-006", "EIA-2026-001"


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder}/eia.sqlite"
        _load_demonstration(url)
        server, chromium = Server(url, folder), Chromium()
        server.start()
        try:
            take_pictures(server.url, chromium)
        finally:
            chromium.close()
            server.stop()


def _load_demonstration(url: str) -> None:
    eia = Path(sys.executable).with_name("eia")
    settings = {
        "EIA_DATABASE_URL": url,
        "EIA_SECRET_KEY": "only-for-pictures-" * 3,
        "EIA_DEMONSTRATION": "1",
    }
    for command in ("migrate", "demo"):
        subprocess.run([eia, command], check=True, env={**os.environ, **settings})


def take_pictures(url: str, chromium: Chromium) -> None:
    """Save the task list of a draft, the review queue and the web page of a signed report."""
    page = chromium.new_page(width=WIDTH, height=HEIGHT)
    walker = PageWalker(page, url)
    walker.open("/assessments/")
    walker.sign_in(LEAD)
    walker.open_assessment(DRAFT)
    screenshot(page, FOLDER / "task-list.png", whole=False)
    walker.open("/assessments/")
    walker.open_assessment(SIGNED)
    page.goto(f"{page.url.split('#')[0].rstrip('/')}/report")
    screenshot(page, FOLDER / "report.png", whole=False)
    walker.sign_in(CHAMPION)
    page.get_by_role("link", name="Review queue").first.click()
    page.wait_for_load_state()
    screenshot(page, FOLDER / "review-queue.png", whole=False)


if __name__ == "__main__":
    main()
