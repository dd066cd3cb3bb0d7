"""Writes a document as one PDF file that is accessible (PDF/UA-1) and lasts (PDF/A-3a)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from weasyprint import Attachment

from eia_app.reports.blocks import Document, Heading
from eia_app.reports.content.redaction import public_text
from eia_app.reports.content.snapshot_reader import Json
from eia_app.reports.pdf import embedded_record, pdfua_check
from eia_app.reports.pdf.html_to_pdf import render_html
from eia_app.reports.text.rich_text import one_line


def render(document: Document, *, created: datetime, record: Json | None = None) -> bytes:
    """The PDF, with the snapshot it was made from inside. The same in gives the same bytes.

    Raises ReportFailed if it could not be made, or if it does not pass its own check.
    """
    moment = created.astimezone(UTC).replace(microsecond=0)
    made = render_html(
        "report/report.html",
        (lambda: [enclosed(record, moment)]) if record else None,
        document=document,
        cover=document.cover,
        columns=columns(document.contents),
        created=moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
    pdfua_check.check(made)
    return made


def enclosed(record: Json, moment: datetime) -> Attachment:
    """The record as a file inside the PDF, for machines."""
    text = public_text(record)
    return Attachment(
        string=text.encode(),
        name=f"{one_line(record['reference'])}-v{record['version']}.json",
        description=embedded_record.described(text),
        created=moment,
        modified=moment,
        relationship="Data",
    )


def columns(contents: Sequence[Heading]) -> tuple[Sequence[Heading], Sequence[Heading]]:
    """The contents in two columns about as long as each other; no part is split."""
    parts = [at for at, heading in enumerate(contents) if heading.level == 2] or [0]
    cut = min(parts, key=lambda at: abs(2 * at - len(contents)))
    return contents[:cut], contents[cut:]
