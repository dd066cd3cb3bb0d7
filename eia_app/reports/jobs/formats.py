"""The files that are made of a snapshot: names and types."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Format(StrEnum):
    """The files that are made in a process of their own."""

    REPORT = "report"
    SUMMARY = "summary"
    WORD = "word"
    PACK = "pack"


@dataclass(frozen=True)
class FileFormat:
    """The words for a kind of file on pages and in file names, its suffix, and its type."""

    words: str
    name_part: str
    suffix: str
    mimetype: str


FORMATS = {
    Format.REPORT: FileFormat("report (PDF)", "", "pdf", PDF),
    Format.SUMMARY: FileFormat("two-page summary (PDF)", "summary", "pdf", PDF),
    Format.WORD: FileFormat("report (Word)", "", "docx", DOCX),
    Format.PACK: FileFormat("pack (PDF)", "", "pdf", PDF),
}
OF_AN_ASSESSMENT = (Format.REPORT, Format.SUMMARY, Format.WORD)
