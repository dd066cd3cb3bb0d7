"""Upload files as a browser does."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import uuid4

from werkzeug.datastructures import FileStorage

from eia_app.services.answers.rows import save_row
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.storage.models.people import Person
from tests.factories import NOW
from tests.web.conftest import address
from tests.web.visitor import PageResponse, Visitor

FACT = {"fact": "1,513 “people” replied", "kind": "figures"}


def new_files_page(context: AssessmentContext, lead: Person) -> str:
    """Add a row of evidence, and return the address of the page of its files."""
    row_id = uuid4()
    save_row(context, "evidence", row_id, FACT, by=lead, now=NOW)
    context.session.commit()
    return address(context, f"lists/evidence/{row_id}/files")


def uploaded_file(content: bytes, name: str, kind: str | None = None) -> FileStorage:
    """Return a file as a browser sends it."""
    return FileStorage(BytesIO(content), filename=name, content_type=kind)


def upload(
    visitor: Visitor, page: str, name: str, content: bytes, expect: int = 302
) -> PageResponse:
    """Choose a file on the page and send its form."""
    form = visitor.get(page).form("files")
    fields: list[Any] = [(key, value) for key, value in form.fields if key != "file"]
    fields.append(("file", uploaded_file(content, name)))
    return visitor.post(form.action, fields, expect)
