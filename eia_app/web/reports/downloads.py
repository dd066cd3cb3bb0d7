"""Downloads of reports, which are made from a snapshot alone, and once for a signed version."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.workflow.permissions import Permission, require
from eia_app.reports.jobs.formats import OF_AN_ASSESSMENT, Format
from eia_app.services.reports import render_jobs
from eia_app.services.snapshots import snapshots
from eia_app.web.http import current
from eia_app.web.http.authorization import for_assessment, signed_in
from eia_app.web.rendering.waiting import Awaited, base_url, wake_afterwards

if TYPE_CHECKING:
    from eia_app.services.assessment.loading import AssessmentContext
    from eia_app.services.reports.render_queue import Order

bp = Blueprint("report", __name__, url_prefix="/assessments/<uuid:assessment_id>")
VIEWS = {
    Format.REPORT: "report.download",
    Format.SUMMARY: "report.two_pages",
    Format.WORD: "report.in_word",
}


@bp.get("/report.pdf")
@for_assessment(Permission.DOWNLOAD_REPORT)
def download(context: AssessmentContext) -> ResponseReturnValue:
    """The full report as a PDF: of the signed version, or a draft that says so on every page."""
    return _awaited(context, Format.REPORT).hand_out(_order(context, Format.REPORT))


@bp.get("/report/summary.pdf")
@for_assessment(Permission.DOWNLOAD_REPORT)
def two_pages(context: AssessmentContext) -> ResponseReturnValue:
    return _awaited(context, Format.SUMMARY).hand_out(_order(context, Format.SUMMARY))


@bp.get("/report.docx")
@for_assessment(Permission.DOWNLOAD_REPORT)
def in_word(context: AssessmentContext) -> ResponseReturnValue:
    return _awaited(context, Format.WORD).hand_out(_order(context, Format.WORD))


@bp.get("/report/making")
@for_assessment(Permission.DOWNLOAD_REPORT)
def making(context: AssessmentContext) -> ResponseReturnValue:
    """The page that waits for any of these files."""
    kind = _wanted()
    is_draft = snapshots.sign_off_of(context.session, context.assessment) is None
    return _awaited(context, kind).wait(_order(context, kind), context=context, is_draft=is_draft)


def make_ahead(context: AssessmentContext) -> None:
    """Order the files of a signed version, to be made after this request."""
    render_jobs.order_ahead(context, now=current.now(), base_url=base_url())
    wake_afterwards()


def _awaited(context: AssessmentContext, kind: Format) -> Awaited:
    annex, assessment_id = request.args.get("annex"), context.assessment.id
    subject = render_jobs.report_subject(context, kind, annex=_with_annex(context))
    return Awaited(
        subject,
        kind,
        lambda made: url_for(
            "report.making", assessment_id=assessment_id, of=kind.value, annex=annex, made=made
        ),
        lambda made: url_for(VIEWS[kind], assessment_id=assessment_id, annex=annex, made=made),
    )


def _order(context: AssessmentContext, kind: Format) -> Callable[[], Order]:
    return partial(
        render_jobs.report_order,
        context,
        now=current.now(),
        kind=kind,
        annex=_with_annex(context),
        base_url=base_url(),
    )


def _wanted() -> Format:
    """Return the format that the address asks for; the report if it names none that is known."""
    value = request.args.get("of")
    return Format(value) if value in set(OF_AN_ASSESSMENT) else Format.REPORT


def _with_annex(context: AssessmentContext) -> bool:
    """Return whether the record of the review is asked for. Raise Denied."""
    if "annex" not in request.args:
        return False
    require(Permission.READ_DISCUSSION, signed_in(), context.assessment)
    return True
