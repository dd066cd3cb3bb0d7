"""The renderer of each file. The web never imports this: WeasyPrint takes a second to load."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

from eia_app.reports.content.snapshot_reader import Json
from eia_app.reports.content.status import ReportStatus
from eia_app.reports.documents import full_report
from eia_app.reports.documents.pack import Member
from eia_app.reports.jobs.formats import Format
from eia_app.reports.jobs.report_job import PackJob
from eia_app.reports.pdf import pack as pdf_pack
from eia_app.reports.pdf import report as pdf_report
from eia_app.reports.pdf import summary as pdf_summary
from eia_app.reports.word import render as word


def _render_report(
    snapshot: Json, status: ReportStatus, *, created: datetime, review: Json | None
) -> bytes:

    # What is inside a report can become a draft again, and an example is no draft.
    record = None if status.is_example else snapshot
    built = full_report.build(snapshot, status, review)
    return pdf_report.render(built, created=created, record=record)


def _render_summary(
    snapshot: Json, status: ReportStatus, *, created: datetime, **_: object
) -> bytes:

    return pdf_summary.render(snapshot, status, created=created)


def _render_word(
    snapshot: Json, status: ReportStatus, *, created: datetime, review: Json | None
) -> bytes:

    built = full_report.build(snapshot, status, review)
    return word.render(built, created=created)


RENDERERS: dict[Format, Callable[..., bytes]] = {
    Format.REPORT: _render_report,
    Format.SUMMARY: _render_summary,
    Format.WORD: _render_word,
}


def write(
    kind: Format,
    snapshot: Json,
    status: ReportStatus,
    *,
    created: datetime,
    review: Json | None = None,
) -> bytes:
    """Return the file of an assessment; a `review` is printed as the annex of a full report.

    Raise ReportFailed if it could not be made, or did not pass its check.
    """
    return RENDERERS[kind](snapshot, status, created=created, review=review)


def write_pack(job: PackJob, on_progress: Callable[[int], None]) -> bytes:
    """Return the file of a pack; `on_progress` gets the number of its reports that are done.

    Raise ReportFailed.
    """
    members = [
        Member(json.loads(member.snapshot), member.status, member.created) for member in job.members
    ]
    return pdf_pack.render(
        job.title, job.on, members, summaries=job.summaries, on_progress=on_progress
    )
