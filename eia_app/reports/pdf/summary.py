"""Writes the two-page summary as a PDF, with the same style, finish and check as the report."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pikepdf

from eia_app.reports.blocks import Document
from eia_app.reports.content.snapshot_reader import Json
from eia_app.reports.content.status import ReportStatus
from eia_app.reports.documents import summary
from eia_app.reports.pdf import pdfua_check
from eia_app.reports.pdf.html_to_pdf import render_html

PAGES = 2


def render(snapshot: Json, standing: ReportStatus, *, created: datetime) -> bytes:
    """The fullest summary that fits on two pages. Raises ReportFailed if it does not pass."""
    made, _ = fitting(snapshot, standing, created=created)
    pdfua_check.check(made)
    return made


def fitting(snapshot: Json, standing: ReportStatus, *, created: datetime) -> tuple[bytes, Document]:
    """The fullest summary that fits on two pages, not checked yet."""
    moment = created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    for room in summary.ROOMS:
        document = summary.build(snapshot, standing, room)
        made = render_html("report_summary/summary.html", document=document, created=moment)
        if pages_of(made) <= PAGES:
            break
    return made, document


def pages_of(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as context:
        return len(context.pages)
