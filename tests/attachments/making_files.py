"""Files of every kind that may be attached, and of many that may not, each made when asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from io import BytesIO
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf
from PIL import Image

from eia_app.domain.attachments.file_types import FileType
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.attachments import upload as attachments_upload
from eia_app.storage.models.attachments import Attachment, FileContent
from eia_app.storage.models.people import Person

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPEN = "application/vnd.oasis.opendocument."
MACROS = '<Override PartName="/m.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
CSV = b"Answer,People\nYes,1513\nNo,204\n"
Entries = Mapping[str, bytes]


def archive(entries: Entries) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as zip_file:
        for name, content in entries.items():
            zip_file.writestr(name, content)
    return file.getvalue()


def office(type_: str, entries: Entries | None = None, declarations: str = "") -> bytes:
    """A Word or Excel file: the type of its main part, more parts, and their types."""
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/main.xml" ContentType="{type_}.main+xml"/>{declarations}</Types>'
    )
    return archive({"[Content_Types].xml": types.encode(), "main.xml": b"<a/>", **(entries or {})})


def word(entries: Entries | None = None, declarations: str = "") -> bytes:
    return office(WORD, entries, declarations)


def excel(entries: Entries | None = None, declarations: str = "") -> bytes:
    return office(EXCEL, entries, declarations)


def open_document(kind: str = "text", entries: Entries | None = None) -> bytes:
    return archive(
        {"mimetype": f"{OPEN}{kind}".encode(), "content.xml": b"<a/>", **(entries or {})}
    )


@cache
def pdf(inside: str = "", *, packed: bool = True) -> bytes:
    """A PDF of one page with this object in it, which its catalogue refers to."""
    file = BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        if inside:
            document.Root["/Inside"] = document.make_indirect(pikepdf.Object.parse(inside.encode()))
        mode = pikepdf.ObjectStreamMode
        document.save(
            file,
            object_stream_mode=mode.generate if packed else mode.disable,
            deterministic_id=True,
        )
    return file.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 20), **options: object) -> bytes:
    """A picture, red on the left and blue on the right."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


GOOD: Mapping[str, bytes] = {
    "survey.pdf": pdf(),
    "survey.docx": word(),
    "survey.xlsx": excel(),
    "survey.odt": open_document(),
    "survey.ods": open_document("spreadsheet"),
    "survey.csv": CSV,
    "survey.txt": b"1,513 people replied.",
    "survey.png": picture(),
    "survey.jpg": picture("JPEG"),
    "survey.jpeg": picture("JPEG"),
}


def put_file(
    context: AssessmentContext,
    row_id: UUID,
    content: bytes = CSV,
    name: str = "survey.csv",
    *,
    by: Person,
    now: datetime,
) -> Attachment:
    """Attach a file to a row of evidence, as a person would."""
    return attachments_upload.attach(
        context, "evidence", row_id, name=name, type_=FileType.CSV, content=content, by=by, now=now
    )


def note_file(context: AssessmentContext, row_id: UUID, *, now: datetime) -> Attachment:
    """Attach a file in any state, without any check."""
    sha256, assessment = hashlib.sha256(CSV).hexdigest(), context.assessment
    file = Attachment(
        assessment_id=assessment.id, section="evidence", row_id=row_id, name="survey.csv",
        type=FileType.CSV, size=len(CSV), sha256=sha256, by_id=assessment.lead_id, at=now,
    )  # fmt: skip
    context.session.merge(FileContent(sha256=sha256, content=CSV))
    context.session.add(file)
    context.session.flush()
    return file
