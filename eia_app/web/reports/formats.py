"""The report as a page and as JSON, and the short documents that are quick to make."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from eia_app.domain.text.conversions import sent_number
from eia_app.domain.workflow.permissions import Permission, is_allowed
from eia_app.reports import json_format
from eia_app.reports.content.snapshot_reader import Json
from eia_app.reports.content.status import ReportStatus
from eia_app.reports.documents import full_report, paragraph, paragraph_checks, summary
from eia_app.reports.file_names import file_name
from eia_app.reports.jobs.formats import DOCX
from eia_app.reports.word import render as word_render
from eia_app.services.reports import edited_paragraphs
from eia_app.services.reports.render_jobs import report_job
from eia_app.web.http import current
from eia_app.web.http.authorization import for_assessment, signed_in
from eia_app.web.rendering.waiting import base_url, file_response

if TYPE_CHECKING:
    from eia_app.services.assessment.loading import AssessmentContext

bp = Blueprint("report_formats", __name__, url_prefix="/assessments/<uuid:assessment_id>")
LENGTHS = (100, paragraph.WORDS, 200, 300)  # words that the paragraph may have


@dataclass(frozen=True)
class Source:
    """The snapshot that every format is made from, its status, and its time."""

    snapshot: Json
    status: ReportStatus
    at: datetime

    def name(self, suffix: str, document: str = "") -> str:
        draft = "draft" if self.status.is_draft else ""
        state = "practice" if self.snapshot.get("practice") else draft
        title = f"{state} {document} {self.snapshot['title']}"
        return file_name(self.snapshot["reference"], self.snapshot["version"], title, suffix)


@bp.get("/report")
@for_assessment(Permission.DOWNLOAD_REPORT)
def page(context: AssessmentContext) -> ResponseReturnValue:
    """The full report as a page, with the same parts and anchors as the PDF."""
    source = source_of(context)
    built = full_report.build(source.snapshot, source.status)
    return render_template("pages/reports/report/report.html", context=context, document=built)


@bp.get("/report.json")
@for_assessment(Permission.DOWNLOAD_REPORT)
def as_json(context: AssessmentContext) -> ResponseReturnValue:
    """The record itself, with its hash, for other systems."""
    source = source_of(context)
    text = json_format.render(source.snapshot, source.status)
    return file_response(text.encode(), "application/json", source.name("json"))


@bp.get("/report/equality-implications")
@for_assessment(Permission.DOWNLOAD_REPORT)
def implications(context: AssessmentContext) -> ResponseReturnValue:
    """The “Equality implications” paragraph to copy, as it was edited and as it is generated."""
    source, edited = (
        source_of(context),
        edited_paragraphs.edited(context.session, context.assessment),
    )
    implications = _paragraph(source)
    latest = edited.now or edited.before
    return render_template(
        "pages/reports/report/implications.html",
        context=context,
        found=implications,
        lengths=LENGTHS,
        edited=edited,
        warnings=_warnings(source, latest.text, implications.limit) if latest else (),
        may_edit=is_allowed(Permission.EDIT_PARAGRAPH, signed_in(), context.assessment),
    )


def _warnings(source: Source, text: str, limit: int) -> list[str]:
    return paragraph_checks.warnings(text, source.snapshot, source.status, limit)


@bp.get("/report/equality-implications.txt")
@for_assessment(Permission.DOWNLOAD_REPORT)
def implications_as_text(context: AssessmentContext) -> ResponseReturnValue:
    source = source_of(context)
    text = f"{_words(context, source)}\n".encode()
    return file_response(text, "text/plain", source.name("txt", "equality implications"))


@bp.get("/report/equality-implications.docx")
@for_assessment(Permission.DOWNLOAD_REPORT)
def implications_in_word(context: AssessmentContext) -> ResponseReturnValue:
    source = source_of(context)
    built = summary.implications(source.snapshot, source.status, _words(context, source))
    name = source.name("docx", "equality implications")
    return file_response(word_render.render(built, created=source.at), DOCX, name)


@bp.get("/report/summary")
@for_assessment(Permission.DOWNLOAD_REPORT)
def two_pages(context: AssessmentContext) -> ResponseReturnValue:
    """The summary for the agenda pack as a page."""
    source = source_of(context)
    built = summary.build(source.snapshot, source.status)
    return render_template("pages/reports/report/report.html", context=context, document=built)


def source_of(context: AssessmentContext) -> Source:
    """Return the source of the PDF: the version submitted or signed, or the record as it is now."""
    job = report_job(context, now=current.now(), base_url=base_url())
    return Source(json.loads(job.snapshot), job.status, job.created)


def _words(context: AssessmentContext, source: Source) -> str:
    """Return the paragraph as it was edited for this version, or as it is generated."""
    edited = edited_paragraphs.edited(context.session, context.assessment).now
    return edited.text if edited else _paragraph(source).text


def _paragraph(source: Source) -> paragraph.Implications:
    """Return the paragraph in the length that the address asks for, or the usual one."""
    words = request.args.get("words", default=paragraph.WORDS, type=sent_number)
    limit = words if words in LENGTHS else paragraph.WORDS
    return paragraph.write(source.snapshot, source.status, limit)
