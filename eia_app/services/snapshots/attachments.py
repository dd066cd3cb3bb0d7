"""The file that a person may download: of the assessment, or of a version that they may open."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from eia_app.domain.errors import NotFound
from eia_app.services.answers import orphaned_answers
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.attachments.read import UNKNOWN
from eia_app.services.attachments.upload import find_any, names_content
from eia_app.services.snapshots import versions
from eia_app.storage.models.assessment import StoredSnapshot
from eia_app.storage.models.attachments import Attachment
from eia_app.storage.models.people import Person


def find(context: AssessmentContext, id_: UUID, person: Person) -> Attachment:
    """Return a file that this person may download: of a present row, of a row without a list in a
    newer edition, or of a version that they may open. Raise NotFound for any other.
    """
    file = find_any(context, id_)
    if file.removed_at is None and (
        file.row_id in context.rows or file in orphaned_answers.files(context)
    ):
        return file
    open_to_them = [version.stored.id for version in versions.listed(context, person)]
    named = select(StoredSnapshot.id).where(
        StoredSnapshot.id.in_(open_to_them), names_content(file.sha256)
    )
    if context.session.scalar(named.limit(1)) is None:
        raise NotFound(UNKNOWN)
    return file
