"""Which pen writes which file. Each is loaded when it is needed: the one for PDF takes a second."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING

from eia_app.reports import document
from eia_app.reports.record import Json
from eia_app.reports.standing import Standing

if TYPE_CHECKING:
    from eia_app.reports.press import PackJob

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Kind(StrEnum):
    """The files that are made in a process of their own; the value is the module of the pen."""

    REPORT = "pdf"
    SUMMARY = "summary_pdf"
    WORD = "word"
    PACK = "pack"


@dataclass(frozen=True)
class Format:
    """How pages and file names call a kind of file, how such a name ends, and its type."""

    words: str
    what: str
    suffix: str
    mimetype: str


FORMATS = {
    Kind.REPORT: Format("report (PDF)", "", "pdf", PDF),
    Kind.SUMMARY: Format("two-page summary (PDF)", "summary", "pdf", PDF),
    Kind.WORD: Format("report (Word)", "", "docx", DOCX),
    Kind.PACK: Format("pack (PDF)", "", "pdf", PDF),
}
OF_AN_ASSESSMENT = (Kind.REPORT, Kind.SUMMARY, Kind.WORD)


def write(
    kind: Kind, snapshot: Json, standing: Standing, *, created: datetime, said: Json | None = None
) -> bytes:
    """The file; `said` in review is the annex of a full report.

    Raises ReportFailed if it could not be made, or did not pass its check.
    """
    pen = import_module(f"eia_app.reports.{kind.value}")
    made: bytes
    if kind is Kind.SUMMARY:
        made = pen.render(snapshot, standing, created=created)
        return made
    built = document.build(snapshot, standing, said)
    # What is inside a report can become a draft again, and an example is nobody’s draft.
    is_kept = kind is Kind.REPORT and not standing.is_example
    record = {"record": snapshot} if is_kept else {}
    made = pen.render(built, created=created, **record)
    return made


def write_pack(job: PackJob, told: Callable[[int], None]) -> bytes:
    """The file of a pack; `told` hears how many of its reports are done. Raises ReportFailed."""
    pen = import_module("eia_app.reports.pack_pdf")
    pack = import_module("eia_app.reports.pack")
    members = [
        pack.Member(json.loads(each.snapshot), each.standing, each.created) for each in job.members
    ]
    made: bytes = pen.render(job.title, job.on, members, summaries=job.summaries, told=told)
    return made
