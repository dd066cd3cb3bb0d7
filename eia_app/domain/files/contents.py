"""What a file is, by what is in it and whatever it is called."""

from __future__ import annotations

import re

from eia_app.domain.errors import Unfit
from eia_app.domain.files import office, pdf
from eia_app.domain.files.kinds import WANTED, FileType

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
OLDER_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # and newer with a password
OLDER = "The selected file has a password, or is of an older Office: save it as .docx, .xlsx or PDF"
EMPTY = "The selected file is empty"
MARKUP = (
    "The selected file is a web page or a drawing with code in it: save it as a PDF, then choose it"
)
MARKS = (  # the encodings of text that say which they are
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
NOT_IN_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
IS_MARKUP = re.compile(r"\A\s*<\s*[!?a-z/]", re.IGNORECASE)
HAS_MARKUP = re.compile(r"<(?:!doctype|html|svg|script|iframe|body|xml)\b", re.IGNORECASE)
OTHER_LANGUAGE = (r"{\rtf", "%!PS")
FIRST = 4_096  # characters


def types_of(content: bytes) -> tuple[FileType, ...]:
    """The types that it may be: of text, its name says which. Raises Unfit, in words."""
    if not content:
        raise Unfit(EMPTY)
    if content.startswith(pdf.START):
        pdf.check_pdf(content)
        return (FileType.PDF,)
    if content.startswith(office.START):
        return (office.office_type(content),)
    if content.startswith(OLDER_OFFICE):
        raise Unfit(OLDER)
    for begins, type_ in ((PNG, FileType.PNG), (JPEG, FileType.JPEG)):
        if content.startswith(begins):
            return (type_,)
    _check_text(content)
    return FileType.TEXT, FileType.CSV


def _check_text(content: bytes) -> None:
    text = _decoded(content)
    if NOT_IN_TEXT.search(text) or text.lstrip().startswith(OTHER_LANGUAGE):
        raise Unfit(WANTED)
    if not text.strip():
        raise Unfit(EMPTY)
    if IS_MARKUP.match(text) or HAS_MARKUP.search(text[:FIRST]):
        raise Unfit(MARKUP)


def _decoded(content: bytes) -> str:
    """Raises Unfit for what is text in no encoding that spreadsheets and editors write."""
    marked = [encoding for mark, encoding in MARKS if content.startswith(mark)]
    for encoding in marked or ["utf-8", "cp1252"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unfit(WANTED)
