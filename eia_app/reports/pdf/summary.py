"""Writes the two-page summary as a PDF, with the same style, finish and check as the report."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

import pikepdf

from eia_app.reports.blocks import Document
from eia_app.reports.content.page_limits import ROOMS
from eia_app.reports.content.snapshot_reader import Json
from eia_app.reports.content.status import ReportStatus
from eia_app.reports.documents import summary
from eia_app.reports.pdf import pdfua_check
from eia_app.reports.pdf.report import render_unchecked

PAGES = 2


def render(snapshot: Json, status: ReportStatus, *, created: datetime) -> bytes:
    """Return the fullest summary that fits on two pages. Raise ReportFailed if it does not pass."""
    pdf, _ = fitting(snapshot, status, created=created)
    pdfua_check.check(pdf)
    return pdf


def fitting(snapshot: Json, status: ReportStatus, *, created: datetime) -> tuple[bytes, Document]:
    """Return pages 1 and 2 of the report, not checked yet; with less in them where those pages
    hold characters wider than `page_fit` reckons.
    """
    for limits in (None, *ROOMS[1:]):
        document = summary.build(snapshot, status, limits)
        pdf = render_unchecked(document, created=created)
        if pages_of(pdf) <= PAGES:
            break
    return pdf, document


def pages_of(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as context:
        return len(context.pages)
