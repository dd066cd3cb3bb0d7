"""What may be printed of an assessment as it stands, and whether it is kept already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from flask import Response, current_app

from eia_app.domain import snapshot
from eia_app.domain.calendar import local_date
from eia_app.domain.conversions import day
from eia_app.domain.workflow import EDITABLE
from eia_app.reports.filename import file_name
from eia_app.reports.pack_press import PackJob
from eia_app.reports.pens import Kind
from eia_app.reports.press import Job, press
from eia_app.reports.standing import Outcome, SignOff, Standing
from eia_app.services import kept_reports, review_record, snapshots
from eia_app.services.kept_reports import Kept
from eia_app.web.printing import FRESH

if TYPE_CHECKING:
    from eia_app.services.opened import Opened
    from eia_app.storage import models

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Form:
    """A kind of file: how pages and file names call it, its type, and the view that gives it."""

    words: str
    what: str
    mimetype: str
    view: str

    @property
    def suffix(self) -> str:
        return "docx" if self.mimetype == DOCX else "pdf"


FORMS = {
    Kind.REPORT: Form("report (PDF)", "", PDF, "report.download"),
    Kind.SUMMARY: Form("two-page summary (PDF)", "summary", PDF, "report.two_pages"),
    Kind.WORD: Form("report (Word)", "", DOCX, "report.in_word"),
}


@dataclass(frozen=True)
class Paper:
    """A report that may be made: the job for the press, and what its file is called."""

    job: Job
    name: str

    @property
    def is_draft(self) -> bool:
        return self.job.standing.is_draft

    @property
    def form(self) -> Form:
        return FORMS[self.job.kind]


def make(
    opened: Opened, *, now: datetime, annex: bool = False, base_url: str = ""
) -> tuple[bytes, str]:
    """The PDF and its file name, at once. Raises ReportFailed."""
    paper = paper_of(opened, now=now, annex=annex, base_url=base_url)
    kept = kept_of(opened, paper, now)
    return (kept.content if kept and kept.content else press(paper.job)), paper.name


def paper_of(
    opened: Opened,
    *,
    now: datetime,
    kind: Kind = Kind.REPORT,
    annex: bool = False,
    base_url: str = "",
) -> Paper:
    """What is to be printed of an assessment as it stands, and of its review if that is asked.

    With the `base_url` of the service, a signed report says where it can be checked.
    """
    assessment, session = opened.assessment, opened.session
    stored = None
    if assessment.state not in EDITABLE:
        stored = snapshots.newest(session, assessment)
    signed = snapshots.sign_off_of(session, assessment)
    standing = Standing(
        state=assessment.state,
        sha256=stored.sha256 if stored else None,
        signed=_signature(opened, signed) if signed else None,
        decision=_decision(opened),
        base_url=base_url if signed else "",
    )
    text = stored.content if stored else snapshot.canonical(snapshots.take(opened, now=now))
    state = "practice" if assessment.practice else "draft" if standing.is_draft else ""
    title = f"{state} {FORMS[kind].what} {assessment.title}"
    said = snapshot.canonical(review_record.annex(opened)) if annex else ""
    return Paper(
        Job(text, standing, created=signed.at if signed else now, kind=kind, annex=said),
        file_name(assessment.reference, assessment.version, title, FORMS[kind].suffix),
    )


def pack_job(
    title: str, on: date, members: Sequence[Opened], *, summaries: bool, base_url: str = ""
) -> PackJob:
    """The job for a pack of these assessments, all of them signed off."""
    kind = Kind.SUMMARY if summaries else Kind.REPORT
    jobs = [
        paper_of(each, now=datetime.now(UTC), kind=kind, base_url=base_url).job for each in members
    ]
    return PackJob(title, on, tuple(jobs), summaries)


def base_url() -> str:
    """Where people reach the service, if the settings say it."""
    found: str = current_app.extensions["eia"].settings.base_url
    return found


def file_response(content: bytes, mimetype: str, name: str) -> Response:
    """A file to keep, called by its name."""
    answer = Response(content, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def kept_of(opened: Opened, paper: Paper, now: datetime) -> Kept | None:
    """The report if it is kept. One that failed some time ago is as good as never made."""
    if paper.is_draft:
        return None
    kept = kept_reports.find(opened.session, paper.job.key)
    return kept if kept and (kept.content or now - kept.made_at < FRESH) else None


def _signature(opened: Opened, signed: models.SignOff) -> SignOff:
    """By role, unless the council prints names."""
    role = signed.by.job_title or "Head of Service"
    by = f"{signed.by.name}, {role}" if opened.council.names_in_reports else role
    return SignOff(by=by, on=local_date(signed.at), declaration=signed.declaration)


def _decision(opened: Opened) -> Outcome | None:
    found = snapshots.decision_of(opened.session, opened.assessment)
    if found is None:
        return None
    body, outcome, minute = (found.get(each, "") for each in ("body", "outcome", "minute"))
    return Outcome(body, day(found.get("date")), outcome, minute)
