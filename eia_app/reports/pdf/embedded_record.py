"""The record inside a report: its mark there, and reading it again."""

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
    """Return the description of the record in the file, for people and for `record_in`."""
    return WHAT_IT_IS.format(sha256(text))


def record_in(pdf: bytes) -> dict[str, Any]:
    """Return the record inside a report, with names withheld where its council prints roles.

    Raise BadFile for a PDF that is not ours, for a pack of several reports, and where the record
    is not the one that was put in.
    """
    try:
        with Pdf.open(BytesIO(pdf)) as context:
            content, digest = _data(context)
    except (pikepdf.PdfError, AttributeError, KeyError, TypeError):
        raise BadFile(NOT_OURS) from None
    try:
        text = content.decode("utf-8")
        record = json.loads(text)
    except (ValueError, RecursionError):
        raise BadFile(DAMAGED) from None
    if sha256(text) != digest:
        raise BadFile(DAMAGED)
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise BadFile(NOT_OURS)
    return record


def _data(pdf: Pdf) -> tuple[bytes, str]:
    """Return the one file that the report is made from, and the hash in its description.

    Raise KeyError if there is none, and BadFile if there are several.
    """
    records = [
        (file, digest_match[1])
        for file in pdf.Root.AF
        if Name.Data == file.AFRelationship and (digest_match := HASH.search(str(file.Desc)))
    ]
    if len(records) > 1:
        raise BadFile(SEVERAL)
    if not records:
        raise KeyError("AF")
    file, digest = records[0]
    return file.EF.F.read_bytes(), digest
