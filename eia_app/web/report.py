"""The reports to download: made from a snapshot and nothing else, and made once if it is signed.

None is made by the process that answers: a press makes it, and what it took is not the web’s.
"""

from __future__ import annotations

from concurrent.futures import Future
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import (
    Blueprint,
    Response,
    after_this_request,
    current_app,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from eia_app.domain.policy import May, require
from eia_app.reports.errors import ReportFailed
from eia_app.reports.pens import Kind
from eia_app.services import snapshots
from eia_app.web.access import for_assessment, signed_in
from eia_app.web.printing import Printing, keeper, printing
from eia_app.web.report_paper import Paper, base_url, file_response, kept_of, paper_of

if TYPE_CHECKING:
    from eia_app.services.opened import Opened

bp = Blueprint("report", __name__, url_prefix="/assessments/<uuid:assessment_id>")
PATIENCE = 6  # seconds that a download waits before it shows the page that waits
LOOK_AGAIN = 3  # seconds between two looks of that page


@bp.record_once
def prepare(setup: BlueprintSetupState) -> None:
    setup.app.extensions["eia-printing"] = Printing()


@bp.get("/report.pdf")
@for_assessment(May.DOWNLOAD_REPORT)
def download(opened: Opened) -> ResponseReturnValue:
    """The full report as a PDF: of the signed version, or a draft that says so on every page."""
    return _handed_out(opened, Kind.REPORT)


@bp.get("/report/summary.pdf")
@for_assessment(May.DOWNLOAD_REPORT)
def two_pages(opened: Opened) -> ResponseReturnValue:
    return _handed_out(opened, Kind.SUMMARY)


@bp.get("/report.docx")
@for_assessment(May.DOWNLOAD_REPORT)
def in_word(opened: Opened) -> ResponseReturnValue:
    return _handed_out(opened, Kind.WORD)


def _handed_out(opened: Opened, kind: Kind) -> ResponseReturnValue:
    """The file; or, if it takes long, the page that waits for it."""
    now = datetime.now(UTC)
    paper = paper_of(opened, now=now, kind=kind, annex=_with_annex(opened), base_url=base_url())
    kept = kept_of(opened, paper, now)
    if kept is None:
        future = _asked(opened, paper, now)
        try:
            return _file(future.result(timeout=PATIENCE), paper)
        except TimeoutError:
            here, annex = opened.assessment.id, request.args.get("annex")
            at = url_for("report.making", assessment_id=here, of=kind.value, annex=annex)
            return redirect(at, 303)
        except ReportFailed as failed:
            return _failed(opened, paper, failed.faults)
    if kept.content is None:
        return _failed(opened, paper, kept.faults)
    return _file(kept.content, paper)


@bp.get("/report/making")
@for_assessment(May.DOWNLOAD_REPORT)
def making(opened: Opened) -> ResponseReturnValue:
    """While a report is made, this page looks again by itself; then it offers the file."""
    now = datetime.now(UTC)
    paper = paper_of(
        opened, now=now, kind=_wanted(), annex=_with_annex(opened), base_url=base_url()
    )
    kept = kept_of(opened, paper, now)
    future = None if kept else _asked(opened, paper, now)
    if future and not future.done():
        return _page(opened, paper, "waiting"), {"Refresh": str(LOOK_AGAIN)}
    if kept and kept.content is None:
        return _failed(opened, paper, kept.faults)
    failed = future.exception() if future else None
    if isinstance(failed, ReportFailed):
        return _failed(opened, paper, failed.faults)
    return _page(opened, paper, "ready")


def _wanted() -> Kind:
    """The kind of file that the address asks for; the report, whatever else it says."""
    said = request.args.get("of")
    return Kind(said) if said in set(Kind) else Kind.REPORT


def _with_annex(opened: Opened) -> bool:
    """Whether what was said in review is asked for. Raises Denied for who may not read it."""
    if "annex" not in request.args:
        return False
    require(May.READ_DISCUSSION, signed_in(), opened.assessment)
    return True


def make_ahead(opened: Opened) -> None:
    """Have the files of a signed version made when this request is over, before anyone asks."""
    if snapshots.sign_off_of(opened.session, opened.assessment) is None:
        return
    now = datetime.now(UTC)
    jobs = [paper_of(opened, now=now, kind=kind, base_url=base_url()).job for kind in Kind]
    asked = [(job, keeper(job.key, opened.assessment.id)) for job in jobs]

    @after_this_request
    def begin(answer: Response) -> Response:
        for job, keep in asked:
            if keep is not None:
                printing().ask(job, keep, now=now)
        return answer


def _asked(opened: Opened, paper: Paper, now: datetime) -> Future[bytes]:
    keep = None if paper.is_draft else keeper(paper.job.key, opened.assessment.id)
    return printing().ask(paper.job, keep, now=now)


def _file(made: bytes, paper: Paper) -> Response:
    return file_response(made, paper.form.mimetype, paper.name)


def _failed(opened: Opened, paper: Paper, faults: tuple[str, ...]) -> ResponseReturnValue:
    for fault in faults:
        current_app.logger.error("No report of %s: %s", opened.assessment.reference, fault)
    return _page(opened, paper, "failed", faults), 500


def _page(opened: Opened, paper: Paper, state: str, faults: tuple[str, ...] = ()) -> str:
    return render_template(
        "pages/report/making.html", opened=opened, paper=paper, state=state, faults=faults
    )
