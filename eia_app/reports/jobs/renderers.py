"""What renders each file. The web never imports this: WeasyPrint takes a second to load."""

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
    snapshot: Json, standing: ReportStatus, *, created: datetime, said: Json | None
) -> bytes:

    # What is inside a report can become a draft again, and an example is nobody’s draft.
    record = None if standing.is_example else snapshot
    built = full_report.build(snapshot, standing, said)
    return pdf_report.render(built, created=created, record=record)


def _render_summary(
    snapshot: Json, standing: ReportStatus, *, created: datetime, **_: object
) -> bytes:

    return pdf_summary.render(snapshot, standing, created=created)


def _render_word(
    snapshot: Json, standing: ReportStatus, *, created: datetime, said: Json | None
) -> bytes:

    built = full_report.build(snapshot, standing, said)
    return word.render(built, created=created)


RENDERERS: dict[Format, Callable[..., bytes]] = {
    Format.REPORT: _render_report,
    Format.SUMMARY: _render_summary,
    Format.WORD: _render_word,
}


def write(
    kind: Format,
    snapshot: Json,
    standing: ReportStatus,
    *,
    created: datetime,
    said: Json | None = None,
) -> bytes:
    """Return the file of an assessment; `said` in review is the annex of a full report.

    Raise ReportFailed if it could not be made, or did not pass its check.
    """
    return RENDERERS[kind](snapshot, standing, created=created, said=said)


def write_pack(job: PackJob, told: Callable[[int], None]) -> bytes:
    """Return the file of a pack; `told` hears how many of its reports are done.

    Raise ReportFailed.
    """
    members = [
        Member(json.loads(each.snapshot), each.standing, each.created) for each in job.members
    ]
    return pdf_pack.render(job.title, job.on, members, summaries=job.summaries, told=told)
