"""Writes a pack as one PDF: a cover, a table of the assessments, then each report.

It is drawn as one document, as files that are joined later lose their tags.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date
from itertools import accumulate

from weasyprint.logger import PROGRESS_LOGGER

from eia_app.reports.documents import full_report, pack
from eia_app.reports.documents.pack import Member
from eia_app.reports.pdf import pdfua_check
from eia_app.reports.pdf.html_to_pdf import postprocess_pdf, words
from eia_app.reports.pdf.report import enclosed
from eia_app.reports.pdf.summary import fitting

OnProgress = Callable[[int], None]  # how many reports are done
PAGE = "Creating layout - Page"
OF_A_PAGE = 3400  # characters of HTML: about a page of a report


def render(
    title: str, on: date, members: Sequence[Member], *, summaries: bool, on_progress: OnProgress
) -> bytes:
    """Return the PDF, with the record of each report inside. The same in gives the same bytes.

    Raise ReportFailed if it could not be made, or if it does not pass its own check.
    """
    whole = pack.build(title, on, tuple(members), summaries=summaries)
    draw = _summary if summaries else _report
    parts = []
    for number, member in enumerate(members, 1):
        parts.append(draw(member, f"r{number}-"))
        if summaries:
            on_progress(number)
    moment = max(member.created for member in members).astimezone(UTC).replace(microsecond=0)
    page = words(
        "report_pack/pack.html",
        pack=whole,
        parts=parts,
        created=moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
    with _counting_pages(list(map(len, parts)), on_progress, counts=not summaries):
        made = postprocess_pdf(
            page, lambda: [enclosed(member.snapshot, moment) for member in members], of_pack=True
        )
    pdfua_check.check(made)
    return made


def _report(member: Member, prefix: str) -> str:
    document = full_report.build(member.snapshot, member.status)
    return words("report/body.html", prefix=prefix, document=document)


def _summary(member: Member, prefix: str) -> str:
    _, document = fitting(member.snapshot, member.status, created=member.created)
    return words("report/body.html", prefix=prefix, document=document)


@contextmanager
def _counting_pages(
    lengths: Sequence[int], on_progress: OnProgress, *, counts: bool
) -> Iterator[None]:
    """Estimate the number of reports laid out from that of pages, and hand it on."""
    counter = _PageCounter([total / OF_A_PAGE for total in accumulate(lengths)], on_progress)
    level = PROGRESS_LOGGER.level
    if counts:
        PROGRESS_LOGGER.addHandler(counter)
        PROGRESS_LOGGER.setLevel(logging.INFO)
    try:
        yield
    finally:
        PROGRESS_LOGGER.removeHandler(counter)
        PROGRESS_LOGGER.setLevel(level)


class _PageCounter(logging.Handler):
    """Counts the pages laid out. The last report is done when all of the pack is."""

    def __init__(self, ends: Sequence[float], on_progress: OnProgress) -> None:
        super().__init__()
        self._ends, self._on_progress, self._done = ends[:-1], on_progress, 0

    def emit(self, record: logging.LogRecord) -> None:
        if PAGE in str(record.msg) and isinstance(record.args, tuple):
            page = int(str(record.args[0]))
            done = sum(end <= page for end in self._ends)
            if done > self._done:
                self._done = done
                self._on_progress(done)
