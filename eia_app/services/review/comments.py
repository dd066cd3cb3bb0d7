"""Comments of reviewers on places of an assessment, and their private notes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from eia_app.domain.errors import Clash, Invalid, NotAllowed, NotFound, Stale
from eia_app.domain.review.review import CommentKind, Location
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.permissions import Permission
from eia_app.services.assessment.derived_columns import flush
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.review import discussion
from eia_app.storage.models.assessment import Assessment
from eia_app.storage.models.people import Person
from eia_app.storage.models.reviews import Comment, PrivateNote, Round

EMPTY = "Enter your remark"


def add(
    context: AssessmentContext,
    place: Location,
    kind: CommentKind,
    text: str,
    *,
    by: Person,
    now: datetime,
    id_: UUID,
) -> Comment:
    """Add a comment to the open round.

    The same `id_` again is the same page sent again: it changes the comment that was added. Raise
    Denied, NotAllowed when the round is closed, NotFound for a place that was not asked.
    """
    permissions.require(Permission.COMMENT, by, context.assessment)
    round_view = discussion.open_one(context)
    if place not in round_view.places:
        raise NotFound("There is no such place in this assessment.")
    existing = context.session.get(Comment, id_)
    if existing is not None:
        return _change_again(
            context, _require_own(existing, context.assessment, by), kind, text, by=by, now=now
        )
    comment = Comment(
        id=id_,
        assessment_id=context.assessment.id,
        round_id=round_view.round.id,
        person_id=by.id,
        section=place.section,
        group_id=place.group,
        question=place.question,
        row_id=place.row,
        kind=kind,
        text=_checked_text(text),
        at=now,
    )
    context.session.add(comment)
    flush(context.session)
    return comment


def _change_again(
    context: AssessmentContext,
    comment: Comment,
    kind: CommentKind,
    text: str,
    *,
    by: Person,
    now: datetime,
) -> Comment:
    """Change the comment of a page for a new one that was sent a second time."""
    edit(context, comment, kind, text, by=by, now=now, seen=comment.revision)
    comment.removed_at = None
    flush(context.session)
    return comment


def find(context: AssessmentContext, comment_id: UUID, *, by: Person) -> Comment:
    """Return a comment by this person. Raise NotFound for any other."""
    comment = context.session.get(Comment, comment_id)
    if comment is None or comment.removed_at is not None:
        raise NotFound("There is no such remark.")
    return _require_own(comment, context.assessment, by)


def _require_own(comment: Comment, assessment: Assessment, by: Person) -> Comment:
    if comment.assessment_id != assessment.id or comment.person_id != by.id:
        raise NotFound("There is no such remark.")
    return comment


def edit(
    context: AssessmentContext,
    comment: Comment,
    kind: CommentKind,
    text: str,
    *,
    by: Person,
    now: datetime,
    seen: int,
) -> None:
    """Change a comment while its round is open. Raise Stale when another tab changed it first."""
    _require_open(context, comment, by)
    text = _checked_text(text)
    if (comment.kind, comment.text) == (kind, text):
        return
    if comment.revision != seen:
        clash = Clash("text", comment.text, text)
        raise Stale(
            "You changed this in another window.", clashes=[clash], revision=comment.revision
        )
    comment.kind, comment.text, comment.edited_at = kind, text, now
    flush(context.session)


def remove(context: AssessmentContext, comment: Comment, *, by: Person, now: datetime) -> None:
    """Remove a comment while its round is open. It stays stored, and is shown to nobody."""
    _require_open(context, comment, by)
    comment.removed_at = now
    flush(context.session)


def _require_open(context: AssessmentContext, comment: Comment, by: Person) -> None:
    permissions.require(Permission.COMMENT, by, context.assessment)
    round_ = context.session.get_one(Round, comment.round_id)
    if round_.closed_at is not None:
        raise NotAllowed(discussion.CLOSED)


def _checked_text(text: str) -> str:
    if not text.strip():
        raise Invalid({"text": EMPTY})
    return text.strip()


def note_of(session: Session, assessment: Assessment, person: Person) -> PrivateNote | None:
    """Return this person's private notes on an assessment; None if there are none."""
    return session.get(PrivateNote, (assessment.id, person.id))


def save_note(context: AssessmentContext, text: str, *, by: Person, now: datetime) -> None:
    """Save a reviewer's private notes, in whatever state the assessment is."""
    permissions.require(Permission.READ_DISCUSSION, by, context.assessment)
    note = note_of(context.session, context.assessment, by)
    if note is None:
        note = PrivateNote(assessment_id=context.assessment.id, person_id=by.id)
        context.session.add(note)
    note.text, note.at = text.strip(), now
    flush(context.session)
