"""Draws a page of HTML as a tagged PDF. No network, no scripts, no clock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import CSS, HTML, Attachment
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from eia_app import resources
from eia_app.reports.errors import ReportFailed
from eia_app.reports.pdf import (
    glyph_names,
    missing_glyphs,
    postprocess,
    split_elements,
    weasyprint_patch,
)

Attached = Callable[[], Sequence[Attachment]]  # made for each drawing, which uses them up


def render_html(template: str, attached: Attached | None = None, **content: Any) -> bytes:
    """Return the PDF of a template, finished but not checked. Raise ReportFailed."""
    return postprocess_pdf(words(template, **content), attached)


def words(template: str, **content: Any) -> str:
    """Return the HTML of a template."""
    return _templates().get_template(template).render(**content)


def postprocess_pdf(html: str, attached: Attached | None = None, *, of_pack: bool = False) -> bytes:
    """Return the PDF of a page of HTML, finished but not checked. Raise ReportFailed."""
    weasyprint_patch.remember_pages()
    glyph_names.name_as_drawn()
    split_elements.mark_elements()
    made = missing_glyphs.with_fonts(partial(html_to_pdf, attached=attached), html)
    return postprocess.finish(made, of_pack=of_pack)


def html_to_pdf(words: str, attached: Attached | None = None) -> bytes:
    """Return the PDF as WeasyPrint leaves it. Raise ReportFailed if it asks for other files."""
    html = HTML(string=words, base_url=f"{_assets().as_uri()}/", url_fetcher=OurAssets())
    attachments = attached() if attached else None
    try:
        drawn: bytes = html.write_pdf(
            stylesheets=[_style()], pdf_variant="pdf/a-3a", attachments=attachments
        )
    except (FatalURLFetchingError, ValueError, OSError) as error:
        raise ReportFailed("The report could not be made into a PDF.", [str(error)]) from error
    return drawn


class OurAssets(URLFetcher):
    """Gives out the files of static/report, and stops at anything else."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        parts = urlsplit(url)
        path = Path(unquote(parts.path)).resolve()
        if parts.scheme != "file" or not path.is_relative_to(_assets()):
            raise FatalURLFetchingError(f"A report may not fetch {url}")
        return super().fetch(url, headers)


@cache
def _assets() -> Path:
    return resources.static() / "report"


@cache
def _style() -> CSS:
    return CSS(filename=_assets() / "report.css", url_fetcher=OurAssets())


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(resources.templates()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["prefix"] = ""  # of anchors: only in a pack there are several reports
    return environment
