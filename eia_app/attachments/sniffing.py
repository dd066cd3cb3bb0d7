"""The type of a file by its content, whatever its name."""

from __future__ import annotations

import re
from io import BytesIO

from eia_app.attachments import office_scan, pdf_scan
from eia_app.attachments.refused_types import ADVICE, ARCHIVE, MARKUP, PROGRAM
from eia_app.domain.attachments.file_types import WANTED, FileType
from eia_app.domain.errors import Unfit

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
EMPTY = "The selected file is empty"
OLDER = "The selected file is of an older Office program: save it as .docx, .xlsx or PDF"
IN_OLE = {  # the stream that only this kind has, and the kind’s ending
    "encryptedpackage": "",
    "__properties_version1.0": "msg",
    "worddocument": "doc",
    "workbook": "xls",
    "book": "xls",
    "powerpoint document": "ppt",
    "visiodocument": "vsd",
    "quill": "pub",
}
HEIC = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}
FIRST_BYTES = (  # offset, bytes and reason, of files that are neither text nor attachable
    (0, b"MZ", PROGRAM.format("exe")),
    (0, b"\x7fELF", PROGRAM.format("elf")),
    (0, b"L\x00\x00\x00\x01\x14\x02\x00", ADVICE["lnk"]),
    (0, b"GIF8", ADVICE["gif"]),
    (8, b"WEBP", ADVICE["webp"]),
    (0, b"II*\x00", ADVICE["tiff"]),
    (0, b"MM\x00*", ADVICE["tiff"]),
    (0, b"BM", ADVICE["bmp"]),
    (0, b"Rar!", ARCHIVE),
    (0, b"7z\xbc\xaf", ARCHIVE),
    (0, b"\x1f\x8b", ARCHIVE),
    (4, b"ftypavif", ADVICE["avif"]),
    *((4, b"ftyp" + brand, ADVICE["heic"]) for brand in HEIC),
    (4, b"ftyp", ADVICE["mp4"]),
    (0, b"ID3", ADVICE["mp3"]),
)
BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
NOT_IN_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
IS_MARKUP = re.compile(r"\A\s*<\s*[!?a-z/]", re.IGNORECASE)
HAS_MARKUP = re.compile(r"<(?:!doctype|html|svg|script|iframe|body|xml)\b", re.IGNORECASE)
OTHER_LANGUAGE = ((r"{\rtf", ADVICE["rtf"]), ("%!PS", WANTED), ("#!", PROGRAM.format("sh")))
# A cell such as =cmd|' /C calc'!A0, by which a spreadsheet asks another program for data (DDE).
STARTS_A_PROGRAM = re.compile(
    r"(?:^|[,;\t])[\"' ]{0,3}[=+@-][^\n,;\t|]{0,100}\|'[^'\n]{0,300}'!", re.MULTILINE
)
FORMULA = "The selected file has a formula in it that starts a program: remove it, then choose it"
FIRST = 4_096  # characters


def types_of(content: bytes) -> tuple[FileType, ...]:
    """Return the types that the content may have: more than one for text. Raise Unfit, in words."""
    if not content:
        raise Unfit(EMPTY)
    if content.startswith(office_scan.START):
        return (office_scan.office_type(content),)
    if content.startswith(office_scan.OLE):
        raise Unfit(older_office(content))
    for mark, type_ in ((PNG, FileType.PNG), (JPEG, FileType.JPEG)):
        if content.startswith(mark):
            return (type_,)
    if pdf_scan.is_pdf(content):
        pdf_scan.check_pdf(content)
        return (FileType.PDF,)
    _check_text(content)
    return FileType.TEXT, FileType.CSV


def older_office(content: bytes) -> str:
    """Return the advice for the kind of an OLE file."""
    streams = office_scan.streams_in(BytesIO(content))
    ending = next((ending for stream, ending in IN_OLE.items() if stream in streams), None)
    if ending is None:
        return OLDER
    return ADVICE[ending] if ending else office_scan.LOCKED


def _check_text(content: bytes) -> None:
    text = _decoded(content)
    if text is None or NOT_IN_TEXT.search(text):
        reasons = (
            reason for offset, mark, reason in FIRST_BYTES if content.startswith(mark, offset)
        )
        raise Unfit(next(reasons, WANTED))
    start = text.lstrip()
    for mark, reason in OTHER_LANGUAGE:
        if start.startswith(mark):
            raise Unfit(reason)
    if not start:
        raise Unfit(EMPTY)
    if IS_MARKUP.match(text) or HAS_MARKUP.search(text[:FIRST]):
        raise Unfit(MARKUP)
    if STARTS_A_PROGRAM.search(text):
        raise Unfit(FORMULA)


def _decoded(content: bytes) -> str | None:
    """Return the text, or None if no encoding of spreadsheets and editors fits."""
    marked_encodings = [encoding for mark, encoding in BYTE_ORDER_MARKS if content.startswith(mark)]
    for encoding in marked_encodings or ["utf-8", "cp1252"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
