"""The report to download: made from a snapshot and nothing else, and made once if it is signed."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from flask import (
    Blueprint,
    Response,
    after_this_request,
    current_app,
    redirect,
    render_template,
    url_for,
)
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from eia_app.domain import snapshot
from eia_app.domain.policy import May
from eia_app.domain.workflow import EDITABLE
from eia_app.reports.errors import ReportFailed
from eia_app.reports.filename import file_name
from eia_app.reports.press import Job, press
from eia_app.reports.standing import Outcome, SignOff, Standing
from eia_app.services import kept_reports, snapshots
from eia_app.services.kept_reports import Kept
from eia_app.web.access import for_assessment
from eia_app.web.printing import FRESH, Printing, keeper, printing
from eia_app.web.words import LONDON

if TYPE_CHECKING:
    from eia_app.services.opened import Opened
    from eia_app.storage import models

bp = Blueprint("report", __name__, url_prefix="/assessments/<uuid:assessment_id>")
PATIENCE = 6  # seconds that a download waits before it shows the page that waits
LOOK_AGAIN = 3  # seconds between two looks of that page


@bp.record_once
def prepare(setup: BlueprintSetupState) -> None:
    setup.app.extensions["eia-printing"] = Printing()


@dataclass(frozen=True)
class Paper:
    """A report that may be made: the job for the press, and what its file is called."""

    job: Job
    name: str

    @property
    def is_draft(self) -> bool:
        return self.job.standing.is_draft


@bp.get("/report.pdf")
@for_assessment(May.DOWNLOAD_REPORT)
def download(opened: Opened) -> ResponseReturnValue:
    """The full report as a PDF: of the signed version, or a draft that says so on every page."""
    now = datetime.now(UTC)
    paper = paper_of(opened, now=now)
    kept = _kept(opened, paper, now)
    if kept is None:
        future = _asked(opened, paper, now)
        try:
            return _file(future.result(timeout=PATIENCE), paper.name)
        except TimeoutError:
            return redirect(url_for("report.making", assessment_id=opened.assessment.id), 303)
        except ReportFailed as failed:
            return _failed(opened, paper, failed.faults)
    if kept.content is None:
        return _failed(opened, paper, kept.faults)
    return _file(kept.content, paper.name)


@bp.get("/report/making")
@for_assessment(May.DOWNLOAD_REPORT)
def making(opened: Opened) -> ResponseReturnValue:
    """While a report is made, this page looks again by itself; then it offers the file."""
    now = datetime.now(UTC)
    paper = paper_of(opened, now=now)
    kept = _kept(opened, paper, now)
    future = None if kept else _asked(opened, paper, now)
    if future and not future.done():
        return _page(opened, paper, "waiting"), {"Refresh": str(LOOK_AGAIN)}
    if kept and kept.content is None:
        return _failed(opened, paper, kept.faults)
    failed = future.exception() if future else None
    if isinstance(failed, ReportFailed):
        return _failed(opened, paper, failed.faults)
    return _page(opened, paper, "ready")


def make_ahead(opened: Opened) -> None:
    """Have the report of a signed version made when this request is over, before anyone asks."""
    if snapshots.sign_off_of(opened.session, opened.assessment) is None:
        return
    now = datetime.now(UTC)
    paper = paper_of(opened, now=now)
    keep = keeper(paper.job.key, opened.assessment.id)
    if keep is None:
        return

    @after_this_request
    def begin(answer: Response) -> Response:
        printing().ask(paper.job, keep, now=now)
        return answer


def make(opened: Opened, *, now: datetime) -> tuple[bytes, str]:
    """The PDF and its file name, at once. Raises ReportFailed."""
    paper = paper_of(opened, now=now)
    kept = _kept(opened, paper, now)
    return (kept.content if kept and kept.content else press(paper.job)), paper.name


def paper_of(opened: Opened, *, now: datetime) -> Paper:
    """What is to be printed of an assessment as it stands."""
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
    )
    text = stored.content if stored else snapshot.canonical(snapshots.take(opened))
    title = f"draft {assessment.title}" if standing.is_draft else assessment.title
    return Paper(
        Job(text, standing, created=signed.at if signed else now),
        file_name(assessment.reference, assessment.version, title),
    )


def _kept(opened: Opened, paper: Paper, now: datetime) -> Kept | None:
    """The report if it is kept. One that failed some time ago is as good as never made."""
    if paper.is_draft:
        return None
    kept = kept_reports.find(opened.session, paper.job.key)
    return kept if kept and (kept.content or now - kept.made_at < FRESH) else None


def _asked(opened: Opened, paper: Paper, now: datetime) -> Future[bytes]:
    keep = None if paper.is_draft else keeper(paper.job.key, opened.assessment.id)
    return printing().ask(paper.job, keep, now=now)


def _file(made: bytes, name: str) -> Response:
    answer = Response(made, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _failed(opened: Opened, paper: Paper, faults: tuple[str, ...]) -> ResponseReturnValue:
    for fault in faults:
        current_app.logger.error("No report of %s: %s", opened.assessment.reference, fault)
    return _page(opened, paper, "failed", faults), 500


def _page(opened: Opened, paper: Paper, state: str, faults: tuple[str, ...] = ()) -> str:
    return render_template(
        "pages/report/making.html", opened=opened, paper=paper, state=state, faults=faults
    )


def _signature(opened: Opened, signed: models.SignOff) -> SignOff:
    """By role, unless the council prints names."""
    role = signed.by.job_title or "Head of Service"
    by = f"{signed.by.name}, {role}" if opened.council.names_in_reports else role
    return SignOff(by=by, on=signed.at.astimezone(LONDON).date(), declaration=signed.declaration)


def _decision(opened: Opened) -> Outcome | None:
    found = snapshots.decision_of(opened.session, opened.assessment)
    if found is None:
        return None
    on = date.fromisoformat(found["date"]) if found.get("date") else None
    body, outcome, minute = (found.get(each, "") for each in ("body", "outcome", "minute"))
    return Outcome(body, on, outcome, minute)
