"""The report as a page and as JSON, and the short documents that cost little to make from it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from eia_app.domain.conversions import sent_number
from eia_app.domain.policy import May, may
from eia_app.reports import data, document, paragraph, paragraph_checks, summary, word
from eia_app.reports.filename import file_name
from eia_app.reports.pens import DOCX
from eia_app.reports.record import Json
from eia_app.reports.standing import Standing
from eia_app.services import paragraphs
from eia_app.services.rendered_reports import report_job
from eia_app.web.access import for_assessment, signed_in
from eia_app.web.rendering import base_url, file_response

if TYPE_CHECKING:
    from eia_app.services.opened import Opened

bp = Blueprint("report_formats", __name__, url_prefix="/assessments/<uuid:assessment_id>")
LENGTHS = (100, paragraph.WORDS, 200, 300)  # words that the paragraph may have


@dataclass(frozen=True)
class Source:
    """What every format is made from."""

    snapshot: Json
    standing: Standing
    at: datetime

    def name(self, suffix: str, what: str = "") -> str:
        draft = "draft" if self.standing.is_draft else ""
        state = "practice" if self.snapshot.get("practice") else draft
        title = f"{state} {what} {self.snapshot['title']}"
        return file_name(self.snapshot["reference"], self.snapshot["version"], title, suffix)


@bp.get("/report")
@for_assessment(May.DOWNLOAD_REPORT)
def page(opened: Opened) -> ResponseReturnValue:
    """The full report as a page, with the same parts and anchors as the PDF."""
    source = source_of(opened)
    built = document.build(source.snapshot, source.standing)
    return render_template("pages/report/report.html", opened=opened, document=built)


@bp.get("/report.json")
@for_assessment(May.DOWNLOAD_REPORT)
def as_json(opened: Opened) -> ResponseReturnValue:
    """The record itself, with its hash, for other systems."""
    source = source_of(opened)
    text = data.render(source.snapshot, source.standing)
    return file_response(text.encode(), "application/json", source.name("json"))


@bp.get("/report/equality-implications")
@for_assessment(May.DOWNLOAD_REPORT)
def implications(opened: Opened) -> ResponseReturnValue:
    """The paragraph for the report that goes to the meeting, to copy: as somebody edited it, and
    as it is generated.
    """
    source, edited = source_of(opened), paragraphs.edited(opened.session, opened.assessment)
    found = _paragraph(source)
    mine = edited.now or edited.before
    return render_template(
        "pages/report/implications.html",
        opened=opened,
        found=found,
        lengths=LENGTHS,
        edited=edited,
        warnings=_warnings(source, mine.text, found.limit) if mine else (),
        may_edit=may(May.EDIT_PARAGRAPH, signed_in(), opened.assessment),
    )


def _warnings(source: Source, text: str, limit: int) -> list[str]:
    return paragraph_checks.warnings(text, source.snapshot, source.standing, limit)


@bp.get("/report/equality-implications.txt")
@for_assessment(May.DOWNLOAD_REPORT)
def implications_as_text(opened: Opened) -> ResponseReturnValue:
    source = source_of(opened)
    text = f"{_words(opened, source)}\n".encode()
    return file_response(text, "text/plain", source.name("txt", "equality implications"))


@bp.get("/report/equality-implications.docx")
@for_assessment(May.DOWNLOAD_REPORT)
def implications_in_word(opened: Opened) -> ResponseReturnValue:
    source = source_of(opened)
    built = summary.implications(source.snapshot, source.standing, _words(opened, source))
    name = source.name("docx", "equality implications")
    return file_response(word.render(built, created=source.at), DOCX, name)


@bp.get("/report/summary")
@for_assessment(May.DOWNLOAD_REPORT)
def two_pages(opened: Opened) -> ResponseReturnValue:
    """The summary for the agenda pack as a page."""
    source = source_of(opened)
    built = summary.build(source.snapshot, source.standing)
    return render_template("pages/report/report.html", opened=opened, document=built)


def source_of(opened: Opened) -> Source:
    """The same as the PDF: what was submitted or signed, or the record as it is now."""
    job = report_job(opened, now=datetime.now(UTC), base_url=base_url())
    return Source(json.loads(job.snapshot), job.standing, job.created)


def _words(opened: Opened, source: Source) -> str:
    """As somebody edited them for this version, or as they are generated."""
    edited = paragraphs.edited(opened.session, opened.assessment).now
    return edited.text if edited else _paragraph(source).text


def _paragraph(source: Source) -> paragraph.Implications:
    """In the length that the address asks for, or the usual one."""
    wanted = request.args.get("words", default=paragraph.WORDS, type=sent_number)
    limit = wanted if wanted in LENGTHS else paragraph.WORDS
    return paragraph.write(source.snapshot, source.standing, limit)
