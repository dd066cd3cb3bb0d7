"""Packs on screen: chosen, made while a page says how far they are, and handed out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from eia_app.domain.snapshot.report_packs import MOST, NONE, TOO_MANY
from eia_app.domain.workflow.states import State, Transition
from eia_app.reports.errors import ReportFailed
from eia_app.reports.jobs.report_job import PackJob
from eia_app.storage.models.rendering import RenderedFile
from eia_app.storage.models.report_packs import Pack
from tests.web.rendering import PDF, Renderer, request_file

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from eia_app.services.assessment.loading import AssessmentContext
    from tests.factories import Makers
    from tests.web.visitor import PageResponse, Visitor

MEETING = {"title": "Cabinet", "date-day": "2", "date-month": "4", "date-year": "2026"}


@pytest.fixture
def signed(make_assessment: Makers) -> list[AssessmentContext]:
    return [make_assessment(state) for state in (State.SIGNED_OFF, State.DECIDED)]


def choose(visitor: Visitor, chosen: list[AssessmentContext], **more: Any) -> str:
    """Put a pack together; where it is."""
    visitor.get("/packs/new")
    ids = [str(each.assessment.id) for each in chosen]
    return visitor.send({**MEETING, "assessments": ids, **more}).location


def test_a_pack_is_put_together_waited_for_and_downloaded(
    session: Session, renderer: Renderer, signed: list[AssessmentContext], as_report_author: Visitor
) -> None:
    visitor = as_report_author
    at = choose(visitor, signed)
    waiting = request_file(visitor, at).location
    assert "It is the next to be made." in visitor.get(waiting).text
    assert request_file(visitor, f"{at}/pack.pdf").location == waiting
    seen: list[PageResponse] = []
    renderer.meanwhile = lambda: seen.append(visitor.get(waiting))
    renderer.work()
    assert seen[0].title == "Your pack is being made"
    assert "About 1 of 2 reports are done." in seen[0].text
    assert seen[0].answer.headers["Refresh"] == "3"
    ready = visitor.get(waiting)
    assert ready.title == "Your pack is ready"
    for address in (ready.link("Download the pack"), f"{at}/pack.pdf"):
        answer = visitor.get(address).answer
        assert (answer.data, answer.mimetype) == (PDF, "application/pdf")
        assert "EIA-pack-2026-04-02-cabinet.pdf" in answer.headers["Content-Disposition"]
    (job,) = renderer.jobs
    assert isinstance(job, PackJob)
    found = [json.loads(member.snapshot)["reference"] for member in job.members]
    assert found == [each.assessment.reference for each in signed]
    assert session.scalars(select(RenderedFile.key)).all() == [job.key]
    assert "Cabinet, 2 April 2026" in visitor.get("/packs/").text


def test_a_pack_that_fails_says_so_with_what_was_found(
    renderer: Renderer, signed: list[AssessmentContext], as_report_author: Visitor
) -> None:
    renderer.fails_with = ReportFailed("It failed.", ["PDFUA1-1: no title"])
    waiting = request_file(as_report_author, choose(as_report_author, signed)).location
    renderer.work()
    failed = as_report_author.get(waiting, expect=500)
    assert failed.title == "Your pack could not be made"
    assert "PDFUA1-1: no title" in failed.text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"assessments": None}, NONE),
        ({"title": ""}, "Enter what the meeting is called"),
        (
            {"date-month": "13"},
            (
                "“13” is not a month: enter 1 to 12, or its name. Enter the date of the meeting,"
                " such as 7 3 2026"
            ),
        ),
    ],
)
def test_what_is_missing_is_said_and_the_rest_comes_back(
    changes: dict[str, Any], said: str, signed: list[AssessmentContext], as_report_author: Visitor
) -> None:
    as_report_author.get("/packs/new")
    ids = [str(each.assessment.id) for each in signed]
    filled = {**MEETING, "assessments": ids, "contents": "summaries", **changes}
    again = as_report_author.send(filled, expect=422)
    assert again.errors == [said]
    form = again.form()
    back = {name: form.values(name) for name in ("title", "date-month", "contents")}
    assert back == {name: [filled[name]] for name in back}
    assert sorted(form.values("assessments")) == sorted(filled["assessments"] or [])


def test_more_than_a_pack_holds_is_refused(
    make_assessment: Makers, as_report_author: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eia_app.domain.snapshot.report_packs.MOST", 1)
    assert str(MOST) in TOO_MANY
    chosen = [make_assessment(State.SIGNED_OFF) for _ in range(2)]
    as_report_author.get("/packs/new")
    ids = [str(each.assessment.id) for each in chosen]
    again = as_report_author.send({**MEETING, "assessments": ids}, expect=422)
    assert again.errors == [TOO_MANY]


def test_nobody_sees_the_pack_of_somebody_else(
    session: Session,
    renderer: Renderer,
    signed: list[AssessmentContext],
    as_report_author: Visitor,
    as_equality_lead: Visitor,
) -> None:
    at = choose(as_report_author, signed)
    for address in (at, f"{at}/pack.pdf", f"/packs/{uuid4()}"):
        as_equality_lead.get(address, expect=404)
    assert "Cabinet" not in as_equality_lead.get("/packs/").text
    assert renderer.jobs == []
    assert len(session.scalars(select(Pack)).all()) == 1


def test_only_what_is_signed_off_and_may_be_read_is_offered(
    make_assessment: Makers,
    signed: list[AssessmentContext],
    as_report_author: Visitor,
    as_stranger: Visitor,
) -> None:
    draft = make_assessment()
    offered = as_report_author.get("/packs/new").text
    assert all(each.assessment.reference in offered for each in signed)
    assert draft.assessment.reference not in offered
    assert "no signed-off assessment yet that you may read" in as_stranger.get("/packs/new").text
    sent = {**MEETING, "token": str(uuid4()), "contents": "full"}
    for id_ in (str(draft.assessment.id), "no id"):
        as_report_author.post("/packs/new", {**sent, "assessments": id_}, expect=404)


def test_a_pack_of_what_was_reopened_says_so(
    renderer: Renderer,
    make_assessment: Makers,
    signed: list[AssessmentContext],
    as_report_author: Visitor,
    as_lead: Visitor,
) -> None:
    at, mine = choose(as_report_author, signed), choose(as_lead, signed)
    make_assessment.step(signed[0], Transition.REOPEN)
    as_report_author.get(at, expect=404)  # who may not read it any more
    page = as_lead.get(f"{mine}/pack.pdf", expect=409)
    assert "EIA-2026-001 is not signed off, so it cannot be in a pack." in page.text
    assert renderer.jobs == []


def test_the_lists_ask_the_database_the_same_however_long_they_are(
    make_assessment: Makers, as_report_author: Visitor, renderer: Renderer
) -> None:
    asked = []
    for number in (1, 2):  # one in the lists, then three
        for _ in range(number):
            choose(as_report_author, [make_assessment(State.SIGNED_OFF)])
        pages = [as_report_author.get(path) for path in ("/packs/new", "/packs/")]
        asked.append([len(page.statements) for page in pages])
    assert asked[0] == asked[1]
    assert max(asked[0]) <= 5
    assert renderer.jobs == []
