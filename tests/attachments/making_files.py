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
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as writing:
        for name, content in entries.items():
            writing.writestr(name, content)
    return made.getvalue()


def office(type_: str, entries: Entries | None = None, said: str = "") -> bytes:
    """A Word or Excel file with the type of its main part, more parts, and what is said of them."""
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/main.xml" ContentType="{type_}.main+xml"/>{said}</Types>'
    )
    return archive({"[Content_Types].xml": types.encode(), "main.xml": b"<a/>", **(entries or {})})


def word(entries: Entries | None = None, said: str = "") -> bytes:
    return office(WORD, entries, said)


def excel(entries: Entries | None = None, said: str = "") -> bytes:
    return office(EXCEL, entries, said)


def open_document(kind: str = "text", entries: Entries | None = None) -> bytes:
    return archive(
        {"mimetype": f"{OPEN}{kind}".encode(), "content.xml": b"<a/>", **(entries or {})}
    )


@cache
def pdf(inside: str = "", *, packed: bool = True) -> bytes:
    """A PDF of one page with this object in it, which its catalogue refers to."""
    made = BytesIO()
    with pikepdf.new() as writing:
        writing.add_blank_page()
        if inside:
            writing.Root["/Inside"] = writing.make_indirect(pikepdf.Object.parse(inside.encode()))
        mode = pikepdf.ObjectStreamMode
        writing.save(
            made,
            object_stream_mode=mode.generate if packed else mode.disable,
            deterministic_id=True,
        )
    return made.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 20), **saved: object) -> bytes:
    """A picture, red on the left and blue on the right."""
    drawn = Image.new("RGB", size, "red")
    drawn.paste("blue", (size[0] // 2, 0, *size))
    made = BytesIO()
    drawn.save(made, kind, **saved)
    return made.getvalue()


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
    """The same in any state, past every rule."""
    sha256, it = hashlib.sha256(CSV).hexdigest(), context.assessment
    file = Attachment(
        assessment_id=it.id, section="evidence", row_id=row_id, name="survey.csv",
        type=FileType.CSV, size=len(CSV), sha256=sha256, by_id=it.lead_id, at=now,
    )  # fmt: skip
    context.session.merge(FileContent(sha256=sha256, content=CSV))
    context.session.add(file)
    context.session.flush()
    return file
