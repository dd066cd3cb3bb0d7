"""The report to download: made from a snapshot and nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from eia_app.domain.policy import May
from eia_app.domain.workflow import EDITABLE
from eia_app.reports import document, pdf
from eia_app.reports.filename import file_name
from eia_app.reports.standing import Outcome, SignOff, Standing
from eia_app.services import snapshots
from eia_app.web.access import for_assessment
from eia_app.web.words import LONDON

if TYPE_CHECKING:
    from eia_app.services.opened import Opened
    from eia_app.storage import models

bp = Blueprint("report", __name__, url_prefix="/assessments/<uuid:assessment_id>")


@bp.get("/report.pdf")
@for_assessment(May.DOWNLOAD_REPORT)
def download(opened: Opened) -> ResponseReturnValue:
    """The full report as a PDF: of the signed version, or a draft that says so on every page."""
    made, name = make(opened, now=datetime.now(UTC))
    answer = Response(made, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def make(opened: Opened, *, now: datetime) -> tuple[bytes, str]:
    """The PDF and its file name. Raises ReportFailed."""
    assessment, session = opened.assessment, opened.session
    stored = None
    if assessment.state not in EDITABLE:
        stored = snapshots.newest(session, assessment)
    snapshot = snapshots.content(stored) if stored else snapshots.take(opened)
    signed = snapshots.sign_off_of(session, assessment)
    standing = Standing(
        state=assessment.state,
        sha256=stored.sha256 if stored else None,
        signed=_signature(opened, signed) if signed else None,
        decision=_decision(opened),
    )
    made = pdf.render(document.build(snapshot, standing), created=signed.at if signed else now)
    return made, file_name(assessment.reference, assessment.version, assessment.title)


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
    return Outcome(found["body"], on, found["outcome"], found.get("minute", ""))
