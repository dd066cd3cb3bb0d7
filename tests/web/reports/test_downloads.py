"""Downloading a report: no request waits for one, and a signed one is rendered once and kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from eia_app.domain.snapshot.render_order import ALL_HAVE_MANY, MOST, MOST_ATTEMPTS
from eia_app.domain.workflow.states import State
from eia_app.reports.errors import RenderingStopped, ReportFailed
from eia_app.reports.jobs.formats import OF_AN_ASSESSMENT, Format
from eia_app.reports.jobs.report_job import Job
from eia_app.storage.models.rendering import RenderedFile, RenderJob
from tests.factories import NOW
from tests.web.rendering import PDF, Renderer, download_file, request_file

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.factories import Makers
    from tests.web.visitor import Visitor

At = Callable[..., str]
NO_TITLE = "PDFUA1-1: There is no title."


def kept(session: Session) -> list[RenderedFile]:
    session.commit()
    return list(session.scalars(select(RenderedFile)))


def test_a_report_is_waited_for_on_a_page_that_leads_to_it(
    make_assessment: Makers, as_lead: Visitor, renderer: Renderer, at: At
) -> None:
    context = make_assessment(State.SIGNED_OFF)
    answer = request_file(as_lead, at(context, "report.pdf"))
    assert answer.status_code == 303
    shown = as_lead.get(answer.location)
    assert shown.title == "Your report is being made"
    assert "It is the next to be made." in shown.text
    assert shown.answer.headers["Refresh"] == "3"
    renderer.meanwhile = lambda: seen.append(as_lead.get(answer.location).text)
    seen: list[str] = []
    renderer.work()
    assert "It is being made now." in seen[0]
    shown = as_lead.get(shown.link("Look again now"))
    assert shown.title == "Your report is ready"
    assert "Refresh" not in shown.answer.headers
    assert "for attachment to council papers" in shown.text
    assert as_lead.get(shown.link("Download the report (PDF)")).answer.data == PDF


def test_a_signed_report_is_made_once_and_then_read(
    make_assessment: Makers, as_lead: Visitor, session: Session, renderer: Renderer, at: At
) -> None:
    context = make_assessment(State.SIGNED_OFF)
    answer = download_file(as_lead, at(context, "report.pdf"))
    assert (answer.data, answer.mimetype) == (PDF, "application/pdf")
    assert [each.expires_at for each in kept(session)] == [None]
    assert as_lead.get(at(context, "report.pdf")).answer.data == PDF
    assert len(renderer.jobs) == 1
    assert session.scalars(select(RenderJob)).all() == []


@pytest.mark.parametrize(
    ("path", "kind", "name", "words"),
    [
        (
            "report/summary.pdf",
            Format.SUMMARY,
            "EIA-2026-001-v1-summary-parking-permits.pdf",
            "two-page summary (PDF)",
        ),
        ("report.docx", Format.WORD, "EIA-2026-001-v1-parking-permits.docx", "report (Word)"),
    ],
)
def test_the_summary_and_the_word_file_are_waited_for_and_kept_too(
    make_assessment: Makers,
    as_lead: Visitor,
    session: Session,
    renderer: Renderer,
    at: At,
    path: str,
    kind: Format,
    name: str,
    words: str,
) -> None:
    context = make_assessment(State.SIGNED_OFF)
    waiting = request_file(as_lead, at(context, path)).location
    renderer.work()
    link = as_lead.get(waiting).link(f"Download the {words}")
    for address in (link, at(context, path)):
        answer = as_lead.get(address).answer
        assert answer.data == PDF
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert [job.kind for job in renderer.jobs] == [kind]
    assert len(kept(session)) == 1


def test_a_draft_says_so_in_its_name_and_is_kept_for_an_hour(
    make_assessment: Makers, as_lead: Visitor, session: Session, renderer: Renderer, at: At
) -> None:
    context = make_assessment(State.DRAFT)
    answer = download_file(as_lead, at(context, "report.pdf"))
    assert "-v1-draft-" in answer.headers["Content-Disposition"]
    (job,) = renderer.jobs
    assert isinstance(job, Job)
    assert job.status.is_draft
    (draft,) = kept(session)
    key = draft.key
    assert draft.expires_at == draft.made_at + timedelta(hours=1)
    session.execute(update(RenderedFile).values(expires_at=NOW))
    download_file(as_lead, at(context, "report/summary.pdf"))
    assert key not in {each.key for each in kept(session)}


def test_a_draft_that_changes_meanwhile_is_fetched_as_it_was_asked_for(
    make_assessment: Makers, as_lead: Visitor, session: Session, renderer: Renderer, at: At
) -> None:
    context = make_assessment(State.DRAFT)
    waiting = request_file(as_lead, at(context, "report.pdf")).location
    context.assessment.title = "Quite another title"
    session.commit()
    renderer.work()
    shown = as_lead.get(waiting)
    assert shown.title == "Your report is ready"
    assert "not for attachment" in shown.text
    assert as_lead.get(shown.link("Download the report")).answer.data == PDF
    assert len(renderer.jobs) == 1
    assert request_file(as_lead, at(context, "report.pdf")).status_code == 303


def test_the_key_of_a_file_opens_nothing_but_what_it_is_of(
    make_assessment: Makers, as_lead: Visitor, session: Session, renderer: Renderer, at: At
) -> None:
    context, other = make_assessment(State.SIGNED_OFF), make_assessment(State.SIGNED_OFF)
    download_file(as_lead, at(context, "report.pdf"))
    key = kept(session)[0].key
    for path in ("report.pdf", "report/making"):
        answer = request_file(as_lead, f"{at(other, path)}?made={key}")
        assert answer.status_code == 303
        assert key not in answer.location
    assert as_lead.get(f"{at(context, 'report/making')}?made={key}").title == "Your report is ready"
    wrong = request_file(as_lead, f"{at(context, 'report/making')}?of=word&made={key}")
    assert (wrong.status_code, key in wrong.location) == (303, False)


def test_another_standing_is_another_report(
    make_assessment: Makers, as_lead: Visitor, session: Session, renderer: Renderer, at: At
) -> None:
    context = make_assessment(State.DECIDED)
    download_file(as_lead, at(context, "report.pdf"))
    context.assessment.state = State.CLOSED
    download_file(as_lead, at(context, "report.pdf"))
    assert len(kept(session)) == len(renderer.jobs) == 2


def test_a_report_that_fails_its_check_is_not_handed_out_and_tried_again_after_ten_minutes(
    make_assessment: Makers, as_lead: Visitor, session: Session, renderer: Renderer, at: At
) -> None:
    context = make_assessment(State.SIGNED_OFF)
    renderer.fails_with = ReportFailed("It did not pass.", [NO_TITLE])
    waiting = request_file(as_lead, at(context, "report.pdf")).location
    renderer.work()
    shown = as_lead.get(waiting, expect=500)
    assert shown.title == "Your report could not be made"
    assert NO_TITLE in shown.text
    request_file(as_lead, shown.link("Try again"))
    renderer.work()
    assert len(renderer.jobs) == 1
    renderer.fails_with = None
    session.execute(update(RenderJob).values(failed_at=NOW))
    assert download_file(as_lead, at(context, "report.pdf")).data == PDF


def test_what_was_stopped_is_tried_again_by_itself_and_then_says_what_happened(
    make_assessment: Makers, as_lead: Visitor, renderer: Renderer, at: At
) -> None:
    context = make_assessment(State.DRAFT)
    seen: list[str] = []
    waiting = request_file(as_lead, at(context, "report.pdf")).location
    renderer.fails_with = RenderingStopped("It was not made.", ["Stopped from outside."])
    renderer.meanwhile = lambda: seen.append(as_lead.get(waiting).text)
    renderer.work()
    assert ["so it is made again" in text for text in seen] == [False, True, True]
    shown = as_lead.get(waiting, expect=500)
    assert f"We began to make it {MOST_ATTEMPTS} times" in shown.text
    assert "Stopped from outside." in shown.text
    renderer.fails_with = None
    assert download_file(as_lead, shown.link("Try once more")).data == PDF


def test_a_full_queue_is_said_in_a_sentence(
    make_assessment: Makers, as_lead: Visitor, session: Session, renderer: Renderer, at: At
) -> None:
    context = make_assessment(State.DRAFT)
    request_file(as_lead, at(context, "report.pdf"))
    job = session.scalars(select(RenderJob)).one()
    columns = {each.key: getattr(job, each.key) for each in RenderJob.__table__.columns}
    for number in range(MOST):
        session.add(RenderJob(**{**columns, "key": str(number), "by_id": None}))
    session.commit()
    shown = as_lead.get(at(context, "report/summary.pdf"), expect=503)
    assert shown.title == "Too many files are waiting to be made"
    assert ALL_HAVE_MANY in shown.text


def test_a_kind_of_file_that_nobody_knows_is_the_report(
    make_assessment: Makers, as_lead: Visitor, renderer: Renderer, at: At
) -> None:
    context = make_assessment(State.DRAFT)
    waiting = request_file(as_lead, f"{at(context, 'report/making')}?of=../secret").location
    renderer.work()
    assert as_lead.get(waiting).link("Download the report (PDF)")
    assert [job.kind for job in renderer.jobs] == [Format.REPORT]


def test_signing_off_has_the_reports_made_ahead_in_the_same_transaction(
    make_assessment: Makers,
    as_head_of_service: Visitor,
    session: Session,
    renderer: Renderer,
    at: At,
) -> None:
    context = make_assessment(State.AWAITING_SIGN_OFF)
    as_head_of_service.get(at(context, "steps/sign-off"))
    as_head_of_service.send({"declare": "y"})
    renderer.work()
    assert [each.content for each in kept(session)] == [PDF] * len(OF_AN_ASSESSMENT)
    assert {job.kind for job in renderer.jobs} == set(OF_AN_ASSESSMENT)
    assert as_head_of_service.get(at(context, "report.pdf")).answer.data == PDF
