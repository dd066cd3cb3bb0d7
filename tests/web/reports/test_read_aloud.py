"""A report reads the same aloud: as a page, by the tags of its PDF, and as its words are drawn."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

import pikepdf
import pytest
from sqlalchemy import select

from eia_app import resources
from eia_app.reports.jobs import renderers
from eia_app.services.assessment.loading import load_assessment
from eia_app.services.demo import load as demo_load
from eia_app.services.reports.render_jobs import report_job
from eia_app.storage.models.assessment import Assessment
from tests.factories import NOW
from tests.judges.page_tree import Page, text_of
from tests.reports import read_aloud
from tests.reports.reading import squeezed

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from eia_app.reports.jobs.report_job import Job
    from eia_app.storage.models.people import Person
    from eia_app.web.http.app_class import Service
    from tests.web.visitor import Visitor

BANNER = "DRAFT:notsignedoff"
# WeasyPrint leaves its colour profile open for a moment.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning")


@dataclass
class Both:
    """The report of one case: its page and its PDF."""

    page: Page
    job: Job

    @property
    def pdf(self) -> bytes:
        return written(self.job)


@cache
def written(job: Job) -> bytes:
    """Its PDF, made once: the cases are told with the same ids and dates in every test."""
    return renderers.write(job.kind, json.loads(job.snapshot), job.status, created=NOW)


@pytest.fixture(params=["Blue Badge car park charging scheme", "Budget savings 2025"])
def case(
    request: pytest.FixtureRequest,
    hart_app: Service,
    session: Session,
    visit: Callable[[Person | None], Visitor],
) -> Both:
    """A long one that is signed off, and the draft of a screening."""
    demo_load.load(session, hart_app.parts.forms, resources.forms() / "demo", now=NOW)
    session.commit()
    wanted = select(Assessment).where(Assessment.title.startswith(request.param))
    found = session.scalars(wanted).one()
    page = visit(found.lead).get(f"/assessments/{found.id}/report").tree
    context = load_assessment(session, hart_app.parts.forms, found.id)
    return Both(page, report_job(context, now=NOW))


def said(page: Page) -> str:
    """What the page says, without white space and without its contents, which paper has not.

    Its last line is left out: the PDF has it at the foot of every page.
    """
    (article,) = page.of_class("eia-report")
    *kids, _ = article
    return "".join(map(_words, kids)).replace(BANNER, "")


def _words(element: Element) -> str:
    if "eia-contents" in element.get("class", "").split():
        return ""
    inner = "".join(_words(kid) + squeezed(kid.tail or "") for kid in element)
    return f"{squeezed(element.text or '')}{inner}"


def test_the_page_the_tags_and_the_drawn_words_say_the_same_in_the_same_order(case: Both) -> None:
    tagged = squeezed(read_aloud.as_tagged(case.pdf, without=("/Figure", "/Lbl"))).replace(
        BANNER, ""
    )
    assert tagged == said(case.page)
    first, *others = map(on_page, read_aloud.as_drawn(case.pdf))
    repeated = [squeezed(text_of(head)) for head in case.page.every("thead")]
    drawn = first + "".join(without_repeated_header(page, repeated) for page in others)
    assert drawn == said(case.page)


def without_repeated_header(page: str, headers: Iterable[str]) -> str:
    """The words of a page on which a table may go on, under its header once more."""
    again = max((head for head in headers if page.startswith(head)), key=len, default="")
    return page.removeprefix(again)


def on_page(text: str) -> str:
    """The words of a page without bullets and without what stands around every page."""
    found = squeezed(text.replace("•", "").replace("◦", "")).replace(BANNER, "")
    around = r"(HartDistrictCouncil(EqualityImpactAssessment|Screening,not\w+))?"
    foot = r"EIA-\d{4}-\d{3}·version1(·record\w{10})?Page\d+of\d+"
    return re.sub(rf"{around}{foot}\Z", "", found)


def test_each_bookmark_is_a_heading_of_the_page_with_the_same_anchor(case: Both) -> None:
    headings = [e for e in case.page.every("h1", "h2", "h3", "h4") if e.get("id")]
    words = {e.get("id"): squeezed(text_of(e)) for e in headings}
    with pikepdf.open(BytesIO(case.pdf)) as context, context.open_outline() as outline:
        names = list(context.Root.Names.Dests.Names)
        places = {place(to): str(name) for name, to in zip(names[::2], names[1::2], strict=True)}
        found = [(each.title, place(each.destination)) for each in bookmarks(outline.root)]
        marks = [(title, places.get(where)) for title, where in found]
    assert [(squeezed(title), anchor) for title, anchor in marks] == [
        (words.get(anchor), anchor) for _, anchor in marks
    ]
    assert len(marks) == len({anchor for _, anchor in marks}) > 5


def place(destination: Any) -> tuple[Any, ...]:
    """A page and a point on it."""
    page, _, *point = destination
    return (page.objgen, *map(float, point))


def bookmarks(items: Iterable[pikepdf.OutlineItem]) -> Iterator[pikepdf.OutlineItem]:
    for item in items:
        yield item
        yield from bookmarks(item.children)
