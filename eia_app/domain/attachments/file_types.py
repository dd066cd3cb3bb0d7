"""Types of file that may be attached, their limits, and the words for a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from eia_app.domain.questionnaire.model import Edition, SectionKind

MB = 1024 * 1024
MOST_OF_A_ROW = 10
MOST_OF_AN_ASSESSMENT = 100 * MB
WITH_FILES = ("evidence", "engagement")  # meanings: the lists whose rows take files
WANTED = (
    "The selected file must be a PDF, Word (.docx), Excel (.xlsx), OpenDocument (.odt or .ods),"
    " CSV, text, PNG or JPEG"
)


class FileType(StrEnum):
    """Types of file by the ending that their files are given."""

    PDF = "pdf"
    WORD = "docx"
    EXCEL = "xlsx"
    ODT = "odt"
    ODS = "ods"
    CSV = "csv"
    TEXT = "txt"
    PNG = "png"
    JPEG = "jpg"


@dataclass(frozen=True)
class Kind:
    words: str
    mimetype: str  # what browsers are told: never what one of them claimed
    endings: tuple[str, ...]


OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."
KINDS: Mapping[FileType, Kind] = {
    FileType.PDF: Kind("PDF", "application/pdf", ("pdf",)),
    FileType.WORD: Kind("Word", f"{OFFICE}wordprocessingml.document", ("docx",)),
    FileType.EXCEL: Kind("Excel", f"{OFFICE}spreadsheetml.sheet", ("xlsx",)),
    FileType.ODT: Kind("OpenDocument text", f"{OPEN}text", ("odt",)),
    FileType.ODS: Kind("OpenDocument spreadsheet", f"{OPEN}spreadsheet", ("ods",)),
    FileType.CSV: Kind("CSV", "text/csv", ("csv",)),
    FileType.TEXT: Kind("text", "text/plain", ("txt",)),
    FileType.PNG: Kind("PNG", "image/png", ("png",)),
    FileType.JPEG: Kind("JPEG", "image/jpeg", ("jpg", "jpeg")),
}
ENDINGS = {ending: type_ for type_, kind in KINDS.items() for ending in kind.endings}
ACCEPT = ",".join(f".{ending}" for ending in ENDINGS)  # what the browser offers first


def sections_with_files(edition: Edition) -> frozenset[str]:
    """Return the ids of the lists whose rows take files, as the edition declares them."""
    ids = {edition.means(meaning) for meaning in WITH_FILES}
    return frozenset(
        section.id
        for section in edition.sections
        if section.id in ids and section.kind is SectionKind.LIST
    )


def in_words(file: Mapping[str, Any]) -> str:
    """Return a file of a snapshot in words: “survey.pdf (PDF, 240 KB)”."""
    return f"{file['name']} ({KINDS[FileType(file['type'])].words}, {size_in_words(file['size'])})"


def size_in_words(size: int) -> str:
    if size < 1024:
        return f"{size} byte{'' if size == 1 else 's'}"
    if size < MB:
        return f"{round(size / 1024)} KB"
    return f"{size / MB:.1f} MB".replace(".0 MB", " MB")
