"""Looks into a Word, Excel or OpenDocument file: which it is, and whether something hides in it.

They are zip archives. All of one is unpacked, a little at a time and up to a bound, so that what it
claims of its size is not believed; nothing of it is written anywhere. What a part is, is taken from
its content and from what the file says that programs use it for, never from its name alone.
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
from eia_app.attachments.refused_types import ADVICE, ARCHIVE, MACROS, SLIDES, TEMPLATE, runs
from eia_app.domain.attachments.file_types import MB, OPEN, WANTED, FileType
from eia_app.domain.errors import Unfit

MOST_ENTRIES = 5_000
MOST_UNPACKED = 100 * MB
AT_A_TIME = 64 * 1024
FIRST = 512  # bytes that tell what a part is
DEEPEST = 1  # a chart in a report is a spreadsheet inside it
START = b"PK\x03\x04"
DIRECTORY = b"PK\x01\x02"  # begins each entry of the archive’s list
TYPES, MANIFEST = "[Content_Types].xml", "META-INF/manifest.xml"
PASSWORD = "The selected file has a password: save it without one, then choose it"  # noqa: S105
INSIDE = "The selected file has other files or programs inside it: save it as a PDF, then choose it"
TOO_MUCH = "The selected file unpacks to more than can be checked: save it as a PDF, then choose it"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PARTS_THAT_RUN = (  # what a part of a document may not begin with
    *(b"MZ", b"\x7fELF", b"%PDF-", b"{\\rtf", b"#!", b"MSCF", b"7z\xbc\xaf", b"Rar!"),
    *(b"FWS", b"CWS", b"ZWS", b"L\x00\x00\x00\x01\x14\x02\x00", b"ITSF", b"\xca\xfe\xba\xbe"),
)
PAGES = (b"<html", b"<!doctype html", b"<script", b"mime-version:", b"<hta:")
BLANKS = b"\xef\xbb\xbf \t\r\n"
EMPTY_LIBRARIES = {"script-lc.xml", "script-lb.xml", "dialog-lc.xml", "dialog-lb.xml"}
WHICH = {
    "wordprocessingml.document.main+xml": FileType.WORD,
    "spreadsheetml.sheet.main+xml": FileType.EXCEL,
}
OTHERS = {"presentationml": SLIDES, "template.main+xml": TEMPLATE}
IN_OPEN: dict[str, FileType | str] = {
    f"{OPEN}text": FileType.ODT,
    f"{OPEN}spreadsheet": FileType.ODS,
    f"{OPEN}presentation": SLIDES,
    f"{OPEN}text-template": TEMPLATE,
    f"{OPEN}spreadsheet-template": TEMPLATE,
}


@dataclass
class Budget:
    """How much may still be looked at."""

    entries: int = MOST_ENTRIES
    size: int = MOST_UNPACKED

    def spend(self, *, entries: int = 0, size: int = 0) -> None:
        self.entries -= entries
        self.size -= size
        if self.entries < 0 or self.size < 0:
            raise Unfit(TOO_MUCH)


def office_type(content: bytes) -> FileType:
    """Return which of our types it is. Raise Unfit for another archive, and for what it hides."""
    try:
        return _looked_into(content, Budget(), 0)
    except (BadZipFile, zlib.error, struct.error, NotImplementedError, EOFError) as error:
        raise Unfit(DAMAGED) from error
    except (OSError, RuntimeError, ValueError, KeyError, IndexError) as error:
        raise Unfit(DAMAGED) from error


def streams_in(file: BytesIO) -> set[str]:
    """Return the names of the streams and storages of an OLE file; none where it is damaged."""
    try:
        with olefile.OleFileIO(file) as ole:
            return {name.lower() for path in ole.listdir(storages=True) for name in path}
    except (OSError, ValueError, TypeError, LookupError, AttributeError, struct.error):
        return set()
    except (RecursionError, MemoryError):  # folders that lead back to themselves
        return set()


def _looked_into(content: bytes, budget: Budget, depth: int) -> FileType:
    budget.spend(entries=content.count(DIRECTORY))  # before the list is read, which takes room
    with ZipFile(BytesIO(content)) as archive:
        entries = archive.infolist()
        names = {entry.filename for entry in entries}
        # Two parts of one name, or something before the first: programs differ in what they open.
        if len({name.lower() for name in names}) < len(entries) or min(
            (e.header_offset for e in entries), default=1
        ):
            raise Unfit(DAMAGED)
        for entry in entries:
            _check_entry(archive, entry, budget, depth)
        found = _type_of(archive, names)
        if not isinstance(found, FileType):
            raise Unfit(INSIDE if depth else found)
        if TYPES in names:
            office_xml.check_ooxml(archive)
        else:
            office_xml.check_open_document(archive)
    return found


def _check_entry(archive: ZipFile, entry: ZipInfo, budget: Budget, depth: int) -> None:
    if entry.flag_bits & 1:
        raise Unfit(PASSWORD)
    begins = _unpacked(archive, entry, budget)
    if begins.startswith(START):
        if depth == DEEPEST:
            raise Unfit(INSIDE)
        _looked_into(archive.read(entry), budget, depth + 1)
    elif begins.startswith(OLE):
        has_macros = {"vba", "_vba_project"} & streams_in(BytesIO(archive.read(entry)))
        raise Unfit(MACROS if has_macros else INSIDE)
    elif begins.startswith(PARTS_THAT_RUN) or begins.strip(BLANKS).lower().startswith(PAGES):
        raise Unfit(INSIDE)
    if runs(entry.filename):
        raise Unfit(INSIDE)


def _unpacked(archive: ZipFile, entry: ZipInfo, budget: Budget) -> bytes:
    """How an entry begins; all of it is unpacked and checked against its sum on the way."""
    begins = b""
    with archive.open(entry) as unpacked:
        while part := unpacked.read(AT_A_TIME):
            budget.spend(size=len(part))
            begins = begins or part[:FIRST]
    return begins


def _type_of(archive: ZipFile, names: set[str]) -> FileType | str:
    """Return the type; or why it is none of ours."""
    if "mimetype" in names:
        return _type_of_open(archive, names)
    if TYPES in names:
        said = office_xml.types_of_parts(archive).values()
        if any("macroenabled" in each for each in said):
            return MACROS
        for known in (WHICH, OTHERS):
            for part, meaning in known.items():
                if any(part in each for each in said):
                    return meaning
        return WANTED
    if any(name.endswith(".iwa") or name == "Index.zip" for name in names):
        return ADVICE["numbers" if any("Tables" in name for name in names) else "pages"]
    return ARCHIVE


def _type_of_open(archive: ZipFile, names: set[str]) -> FileType | str:
    if MANIFEST in names and b"encryption-data" in archive.read(MANIFEST):
        raise Unfit(PASSWORD)
    for name in names:
        folder, _, rest = name.lower().partition("/")
        is_library = rest.rpartition("/")[2] in {"", *EMPTY_LIBRARIES}
        if folder in {"basic", "scripts", "dialogs"} and not is_library:
            raise Unfit(MACROS)
    said = archive.read("mimetype").strip().decode("ascii", "replace")
    return IN_OPEN.get(said, WANTED)
