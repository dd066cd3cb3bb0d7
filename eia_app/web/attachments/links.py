"""Ways to attached files, for the pages that show the rows to which they are attached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import request, url_for

from eia_app.domain.attachments.file_types import sections_with_files
from eia_app.services.attachments import read as attachments_read
from eia_app.web.assessment.navigation import navigation
from eia_app.web.http.form_data import requested_next

if TYPE_CHECKING:
    from eia_app.domain.journey.tasks import Task
    from eia_app.services.assessment.loading import AssessmentContext

FILES = "files"  # what the button asks for that saves a row and goes on to its files
Json = Mapping[str, Any]


class FileLinks:
    """The files of an assessment as templates show them. The database is read on first use."""

    def __init__(self, context: AssessmentContext) -> None:
        self.context = context

    def taken_by(self, section: str) -> bool:
        """Return whether the rows of a list take files."""
        return section in sections_with_files(self.context.edition)

    def of(self, row_id: str | UUID) -> Sequence[Json]:
        """Return the present files of a row."""
        return self._present.get(str(row_id), ())

    def to(self, row_id: str | UUID, file: Json) -> str:
        """Return the address of a file that a snapshot names; "" if it is not kept."""
        id_ = self._ids.get((str(row_id), file["sha256"], file["name"]))
        assessment_id = self.context.assessment.id
        return url_for("files.download", assessment_id=assessment_id, file_id=id_) if id_ else ""

    def listed(self, section: str, row_id: str | UUID, back: str = "") -> str:
        """Return the address of the page that lists the files of a row, and takes more."""
        return _page(self.context, section, UUID(str(row_id)), back)

    @cached_property
    def _present(self) -> Mapping[str, Sequence[Json]]:
        return attachments_read.for_record(self.context)

    @cached_property
    def _ids(self) -> Mapping[tuple[str, str, str], UUID]:
        return attachments_read.ids(self.context)


def after_row(context: AssessmentContext, task: Task, row_id: UUID) -> str:
    """Return where to go once a row is saved: on to its files, if that was asked for."""
    back, section = request.args.get("back", ""), task.section.id
    if requested_next() == FILES and section in sections_with_files(context.edition):
        return _page(context, section, row_id, back)
    return navigation(context).from_row(task, back)


def _page(context: AssessmentContext, section: str, row_id: UUID, back: str) -> str:
    return url_for(
        "files.listing",
        assessment_id=context.assessment.id,
        section=section,
        row_id=row_id,
        back=back or None,
    )
