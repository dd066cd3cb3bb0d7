"""Writes a document as one PDF file that is accessible (PDF/UA-1) and lasts (PDF/A-3a).

No network, no scripts, no clock.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import CSS, HTML, Attachment
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from eia_app import resources
from eia_app.reports import characters, checking, finishing, inside
from eia_app.reports.blocks import Document, Heading
from eia_app.reports.errors import ReportFailed
from eia_app.reports.public import public_text
from eia_app.reports.record import Json


def render(document: Document, *, created: datetime, record: Json | None = None) -> bytes:
    """The PDF, with the snapshot it was made from inside. The same in gives the same bytes.

    Raises ReportFailed if it could not be made, or if it does not pass its own check.
    """
    moment = created.astimezone(UTC).replace(microsecond=0)
    words = (
        _templates()
        .get_template("report/report.html")
        .render(
            document=document,
            cover=document.cover,
            columns=columns(document.contents),
            created=moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        )
    )
    attached = partial(_enclosed, record, document, moment) if record else None
    finished = finishing.finish(characters.with_fonts(partial(_draw, attached=attached), words))
    checking.check(finished)
    return finished


def _enclosed(record: Json, document: Document, moment: datetime) -> Attachment:
    """The record as a file inside the PDF, for machines."""
    text = public_text(record)
    return Attachment(
        string=text.encode(),
        name=f"{document.reference}-v{document.version}.json",
        description=inside.described(text),
        created=moment,
        modified=moment,
        relationship="Data",
    )


def _draw(words: str, attached: Callable[[], Attachment] | None = None) -> bytes:
    html = HTML(string=words, base_url=f"{_assets().as_uri()}/", url_fetcher=OurAssets())
    attachments = [attached()] if attached else None
    try:
        drawn: bytes = html.write_pdf(
            stylesheets=[_style()], pdf_variant="pdf/a-3a", attachments=attachments
        )
    except (FatalURLFetchingError, ValueError, OSError) as error:
        raise ReportFailed("The report could not be made into a PDF.", [str(error)]) from error
    return drawn


def columns(contents: Sequence[Heading]) -> tuple[Sequence[Heading], Sequence[Heading]]:
    """The contents in two columns about as long as each other; no part is split."""
    parts = [at for at, heading in enumerate(contents) if heading.level == 2] or [0]
    cut = min(parts, key=lambda at: abs(2 * at - len(contents)))
    return contents[:cut], contents[cut:]


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
    return Environment(
        loader=FileSystemLoader(resources.templates()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
