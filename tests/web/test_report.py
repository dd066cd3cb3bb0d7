"""Downloading a report: made once, kept, and never in the way of the web."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from eia_app.domain.workflow import State
from eia_app.reports.errors import ReportFailed
from eia_app.reports.pens import Kind
from eia_app.reports.press import Job
from eia_app.services import kept_reports
from eia_app.storage.kept_reports import KeptReport
from eia_app.web import printing, report, report_paper
from eia_app.web.printing import Printing
from tests.factories import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from eia_app.web.service import Service
    from tests.factories import Makers
    from tests.web.visitor import Visitor

PDF = b"%PDF-1.7 made by a test"


class Press:
    """A press that makes nothing, counts what it is asked for, and can be told to fail or wait."""

    def __init__(self) -> None:
        self.jobs: list[Job] = []
        self.faults: tuple[str, ...] = ()

    def __call__(self, job: Job) -> bytes:
        self.jobs.append(job)
        if self.faults:
            raise ReportFailed("The PDF did not pass its accessibility check.", self.faults)
        return PDF


@pytest.fixture
def press(app: Service, monkeypatch: pytest.MonkeyPatch) -> Press:
    """The application keeps reports in this test, and makes them with this press."""
    press = Press()
    monkeypatch.setattr(printing, "press", press)
    monkeypatch.setattr(report_paper, "press", press)
    app.config["KEEP_REPORTS"] = True
    app.extensions["eia-printing"] = Printing()
    return press


def kept(session: Session) -> list[KeptReport]:
    session.commit()
    return list(session.scalars(select(KeptReport)))


def fetch(visitor: Visitor, path: str) -> Any:
    """A download; the report is kept beside the request, so its writing is not the request's."""
    return visitor.http.get(path)


def test_a_signed_report_is_made_once_and_then_read(
    make_assessment: Makers,
    as_lead: Visitor,
    session: Session,
    press: Press,
    at: Callable[..., str],
) -> None:
    opened = make_assessment(State.SIGNED_OFF)
    session.commit()
    path = at(opened, "report.pdf")
    first = fetch(as_lead, path)
    assert (first.data, first.mimetype) == (PDF, "application/pdf")
    assert [each.content for each in kept(session)] == [PDF]
    as_lead.app.extensions["eia-printing"] = Printing()  # another process
    assert as_lead.get(path).answer.data == PDF
    assert len(press.jobs) == 1


@pytest.mark.parametrize(
    ("path", "kind", "name"),
    [
        ("report/summary.pdf", Kind.SUMMARY, "EIA-2026-001-v1-summary-parking-permits.pdf"),
        ("report.docx", Kind.WORD, "EIA-2026-001-v1-parking-permits.docx"),
    ],
)
def test_the_summary_and_the_word_file_are_made_by_the_press_too_and_kept(
    make_assessment: Makers,
    as_lead: Visitor,
    session: Session,
    press: Press,
    at: Callable[..., str],
    path: str,
    kind: Kind,
    name: str,
) -> None:
    opened = make_assessment(State.SIGNED_OFF)
    session.commit()
    answer = fetch(as_lead, at(opened, path))
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    as_lead.app.extensions["eia-printing"] = Printing()  # another process
    assert as_lead.get(at(opened, path)).answer.data == PDF
    assert [job.kind for job in press.jobs] == [kind]
    assert len(kept(session)) == 1


def test_a_draft_is_not_kept_and_says_so_in_its_name(
    make_assessment: Makers,
    as_lead: Visitor,
    session: Session,
    press: Press,
    at: Callable[..., str],
) -> None:
    opened = make_assessment(State.DRAFT)
    shown = as_lead.get(at(opened, "report.pdf"))
    assert shown.answer.data == PDF
    assert "-v1-draft-" in shown.answer.headers["Content-Disposition"]
    assert press.jobs[0].standing.is_draft
    assert kept(session) == []


def test_another_standing_is_another_report(
    make_assessment: Makers,
    as_lead: Visitor,
    session: Session,
    press: Press,
    at: Callable[..., str],
) -> None:
    opened = make_assessment(State.DECIDED)
    session.commit()
    fetch(as_lead, at(opened, "report.pdf"))
    opened.assessment.state = State.CLOSED
    session.commit()
    fetch(as_lead, at(opened, "report.pdf"))
    assert len(kept(session)) == len(press.jobs) == 2


def test_a_report_that_fails_its_check_is_not_handed_out_but_reported(
    make_assessment: Makers,
    as_lead: Visitor,
    session: Session,
    press: Press,
    at: Callable[..., str],
) -> None:
    opened = make_assessment(State.SIGNED_OFF)
    session.commit()
    press.faults = ("PDFUA1-1: There is no title.",)
    assert fetch(as_lead, at(opened, "report.pdf")).status_code == 500
    (failed,) = kept(session)
    assert (failed.content, failed.faults) == (None, ["PDFUA1-1: There is no title."])
    shown = as_lead.get(at(opened, "report.pdf"), expect=500)
    assert shown.title == "The report could not be made"
    assert "There is no title." in shown.text
    assert as_lead.get(at(opened, "report/making"), expect=500).title == shown.title


def test_a_report_that_failed_is_tried_again_later(
    make_assessment: Makers,
    as_lead: Visitor,
    session: Session,
    press: Press,
    at: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened = make_assessment(State.SIGNED_OFF)
    session.commit()
    press.faults = ("PDFUA1-1: There is no title.",)
    fetch(as_lead, at(opened, "report.pdf"))
    press.faults = ()
    for module in (printing, report_paper):
        monkeypatch.setattr(module, "FRESH", printing.FRESH * 0)
    assert fetch(as_lead, at(opened, "report.pdf")).data == PDF
    assert [each.content for each in kept(session)] == [PDF]


def test_a_page_waits_for_a_report_that_takes_long(
    make_assessment: Makers,
    as_lead: Visitor,
    press: Press,
    at: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened = make_assessment(State.DRAFT)
    slow: Future[bytes] = Future()
    monkeypatch.setattr(Printing, "ask", lambda *_, **__: slow)
    monkeypatch.setattr(report, "PATIENCE", 0)
    as_lead.get(at(opened, "report.pdf"), expect=303)
    shown = as_lead.follow()
    assert shown.title == "Your report is being made"
    assert shown.answer.headers["Refresh"] == "3"
    slow.set_result(PDF)
    shown = as_lead.get(shown.link("Look again now"))
    assert "Refresh" not in shown.answer.headers
    assert "not for attachment" in shown.text
    assert as_lead.get(shown.link("Download the report")).answer.data == PDF


@pytest.mark.parametrize(
    ("path", "words"),
    [("report.docx", "report (Word)"), ("report/summary.pdf", "two-page summary (PDF)")],
)
def test_the_page_that_waits_leads_to_the_file_that_was_asked_for(
    make_assessment: Makers,
    as_lead: Visitor,
    press: Press,
    at: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    words: str,
) -> None:
    opened = make_assessment(State.DRAFT)
    slow: Future[bytes] = Future()
    monkeypatch.setattr(Printing, "ask", lambda *_, **__: slow)
    monkeypatch.setattr(report, "PATIENCE", 0)
    as_lead.get(at(opened, path), expect=303)
    shown = as_lead.follow()
    slow.set_result(PDF)
    shown = as_lead.get(shown.link("Look again now"))
    assert shown.link(f"Download the {words}") == at(opened, path)


def test_a_kind_of_file_that_nobody_knows_is_the_report(
    make_assessment: Makers, as_lead: Visitor, press: Press, at: Callable[..., str]
) -> None:
    opened = make_assessment(State.DRAFT)
    fetch(as_lead, at(opened, "report.pdf"))
    shown = as_lead.get(f"{at(opened, 'report/making')}?of=../secret")
    assert shown.link("Download the report (PDF)") == at(opened, "report.pdf")


def test_signing_off_has_the_report_made_ahead(
    make_assessment: Makers,
    as_head_of_service: Visitor,
    session: Session,
    press: Press,
    at: Callable[..., str],
) -> None:
    opened = make_assessment(State.AWAITING_SIGN_OFF)
    as_head_of_service.get(at(opened, "steps/sign-off"))
    as_head_of_service.send({"declare": "y"})
    as_head_of_service.app.extensions["eia-printing"]._pool.shutdown()
    assert [each.content for each in kept(session)] == [PDF] * len(Kind)
    assert {job.kind for job in press.jobs} == set(Kind)
    shown = as_head_of_service.get(at(opened, "report/making"))
    assert "for attachment to council papers" in shown.text


def test_of_two_processes_that_make_one_report_the_first_is_kept(
    make_assessment: Makers, session: Session
) -> None:
    opened = make_assessment(State.SIGNED_OFF)
    for content in (PDF, b"later"):
        kept_reports.keep(session, "key", opened.assessment.id, content, now=NOW)
    found = kept_reports.find(session, "key")
    assert found is not None
    assert found.content == PDF


def test_a_report_that_cannot_be_kept_is_handed_out_all_the_same(
    make_assessment: Makers,
    as_lead: Visitor,
    session: Session,
    press: Press,
    at: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise RuntimeError("The disk is full.")

    opened = make_assessment(State.SIGNED_OFF)
    session.commit()
    monkeypatch.setattr(kept_reports, "keep", refuse)
    assert fetch(as_lead, at(opened, "report.pdf")).data == PDF
    assert kept(session) == []
