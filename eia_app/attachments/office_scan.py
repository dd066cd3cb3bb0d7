"""Inspection of a Word, Excel or OpenDocument file: its type, and whether something hides in it.

They are zip archives. All of one is unpacked, a little at a time and up to a bound, as it may be
larger than it claims; it is written nowhere. The type of a part is taken from its content and from
the use that the file declares for it, never from its name alone.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

import olefile

from eia_app.attachments import office_xml
from eia_app.attachments.office_xml import DAMAGED
from eia_app.attachments.refused_types import (
    ADVICE,
    ARCHIVE,
    MACROS,
    SLIDES,
    TEMPLATE,
    is_executable,
)
from eia_app.domain.attachments.file_types import MB, OPEN, WANTED, FileType
from eia_app.domain.errors import Unfit

MOST_ENTRIES = 5_000
MOST_UNPACKED = 100 * MB
AT_A_TIME = 64 * 1024
FIRST = 512  # bytes from which the type of a part is known
DEEPEST = 1  # a chart in a report is a spreadsheet inside it
START = b"PK\x03\x04"
DIRECTORY = b"PK\x01\x02"  # begins each entry of the archive’s list
TYPES, MANIFEST = "[Content_Types].xml", "META-INF/manifest.xml"
LOCKED = "The selected file has a password: save it without one, then choose it"
INSIDE = "The selected file has other files or programs inside it: save it as a PDF, then choose it"
TOO_MUCH = "The selected file unpacks to more than can be checked: save it as a PDF, then choose it"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PARTS_THAT_RUN = (  # the first bytes of programs and of other files
    *(b"MZ", b"\x7fELF", b"%PDF-", b"{\\rtf", b"#!", b"MSCF", b"7z\xbc\xaf", b"Rar!"),
    *(b"FWS", b"CWS", b"ZWS", b"L\x00\x00\x00\x01\x14\x02\x00", b"ITSF", b"\xca\xfe\xba\xbe"),
)
PAGES = (b"<html", b"<!doctype html", b"<script", b"mime-version:", b"<hta:")
BLANKS = b"\xef\xbb\xbf \t\r\n"
EMPTY_LIBRARIES = {"script-lc.xml", "script-lb.xml", "dialog-lc.xml", "dialog-lb.xml"}
TYPES_OF_PARTS = {
    "wordprocessingml.document.main+xml": FileType.WORD,
    "spreadsheetml.sheet.main+xml": FileType.EXCEL,
}
REFUSED_PARTS = {"presentationml": SLIDES, "template.main+xml": TEMPLATE}
OPEN_DOCUMENT_TYPES: dict[str, FileType | str] = {
    f"{OPEN}text": FileType.ODT,
    f"{OPEN}spreadsheet": FileType.ODS,
    f"{OPEN}presentation": SLIDES,
    f"{OPEN}text-template": TEMPLATE,
    f"{OPEN}spreadsheet-template": TEMPLATE,
}


@dataclass
class Budget:
    """Entries and bytes that may still be unpacked."""

    entries: int = MOST_ENTRIES
    size: int = MOST_UNPACKED

    def spend(self, *, entries: int = 0, size: int = 0) -> None:
        self.entries -= entries
        self.size -= size
        if self.entries < 0 or self.size < 0:
            raise Unfit(TOO_MUCH)


def office_type(content: bytes) -> FileType:
    """Return the type of an office file. Raise Unfit for another archive, or if something hides."""
    try:
        return _inspect_archive(content, Budget(), 0)
    except (BadZipFile, zlib.error, struct.error, NotImplementedError, EOFError) as error:
        raise Unfit(DAMAGED) from error
    except (OSError, RuntimeError, ValueError, KeyError, IndexError) as error:
        raise Unfit(DAMAGED) from error


def streams_in(file: BytesIO) -> set[str]:
    """Return the names of the streams and storages of an OLE file, or none if it is damaged."""
    try:
        with olefile.OleFileIO(file) as ole:
            return {name.lower() for path in ole.listdir(storages=True) for name in path}
    except (OSError, ValueError, TypeError, LookupError, AttributeError, struct.error):
        return set()
    except (RecursionError, MemoryError):  # folders that lead back to themselves
        return set()


def _inspect_archive(content: bytes, budget: Budget, depth: int) -> FileType:
    budget.spend(entries=content.count(DIRECTORY))  # before the list is read, which takes room
    with ZipFile(BytesIO(content)) as archive:
        entries = archive.infolist()
        names = {entry.filename for entry in entries}
        # Two parts of one name, or something before the first: programs differ in what they open.
        if len({name.lower() for name in names}) < len(entries) or min(
            (entry.header_offset for entry in entries), default=1
        ):
            raise Unfit(DAMAGED)
        for entry in entries:
            _check_entry(archive, entry, budget, depth)
        type_or_reason = _type_or_reason(archive, names)
        if not isinstance(type_or_reason, FileType):
            raise Unfit(INSIDE if depth else type_or_reason)
        if TYPES in names:
            office_xml.check_ooxml(archive)
        else:
            office_xml.check_open_document(archive)
    return type_or_reason


def _check_entry(archive: ZipFile, entry: ZipInfo, budget: Budget, depth: int) -> None:
    if entry.flag_bits & 1:
        raise Unfit(LOCKED)
    first_bytes = _first_bytes(archive, entry, budget)
    if first_bytes.startswith(START):
        if depth == DEEPEST:
            raise Unfit(INSIDE)
        _inspect_archive(archive.read(entry), budget, depth + 1)
    elif first_bytes.startswith(OLE):
        has_macros = {"vba", "_vba_project"} & streams_in(BytesIO(archive.read(entry)))
        raise Unfit(MACROS if has_macros else INSIDE)
    elif first_bytes.startswith(PARTS_THAT_RUN) or first_bytes.strip(BLANKS).lower().startswith(
        PAGES
    ):
        raise Unfit(INSIDE)
    if is_executable(entry.filename):
        raise Unfit(INSIDE)


def _first_bytes(archive: ZipFile, entry: ZipInfo, budget: Budget) -> bytes:
    """Return the first bytes of an entry, after unpacking all of it, which checks its sum."""
    first_bytes = b""
    with archive.open(entry) as unpacked:
        while part := unpacked.read(AT_A_TIME):
            budget.spend(size=len(part))
            first_bytes = first_bytes or part[:FIRST]
    return first_bytes


def _type_or_reason(archive: ZipFile, names: set[str]) -> FileType | str:
    """Return the type, or the reason why the file is refused."""
    if "mimetype" in names:
        return _open_document_type_or_reason(archive, names)
    if TYPES in names:
        declared_types = office_xml.types_of_parts(archive).values()
        if any("macroenabled" in declared for declared in declared_types):
            return MACROS
        for meanings in (TYPES_OF_PARTS, REFUSED_PARTS):
            for mark, type_or_reason in meanings.items():
                if any(mark in declared for declared in declared_types):
                    return type_or_reason
        return WANTED
    if any(name.endswith(".iwa") or name == "Index.zip" for name in names):
        return ADVICE["numbers" if any("Tables" in name for name in names) else "pages"]
    return ARCHIVE


def _open_document_type_or_reason(archive: ZipFile, names: set[str]) -> FileType | str:
    if MANIFEST in names and b"encryption-data" in archive.read(MANIFEST):
        raise Unfit(LOCKED)
    for name in names:
        folder, _, rest = name.lower().partition("/")
        is_library = rest.rpartition("/")[2] in {"", *EMPTY_LIBRARIES}
        if folder in {"basic", "scripts", "dialogs"} and not is_library:
            raise Unfit(MACROS)
    mimetype = archive.read("mimetype").strip().decode("ascii", "replace")
    return OPEN_DOCUMENT_TYPES.get(mimetype, WANTED)
