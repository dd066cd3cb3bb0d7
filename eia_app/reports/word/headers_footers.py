"""The properties of a Word file, and the top and bottom of its pages."""

from __future__ import annotations

from datetime import datetime

from docx.document import Document as WordDocument

from eia_app.reports.blocks import Document
from eia_app.reports.word.styles import add_page_of

LONGEST_PROPERTY = 255  # that Office allows


def properties(word: WordDocument, document: Document, created: datetime) -> None:
    about = word.core_properties
    about.title = document.title[:LONGEST_PROPERTY]
    subject = f"{document.label} {document.reference}, version {document.version}"
    about.subject = subject[:LONGEST_PROPERTY]
    about.author = about.last_modified_by = document.council
    about.keywords = f"{document.reference}, public sector equality duty"
    about.comments = document.status
    about.language = "en-GB"
    about.created = about.modified = created
    about.revision = document.version


def around(word: WordDocument, document: Document) -> None:
    """Write the header and the footer of every page."""
    section = word.sections[0]
    above = section.header.paragraphs[0]
    above.text = f"{document.council}\t\t{document.label}"
    if document.mark:
        section.header.add_paragraph().add_run(document.mark).bold = True
    record = f" · record {document.short_hash}" if document.short_hash else ""
    below = section.footer.paragraphs[0]
    below.text = f"{document.reference} · version {document.version}{record}\t\t"
    add_page_of(below)
