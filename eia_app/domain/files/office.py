"""Looks into a Word, Excel or OpenDocument file: which it is, and whether something hides in it.

They are zip archives. All of one is unpacked, a little at a time and up to a bound, so that what it
claims of its size is not believed; nothing of it is written anywhere.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from eia_app.domain.errors import Unfit
from eia_app.domain.files.kinds import MB, OPEN, WANTED, FileType

MOST_ENTRIES = 5_000
MOST_UNPACKED = 100 * MB
MOST_READ = MB  # of an entry that says what kind of file it is
AT_A_TIME = 64 * 1024
DEEPEST = 1  # a chart in a report is a spreadsheet inside it
START = b"PK\x03\x04"
DIRECTORY = b"PK\x01\x02"  # begins each entry of the archive’s list
TYPES, MANIFEST = "[Content_Types].xml", "META-INF/manifest.xml"
DAMAGED = "The selected file is damaged or not complete: save it again, then choose it"
PASSWORD = "The selected file has a password: save it without one, then choose it"  # noqa: S105
MACROS = "The selected file has macros in it: save it as .docx or .xlsx without them, or as a PDF"
INSIDE = "The selected file has other files or programs inside it: save it as a PDF, then choose it"
TOO_MUCH = "The selected file unpacks to more than can be checked: save it as a PDF, then choose it"
ARCHIVE = "The selected file is a zip archive: attach the files in it one by one"
OF_MACROS = {"vbaproject.bin", "vbadata.xml", "macrosheets", "basic", "scripts"}
WITH_MACROS = {".docm", ".dotm", ".xlsm", ".xltm", ".xlam", ".xlsb", ".pptm", ".potm", ".ppsm"}
PROGRAMS = {
    *(".exe", ".dll", ".com", ".scr", ".msi", ".bat", ".cmd", ".ps1", ".vbs", ".js", ".jse"),
    *(".wsf", ".hta", ".jar", ".lnk", ".iso", ".img", ".html", ".htm", ".swf"),
}  # not .svg: Word keeps its icons so, and runs nothing in them


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
    """Which of our types it is. Raises Unfit for any other archive, and for what it hides."""
    try:
        return _looked_into(content, Budget(), 0)
    except (BadZipFile, zlib.error, struct.error, NotImplementedError, EOFError) as error:
        raise Unfit(DAMAGED) from error
    except (OSError, RuntimeError, ValueError, KeyError, IndexError) as error:
        raise Unfit(DAMAGED) from error


def _looked_into(content: bytes, budget: Budget, depth: int) -> FileType:
    budget.spend(entries=content.count(DIRECTORY))  # before the list is read, which takes room
    with ZipFile(BytesIO(content)) as archive:
        for entry in archive.infolist():
            _check(entry)
            if _unpacked(archive, entry, budget).startswith(START):
                if depth == DEEPEST:
                    raise Unfit(INSIDE)
                _looked_into(archive.read(entry), budget, depth + 1)
        found = _type_of(archive)
    if isinstance(found, FileType):
        return found
    raise Unfit(INSIDE if depth else found)


def _check(entry: ZipInfo) -> None:
    if entry.flag_bits & 1:
        raise Unfit(PASSWORD)
    path = PurePosixPath(entry.filename.lower().replace("\\", "/"))
    if OF_MACROS & {*path.parts} or path.suffix in WITH_MACROS:
        raise Unfit(MACROS)
    is_object = path.name.startswith("oleobject") or "activex" in path.parts
    if is_object or path.suffix in PROGRAMS:
        raise Unfit(INSIDE)


def _unpacked(archive: ZipFile, entry: ZipInfo, budget: Budget) -> bytes:
    """How an entry begins; all of it is unpacked and checked against its sum on the way."""
    begins = b""
    with archive.open(entry) as unpacked:
        while part := unpacked.read(AT_A_TIME):
            budget.spend(size=len(part))
            begins = begins or part[: len(START)]
    return begins


def _type_of(archive: ZipFile) -> FileType | str:
    """The type; or why it is none of ours."""
    names = set(archive.namelist())
    if "mimetype" in names:
        if b"encryption-data" in _read(archive, MANIFEST, names):
            raise Unfit(PASSWORD)
        said = _read(archive, "mimetype", names).strip().decode("ascii", "replace")
        return {f"{OPEN}text": FileType.ODT, f"{OPEN}spreadsheet": FileType.ODS}.get(said, WANTED)
    if TYPES not in names:
        return ARCHIVE
    said_types = _read(archive, TYPES, names)
    if b"macroEnabled" in said_types:
        raise Unfit(MACROS)
    if b"wordprocessingml.document.main+xml" in said_types:
        return FileType.WORD
    return FileType.EXCEL if b"spreadsheetml.sheet.main+xml" in said_types else WANTED


def _read(archive: ZipFile, name: str, names: set[str]) -> bytes:
    if name not in names:
        return b""
    with archive.open(name) as entry:
        return entry.read(MOST_READ)
