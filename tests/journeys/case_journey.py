"""Take one case from a blank page to a signed-off PDF, as the people of a council do."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Error

from tests.journeys.browser import page_questions
from tests.journeys.browser.page_filler import PageFiller
from tests.journeys.browser.page_walker import PageWalker
from tests.journeys.case_answers.fill_answers import fill_answers
from tests.journeys.server import EQUALITY_LEAD, HEAD_OF_SERVICE, LEAD

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.journeys.case_answers.answer_sheet import CaseAnswers

CLOSED, OPTIONAL, DONE = "Cannot start yet", "Optional", "Done"
CLOSED_EARLY = "The papers go out before the next meeting of the group."
TO_SUBMIT, TO_LIST = "Check answers and submit", "Continue to the task list"
ROUTE_LINK, SET_ROUTE = "Its route and why", "Set another route"
SCREENING = "Screening: no full EIA"
MOST_PAGES = 600  # a case of many groups has about 60


@dataclass
class CaseJourney:
    """`run()` takes the case all the way. `progress` has a line for each step that was taken."""

    page: Page
    url: str
    case: Mapping[str, Any]
    on_progress: Callable[[str], None] | None = None
    progress: list[str] = field(default_factory=list)
    reference: str = ""
    _visits: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.walker = PageWalker(self.page, self.url)
        self.answers: CaseAnswers = fill_answers(self.case)
        self.filler = PageFiller(self.walker, self.case, self.answers)
        self._began = time.monotonic()

    @property
    def made_up(self) -> list[str]:
        return self.filler.made_up

    def run(self, to: Path) -> Path:
        """Take every step, and return the path of the PDF in the folder `to`. Raise Stopped."""
        try:
            return self._run(to)
        except Error as error:
            raise self.walker.stopped(str(error).splitlines()[0]) from error

    def _run(self, to: Path) -> Path:
        self.start()
        self.write()
        self.submit()
        if self.walker.state == "In review":
            self.close_review()
        self.sign_off()
        return self.download(to)

    def start(self) -> None:
        """Sign in as the lead, and name the proposal."""
        self.walker.open()
        self.walker.press("Sign in to start")
        self.walker.sign_in(LEAD)
        self._say(f"Signed in as {LEAD.name}, the lead.")
        self.filler.fill()
        self.reference = self.walker.reference
        self._say(f"Started {self.reference} “{self.answers.title}”.")

    def write(self, only: Collection[str] = ()) -> None:
        """Answer every task of the task list in order, or `only` those of these names."""
        for _ in range(MOST_PAGES):
            if self.walker.has_button(TO_LIST):
                self._take_route()
            elif self._tasks is not None:
                task = self._next_task(only)
                if task is None:
                    break
                self.walker.follow(task)
            else:
                self.filler.fill()
        self._say(f"Answered {self.filler.answered} questions on every page of the task list.")

    @property
    def _tasks(self) -> dict[str, str] | None:
        """Return the status of each task by its name; None if the page has no task list."""
        if not self.page.get_by_role("heading", name="This assessment", exact=True).count():
            return None
        items = self.page.locator(".govuk-task-list__item").all_inner_texts()
        lines = [[line.strip() for line in re.split(r"[\n\t]", text)] for text in items]
        # A note of the coach may stand between a task’s name and its status.
        texts_of_tasks = ([*filter(None, line)] for line in lines)
        return {texts[0]: texts[-1] for texts in texts_of_tasks if texts}

    def _next_task(self, only: Collection[str]) -> str | None:
        """Return the first task that is not done. Raise Stopped at the third visit to a task."""
        for name, status in (self._tasks or {}).items():
            visits = self._visits.get(name, 0)
            if status in {CLOSED, DONE} or (status == OPTIONAL and visits):
                continue
            if only and name not in only:
                continue
            if visits > 1:
                raise self.walker.stopped(f"“{name}” is still “{status}”")
            self._visits[name] = visits + 1
            return name
        return None

    def _take_route(self) -> None:
        """Leave the page of the route; override it as the equality lead if the case says so."""
        heading = self.walker.heading
        self._say(f"Quick check: “{heading}”.")
        if self.answers.override and heading.startswith("You need a full"):
            self._override()
        else:
            self.walker.press(TO_LIST)

    def _override(self) -> None:
        self.walker.sign_in(EQUALITY_LEAD)
        self.walker.open_assessment(self.reference)
        self.walker.follow(ROUTE_LINK)
        self.walker.follow(SET_ROUTE)
        for question in page_questions.read_questions(self.page):
            page_questions.answer_question(
                self.page, question, SCREENING if question.options else self._reason
            )
        self.walker.press("Set this route")
        if self.walker.errors:
            raise self.walker.stopped("the route was not set")
        self._say(f"{EQUALITY_LEAD.name} set another route: “{self.walker.heading}”.")
        self.walker.sign_in(LEAD)
        self.walker.open_assessment(self.reference)

    @property
    def _reason(self) -> str:
        return self.answers.override[:4000]

    def submit(self) -> None:
        """Check the answers, and submit."""
        if not self.walker.has_button(TO_SUBMIT):
            open_ = [f"{name} ({status})" for name, status in (self._tasks or {}).items()]
            raise self.walker.stopped(f"it cannot be submitted; tasks: {', '.join(open_)}")
        self.walker.press(TO_SUBMIT)
        self.walker.press("Continue to submit")
        self.walker.press("Submit")
        self.walker.expect_done()
        self._say(f"Submitted: it is now “{self.walker.state}”.")

    def close_review(self) -> None:
        """Close the review as agreed, as the equality lead."""
        self.walker.sign_in(EQUALITY_LEAD)
        self.walker.open_assessment(self.reference)
        self.walker.press("Close the round of review")
        self.page.get_by_role("radio", name="Agreed", exact=True).check()
        self.page.get_by_role("textbox", name="Why?").fill(CLOSED_EARLY)
        self.walker.press("Confirm")
        self.walker.expect_done()
        self._say(f"{EQUALITY_LEAD.name} closed the review: it is now “{self.walker.state}”.")

    def sign_off(self) -> None:
        """Read, declare and sign as the Head of Service."""
        self.walker.sign_in(HEAD_OF_SERVICE)
        self.walker.open_assessment(self.reference)
        self.walker.follow("Read the whole assessment")
        self.walker.open_assessment(self.reference)
        self.walker.follow("Sign off")
        self.page.get_by_role("checkbox", name="I make this declaration", exact=True).check()
        self.walker.press("Sign off")
        self.walker.expect_done()
        self._say(f"{HEAD_OF_SERVICE.name} signed: it is now “{self.walker.state}”.")

    def download(self, to: Path) -> Path:
        """Download the report through the browser."""
        pdf = self.walker.download("Download the report", to)
        self._say(f"Downloaded {pdf.name} ({pdf.stat().st_size // 1024} KB).")
        return pdf

    def _say(self, line: str) -> None:
        line_with_time = f"{time.monotonic() - self._began:6.1f} s  {line}"
        self.progress.append(line_with_time)
        if self.on_progress is not None:
            self.on_progress(line_with_time)
