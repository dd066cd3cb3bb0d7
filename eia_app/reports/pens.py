"""Which pen writes which file. Each is loaded when it is needed: the one for PDF takes a second."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from importlib import import_module

from eia_app.reports import document
from eia_app.reports.record import Json
from eia_app.reports.standing import Standing


class Kind(StrEnum):
    """The files that are made in a process of their own; the value is the module of the pen."""

    REPORT = "pdf"
    SUMMARY = "summary_pdf"
    WORD = "word"


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
    record = {"record": snapshot} if kind is Kind.REPORT else {}
    made = pen.render(built, created=created, **record)
    return made
