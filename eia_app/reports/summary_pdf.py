"""Writes the two-page summary as a PDF, with the same style, finish and check as the report."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from io import BytesIO

import pikepdf
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import CSS, HTML
from weasyprint.urls import FatalURLFetchingError

from eia_app import resources
from eia_app.reports import characters, checking, finishing, summary
from eia_app.reports.blocks import Document
from eia_app.reports.errors import ReportFailed
from eia_app.reports.pdf import OurAssets
from eia_app.reports.record import Json
from eia_app.reports.standing import Standing

PAGES = 2


def render(snapshot: Json, standing: Standing, *, created: datetime) -> bytes:
    """The fullest summary that fits on two pages. Raises ReportFailed if it does not pass."""
    made = b""
    for room in summary.ROOMS:
        made = _made(summary.build(snapshot, standing, room), created)
        if pages_of(made) <= PAGES:
            break
    checking.check(made)
    return made


def pages_of(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as opened:
        return len(opened.pages)


def _made(document: Document, created: datetime) -> bytes:
    moment = created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    template = _templates().get_template("report_summary/summary.html")
    words = template.render(document=document, created=moment)
    return finishing.finish(characters.with_fonts(_draw, words))


def _draw(words: str) -> bytes:
    assets = resources.static() / "report"
    html = HTML(string=words, base_url=f"{assets.as_uri()}/", url_fetcher=OurAssets())
    style = CSS(filename=assets / "report.css", url_fetcher=OurAssets())
    try:
        drawn: bytes = html.write_pdf(stylesheets=[style], pdf_variant="pdf/a-3a")
    except (FatalURLFetchingError, ValueError, OSError) as error:
        raise ReportFailed("The summary could not be made into a PDF.", [str(error)]) from error
    return drawn


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(resources.templates()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
