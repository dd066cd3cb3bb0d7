"""The record that a report carries inside: how it is marked there, and how it is read again."""

from __future__ import annotations

import json
import re
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Name, Pdf

from eia_app.domain.errors import BadFile
from eia_app.domain.snapshot.snapshot import FORMAT, sha256

WHAT_IT_IS = "The record that this report was made from, as JSON. SHA-256: {}"
HASH = re.compile(r"SHA-256: ([0-9a-f]{64})\Z")
NOT_OURS = "This PDF is not a report of this service: there is no record inside."
SEVERAL = (
    "This PDF is a pack of several reports. To import one of them, give the PDF of that report."
)
DAMAGED = "The record inside this PDF does not match its hash, so nothing was imported."


def described(text: str) -> str:
    """What stands beside the record in the file, for people and for `record_in`."""
    return WHAT_IT_IS.format(sha256(text))


def record_in(pdf: bytes) -> dict[str, Any]:
    """The record inside a report, with names withheld where its council prints roles.

    Raises BadFile for a PDF that is not ours, for a pack of several reports, and where the record
    is not the one that was put in.
    """
    try:
        with Pdf.open(BytesIO(pdf)) as context:
            content, said = _data(context)
    except (pikepdf.PdfError, AttributeError, KeyError, TypeError):
        raise BadFile(NOT_OURS) from None
    try:
        text = content.decode("utf-8")
        record = json.loads(text)
    except (ValueError, RecursionError):
        raise BadFile(DAMAGED) from None
    if sha256(text) != said:
        raise BadFile(DAMAGED)
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise BadFile(NOT_OURS)
    return record


def _data(pdf: Pdf) -> tuple[bytes, str]:
    """The one file that the report is made from, and the hash that is said to be its own.

    Raises KeyError where there is none, and BadFile where there are several.
    """
    found = [
        (file, said[1])
        for file in pdf.Root.AF
        if Name.Data == file.AFRelationship and (said := HASH.search(str(file.Desc)))
    ]
    if len(found) > 1:
        raise BadFile(SEVERAL)
    if not found:
        raise KeyError("AF")
    file, digest = found[0]
    return file.EF.F.read_bytes(), digest
