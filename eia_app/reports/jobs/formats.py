"""The files that are made of a snapshot: what each is called, and of which type it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Kind(StrEnum):
    """The files that are made in a process of their own."""

    REPORT = "report"
    SUMMARY = "summary"
    WORD = "word"
    PACK = "pack"


@dataclass(frozen=True)
class Format:
    """How pages and file names call a kind of file, how such a name ends, and its type."""

    words: str
    what: str
    suffix: str
    mimetype: str


FORMATS = {
    Kind.REPORT: Format("report (PDF)", "", "pdf", PDF),
    Kind.SUMMARY: Format("two-page summary (PDF)", "summary", "pdf", PDF),
    Kind.WORD: Format("report (Word)", "", "docx", DOCX),
    Kind.PACK: Format("pack (PDF)", "", "pdf", PDF),
}
OF_AN_ASSESSMENT = (Kind.REPORT, Kind.SUMMARY, Kind.WORD)
