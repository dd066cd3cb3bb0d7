"""The reports to download: made from a snapshot and nothing else, and made once if it is signed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.policy import May, require
from eia_app.reports.pens import OF_AN_ASSESSMENT, Kind
from eia_app.services import rendered_reports, snapshots
from eia_app.web.access import for_assessment, signed_in
from eia_app.web.rendering import Awaited, base_url, wake_afterwards

if TYPE_CHECKING:
    from eia_app.services.opened import Opened
    from eia_app.services.render_queue import Order

bp = Blueprint("report", __name__, url_prefix="/assessments/<uuid:assessment_id>")
VIEWS = {
    Kind.REPORT: "report.download",
    Kind.SUMMARY: "report.two_pages",
    Kind.WORD: "report.in_word",
}


@bp.get("/report.pdf")
@for_assessment(May.DOWNLOAD_REPORT)
def download(opened: Opened) -> ResponseReturnValue:
    """The full report as a PDF: of the signed version, or a draft that says so on every page."""
    return _awaited(opened, Kind.REPORT).hand_out(_order(opened, Kind.REPORT))


@bp.get("/report/summary.pdf")
@for_assessment(May.DOWNLOAD_REPORT)
def two_pages(opened: Opened) -> ResponseReturnValue:
    return _awaited(opened, Kind.SUMMARY).hand_out(_order(opened, Kind.SUMMARY))


@bp.get("/report.docx")
@for_assessment(May.DOWNLOAD_REPORT)
def in_word(opened: Opened) -> ResponseReturnValue:
    return _awaited(opened, Kind.WORD).hand_out(_order(opened, Kind.WORD))


@bp.get("/report/making")
@for_assessment(May.DOWNLOAD_REPORT)
def making(opened: Opened) -> ResponseReturnValue:
    """The page that waits for any of them."""
    kind = _wanted()
    is_draft = snapshots.sign_off_of(opened.session, opened.assessment) is None
    return _awaited(opened, kind).wait(_order(opened, kind), opened=opened, is_draft=is_draft)


def make_ahead(opened: Opened) -> None:
    """Have the files of a signed version made when this request is over, before anyone asks."""
    rendered_reports.order_ahead(opened, now=datetime.now(UTC), base_url=base_url())
    wake_afterwards()


def _awaited(opened: Opened, kind: Kind) -> Awaited:
    annex, here = request.args.get("annex"), opened.assessment.id
    subject = rendered_reports.report_subject(opened, kind, annex=_with_annex(opened))
    return Awaited(
        subject,
        kind,
        lambda made: url_for(
            "report.making", assessment_id=here, of=kind.value, annex=annex, made=made
        ),
        lambda made: url_for(VIEWS[kind], assessment_id=here, annex=annex, made=made),
    )


def _order(opened: Opened, kind: Kind) -> Callable[[], Order]:
    return partial(
        rendered_reports.report_order,
        opened,
        now=datetime.now(UTC),
        kind=kind,
        annex=_with_annex(opened),
        base_url=base_url(),
    )


def _wanted() -> Kind:
    """The kind of file that the address asks for; the report, whatever else it says."""
    said = request.args.get("of")
    return Kind(said) if said in set(OF_AN_ASSESSMENT) else Kind.REPORT


def _with_annex(opened: Opened) -> bool:
    """Whether what was said in review is asked for. Raises Denied for who may not read it."""
    if "annex" not in request.args:
        return False
    require(May.READ_DISCUSSION, signed_in(), opened.assessment)
    return True
