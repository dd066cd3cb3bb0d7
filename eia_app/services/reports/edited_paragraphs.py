"""An author's own words of the “Equality implications” paragraph, beside the generated ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from eia_app.domain.errors import Invalid, NotAllowed
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.permissions import Permission
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.snapshots import snapshots
from eia_app.storage.models.assessment import Assessment
from eia_app.storage.models.edited_paragraphs import EditedParagraph
from eia_app.storage.models.people import Person

LONGEST = 5000  # characters
EMPTY = "Enter the paragraph, or use the generated one"
TOO_LONG = f"Use {LONGEST:,} characters or fewer"


@dataclass(frozen=True)
class Edited:
    """The paragraph edited for the version that is signed now, or for one before it."""

    now: EditedParagraph | None = None
    before: EditedParagraph | None = None


def edited(session: Session, assessment: Assessment) -> Edited:
    """Return the newest edited paragraph; one of an earlier version only if none is newer."""
    signed = snapshots.sign_off_of(session, assessment)
    if signed is None:
        return Edited()
    paragraphs = select(EditedParagraph).where(
        EditedParagraph.assessment_id == assessment.id, EditedParagraph.dropped_at.is_(None)
    )
    newest = session.scalar(paragraphs.order_by(EditedParagraph.at.desc()).limit(1))
    if newest is None or newest.snapshot_id == signed.snapshot_id:
        return Edited(now=newest)
    return Edited(before=newest)


def edit(context: AssessmentContext, text: str, *, by: Person, now: datetime) -> EditedParagraph:
    """Keep an author's words for the version that is signed.

    Raise Denied, NotAllowed for a draft, and Invalid for nothing or too much.
    """
    assessment, session = context.assessment, context.session
    permissions.require(Permission.EDIT_PARAGRAPH, by, assessment)
    signed = snapshots.sign_off_of(session, assessment)
    if signed is None:
        raise NotAllowed("The paragraph can be edited when the assessment is signed off.")
    words = text.strip()
    if not words or len(words) > LONGEST:
        raise Invalid({"text": TOO_LONG if words else EMPTY})
    paragraph = EditedParagraph(
        assessment_id=assessment.id,
        snapshot_id=signed.snapshot_id,
        text=words,
        by_id=by.id,
        by=by,
        at=now,
    )
    session.add(paragraph)
    session.flush()
    return paragraph


def drop(context: AssessmentContext, *, by: Person, now: datetime) -> None:
    """Go back to the generated words. The edited ones stay stored. Raise Denied."""
    permissions.require(Permission.EDIT_PARAGRAPH, by, context.assessment)
    of_assessment = EditedParagraph.assessment_id == context.assessment.id
    left = update(EditedParagraph).where(of_assessment, EditedParagraph.dropped_at.is_(None))
    context.session.execute(left.values(dropped_at=now))
