"""Take one case through the service in a real browser: `make journey CASE=FILE`.

Starts a service with fictional people and an empty database, takes the case from sign-in to
sign-off, and leaves the PDF in this folder (or where `--output` says). Ends with status 1 and a
message when a page cannot be passed or the PDF has faults.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.journeys import missing_pdf_text
from tests.journeys.browser.page_walker import Stopped
from tests.journeys.case_journey import CaseJourney
from tests.journeys.server import Server, prepare
from tests.judges import verapdf
from tests.judges.browser import Chromium

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGE_TIMEOUT = 20_000  # milliseconds until something on a page must be there
STATUS = "the server responded with a status of"
STYLE_OR_SCRIPT = re.compile(r"/static/|\.css|/favicon")


def main(arguments: list[str] | None = None) -> int:
    options = _options().parse_args(arguments)
    began = time.monotonic()
    try:
        case = _read(options.case)
        pdf, problems = _run_journey(case, options)
    except Stopped as stopped:
        return _refuse(str(stopped))
    for problem in problems:
        _refuse(f"Not in order: {problem}")
    if problems:
        return 1
    _say(f"veraPDF: PDF/UA-1, 0 failed checks. Every word of the case is in {pdf}.")
    _say(f"Done in {time.monotonic() - began:.0f} seconds.")
    return 0


def _read(path: Path) -> dict[str, Any]:
    try:
        case = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Stopped(f"{path} cannot be read: {error}") from None
    if not isinstance(case, dict):
        raise Stopped(f"{path} does not hold one case: it must be a JSON object.")
    return case


def _run_journey(case: dict[str, Any], options: argparse.Namespace) -> tuple[Path, list[str]]:
    """Take the case all the way. Return the path of its PDF and the faults. Raise Stopped."""
    file = options.output if options.output.suffix == ".pdf" else None
    folder = file.parent if file else options.output
    folder.mkdir(parents=True, exist_ok=True)
    with service() as server, browser() as chromium:
        page = chromium.new_page(javascript=not options.without_javascript, width=options.width)
        page.set_default_timeout(PAGE_TIMEOUT)
        try:
            story = CaseJourney(page, server.url, case, on_progress=_say)
            pdf = story.run(folder)
        except ValueError as error:
            raise Stopped(f"No answers can be made of this case: {error}") from error
        except Stopped:
            for fault in server.faults:
                _refuse(fault)
            raise
        for line in story.made_up:
            _say(f"          Made up, as the case has no answer: {line}")
        pdf = pdf.replace(file) if file else pdf
        return pdf, [*server.faults, *browser_problems(chromium, page), *pdf_faults(case, pdf)]


def pdf_faults(case: Mapping[str, Any], pdf: Path) -> list[str]:
    """Return the faults of the PDF: failed checks of veraPDF, and missing words of the case."""
    content = pdf.read_bytes()
    verdict = verapdf.judge(content, "ua1")
    failed = [f"veraPDF: {failure}" for failure in verdict.failed]
    if not verdict.passes and not failed:
        failed = ["veraPDF: nothing was checked"]
    lost = missing_pdf_text.missing_texts(case, missing_pdf_text.text_of_pages(content))
    return failed + [f"not in the PDF: {text}" for text in lost]


@contextmanager
def service() -> Iterator[Server]:
    """Run a service on a free port, with a database of its own."""
    with tempfile.TemporaryDirectory(prefix="eia-journey-") as folder:
        server = Server(f"sqlite:///{folder}/eia.sqlite", Path(folder))
        prepare(server.database_url)
        server.start()
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def browser() -> Iterator[Chromium]:
    chromium = Chromium()
    try:
        yield chromium
    finally:
        chromium.close()


def browser_problems(chromium: Chromium, page: Page) -> list[str]:
    """Return the browser’s complaints, except that the service refused a page."""
    record = chromium.record(page)
    errors = [
        error for error in record.errors if STATUS not in error or STYLE_OR_SCRIPT.search(error)
    ]
    return [*(f"a request to {address}" for address in record.refused), *errors]


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make journey", description=__doc__)
    parser.add_argument("case", type=Path, help="a file of the shape of tests/cases/*.json")
    parser.add_argument(
        "--output", type=Path, default=Path(), help="the PDF, or its folder (default: this one)"
    )
    parser.add_argument("--without-javascript", action="store_true")
    parser.add_argument("--width", type=int, default=1280, help="of the window, in pixels")
    return parser


def _say(line: str) -> None:
    print(line, flush=True)


def _refuse(line: str) -> int:
    print(line, file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
