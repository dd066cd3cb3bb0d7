"""Writes a document as one PDF file that is accessible (PDF/UA-1) and lasts (PDF/A-3a)."""

from __future__ import annotations

from datetime import UTC, datetime

from weasyprint import Attachment

from eia_app.reports.blocks import Document
from eia_app.reports.content.redaction import public_text
from eia_app.reports.content.snapshot_reader import Json
from eia_app.reports.pdf import embedded_record, pdfua_check
from eia_app.reports.pdf.html_to_pdf import render_html
from eia_app.reports.text.rich_text import one_line


def render(document: Document, *, created: datetime, record: Json | None = None) -> bytes:
    """Return the PDF, with the snapshot it was made from inside. The same in gives the same bytes.

    Raise ReportFailed if it could not be made, or if it does not pass its own check.
    """
    pdf = render_unchecked(document, created=created, record=record)
    pdfua_check.check(pdf)
    return pdf


def render_unchecked(document: Document, *, created: datetime, record: Json | None = None) -> bytes:
    """Return the PDF before its check. Raise ReportFailed if it could not be made."""
    moment = created.astimezone(UTC).replace(microsecond=0)
    return render_html(
        "report/report.html",
        (lambda: [enclosed(record, moment)]) if record else None,
        document=document,
        created=moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


def enclosed(record: Json, moment: datetime) -> Attachment:
    """Return the record as a file inside the PDF, for machines."""
    text = public_text(record)
    return Attachment(
        string=text.encode(),
        name=f"{one_line(record['reference'])}-v{record['version']}.json",
        description=embedded_record.described(text),
        created=moment,
        modified=moment,
        relationship="Data",
    )
