"""Reads files of tables as they are downloaded, or as a spreadsheet saved them again."""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
from pathlib import Path

from eia_app.domain.errors import BadFile

LARGEST = 100 * 1024 * 1024  # the tables of output areas, which are larger, are of no use here
SEPARATORS = ",;\t"
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_table(path: Path) -> list[list[str]]:
    """Return the lines of a table. Raise BadFile that says what the file is instead."""
    if path.stat().st_size > LARGEST:
        raise BadFile(
            f"{path.name} is larger than 100 MB. Give the file of local authorities (ltla)."
        )
    if zipfile.is_zipfile(path):
        raise BadFile(_packed(path))
    text = _text(path)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)))
    except csv.Error:
        raise BadFile(f"{path.name} is not a CSV file.") from None


def _packed(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as packed:
            names = packed.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        names = []
    if any(name.startswith(("xl/", "content.xml")) for name in names):
        return f"{path.name} is a spreadsheet: save it as CSV, and give that."
    return (
        f"{path.name} is a zip: unpack it, and give the files in it that end in -ltla.csv and"
        " -ctry.csv."
    )


def _text(path: Path) -> str:
    """Return the text: UTF-8, UTF-16 with its mark, or what Excel on Windows calls “CSV”."""
    content = path.read_bytes()
    marked_encoding = "utf-16" if content.startswith(UTF_16) else ""
    for encoding in (marked_encoding,) if marked_encoding else ("utf-8-sig", "windows-1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    known = "UTF-8, UTF-16 or Windows-1252"
    raise BadFile(f"{path.name} is not text in {known}: save it as CSV UTF-8.")


def _separator(text: str) -> str:
    """Return what separates the cells: the one with which the first cell holds no other."""
    first = text[: text.find("\n")] if "\n" in text else text
    for separator in SEPARATORS:
        cell = next(csv.reader([first], delimiter=separator), [""])[:1]
        if not set(SEPARATORS) & set("".join(cell)):
            return separator
    return ","
