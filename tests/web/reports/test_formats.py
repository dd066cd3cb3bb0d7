"""The report as a page, in Word and as JSON; the summary; the paragraph to copy."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING

import docx
import pikepdf
import pytest
from sqlalchemy import select

from eia_app import resources
from eia_app.domain.journey.routing import Route
from eia_app.domain.workflow.states import State
from eia_app.reports.blocks import Heading
from eia_app.reports.documents import full_report
from eia_app.services.demo import load as demo_load
from eia_app.storage.models.assessment import Assessment
from eia_app.web.reports.formats import source_of
from tests.factories import NOW, Makers
from tests.judges.page_tree import text_of
from tests.web.rendering import download_file

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from eia_app.storage.models.people import Person
    from eia_app.web.http.app_class import Service
    from tests.web.visitor import Visitor

At = Callable[..., str]
PARAGRAPH = "report/equality-implications"
PAGES = ("report", "report/summary", PARAGRAPH)
FILES = {
    "report.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "report.json": "application/json",
    "report/summary.pdf": "application/pdf",
    f"{PARAGRAPH}.txt": "text/plain",
    f"{PARAGRAPH}.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
NASTY = "“Not” just 'one' <script>alert(1)</script> & \"two\" {{ 7 * 7 }}"
# WeasyPrint leaves its colour profile open for a moment.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("state", [State.DRAFT, State.IN_REVIEW, State.DECIDED])
@pytest.mark.parametrize("route", list(Route))
def test_every_page_is_well_made(
    make_assessment: Makers, as_lead: Visitor, at: At, path: str, state: State, route: Route
) -> None:
    if state is State.IN_REVIEW and route is not Route.MAJOR:
        state = State.AWAITING_SIGN_OFF
    context = make_assessment(state, route=route, title=NASTY)
    shown = as_lead.get(at(context, path))
    assert "49" not in shown.title
    assert ("DRAFT" in shown.text) == (state is not State.DECIDED and path != PARAGRAPH)


def test_a_blank_draft_has_its_pages(make_assessment: Makers, as_lead: Visitor, at: At) -> None:
    context = make_assessment(State.DRAFT, blank=True)
    for path in PAGES:
        as_lead.get(at(context, path))


def test_the_page_has_the_anchors_of_the_pdf_in_the_same_order(
    make_assessment: Makers, as_lead: Visitor, at: At
) -> None:
    context = make_assessment(State.DECIDED)
    page = as_lead.get(at(context, "report")).tree
    with as_lead.app.app_context():
        source = source_of(context)
    built = full_report.build(source.snapshot, source.status)
    wanted = [b for b in built.blocks if isinstance(b, Heading) and b.id]
    found = [e for e in page.every("h2", "h3") if e.get("id") in {b.id for b in wanted}]
    assert [e.get("id") for e in found] == [b.id for b in wanted]
    words = [f"{b.number} {b.text}".strip() for b in wanted]
    assert [text_of(e) for e in found] == words


@pytest.mark.parametrize(("path", "mimetype"), FILES.items())
@pytest.mark.parametrize("state", [State.DRAFT, State.DECIDED])
def test_every_file_says_what_it_is(
    make_assessment: Makers, as_lead: Visitor, at: At, path: str, mimetype: str, state: State
) -> None:
    answer = download_file(as_lead, at(make_assessment(state), path))
    name = answer.headers["Content-Disposition"]
    assert answer.mimetype == mimetype
    assert name.startswith('attachment; filename="EIA-2026-001-v1-')
    assert name.endswith(f'.{path.rpartition(".")[2]}"')
    assert ("-draft-" in name) == (state is State.DRAFT)


def test_the_files_can_be_opened(make_assessment: Makers, as_lead: Visitor, at: At) -> None:
    context = make_assessment(State.DECIDED)

    def body(path: str) -> bytes:
        found: bytes = download_file(as_lead, at(context, path)).data
        return found

    assert docx.Document(BytesIO(body("report.docx"))).core_properties.title == "Parking permits"
    assert json.loads(body("report.json"))["record"]["reference"] == context.assessment.reference
    with pikepdf.open(BytesIO(body("report/summary.pdf"))) as pdf:
        assert len(pdf.pages) <= 2


def test_the_paragraph_is_the_same_on_the_page_as_text_and_in_word(
    make_assessment: Makers, as_lead: Visitor, at: At
) -> None:
    context = make_assessment(State.DECIDED)
    shown = as_lead.get(at(context, PARAGRAPH))
    on_page = text_of(shown.tree.ids["implications"])
    assert as_lead.get(shown.link("As plain text")).answer.text == f"{on_page}\n"
    word = docx.Document(BytesIO(as_lead.get(shown.link("In Word")).answer.data))
    assert on_page in [each.text for each in word.paragraphs]


def test_the_paragraph_comes_in_other_lengths(
    make_assessment: Makers, as_lead: Visitor, at: At
) -> None:
    context = make_assessment(State.DECIDED)
    shown = as_lead.get(at(context, PARAGRAPH))
    assert "the limit is 150" in shown.text
    assert "the limit is 100" in as_lead.get(shown.link("Up to 100")).text
    for wrong in ("7", "all", "-1", ""):
        assert "the limit is 150" in as_lead.get(at(context, f"{PARAGRAPH}?words={wrong}")).text


@pytest.mark.parametrize("path", [*PAGES, *FILES])
def test_who_may_not_read_it_gets_none_of_it(
    make_assessment: Makers, as_stranger: Visitor, at: At, path: str
) -> None:
    as_stranger.get(at(make_assessment(State.DRAFT), path), expect=404)


def test_the_assessment_links_to_every_format(
    make_assessment: Makers, as_lead: Visitor, at: At
) -> None:
    context = make_assessment(State.DECIDED)
    links = as_lead.get(at(context)).links
    for path in (*PAGES, "report.docx", "report.json", "report/summary.pdf", "report.pdf"):
        assert at(context, path) in links


@pytest.fixture
def published(hart_app: Service, session: Session) -> list[Assessment]:
    """The published cases of the demonstration, told again."""
    demo_load.load(session, hart_app.parts.forms, resources.forms() / "demo", now=NOW)
    session.commit()
    return list(session.scalars(select(Assessment).order_by(Assessment.reference)))


def test_the_paragraph_of_every_published_case_fits(
    published: list[Assessment], visit: Callable[[Person | None], Visitor]
) -> None:
    reader = visit(published[0].lead)
    for each in published:
        shown = reader.get(f"/assessments/{each.id}/{PARAGRAPH}")
        assert "It cannot be said in fewer" not in shown.text
