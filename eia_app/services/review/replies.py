"""Replies of the authors to the comments of the round that sent the assessment back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from eia_app.domain.errors import Clash, Invalid, NotAllowed, NotFound, NotReady, Stale
from eia_app.domain.journey.tasks import Task, TaskKey
from eia_app.domain.questionnaire.group_questions import answer_key
from eia_app.domain.questionnaire.model import Question
from eia_app.domain.review.review import CommentKind, Location, Outcome, ReplyKind, unanswered
from eia_app.domain.snapshot.diff import differences
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.permissions import Permission
from eia_app.domain.workflow.states import State
from eia_app.services.assessment.derived_columns import flush
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.review import rounds
from eia_app.services.review.discussion import RoundView, place_of
from eia_app.services.review.record import name_of
from eia_app.services.snapshots import snapshots
from eia_app.storage.models.people import Person
from eia_app.storage.models.reviews import Comment, Reply

LATE = "Remarks of this round cannot be answered now."
SAID = {
    ReplyKind.CHANGED: "Enter what you changed",
    ReplyKind.NOT_CHANGED: "Enter why you did not change it",
}


def every_round(context: AssessmentContext) -> list[RoundView]:
    """Return each round, newest first."""
    session, assessment = context.session, context.assessment
    return [
        RoundView(session, assessment, round_)
        for round_ in reversed(rounds.all_of(session, assessment))
    ]


def asking(context: AssessmentContext) -> RoundView | None:
    """Return the round whose comments are being answered: the one closed last, or None."""
    if context.assessment.state is not State.CHANGES_REQUESTED:
        return None
    newest = rounds.newest(context.session, context.assessment)
    if newest is None or newest.closed_at is None:
        return None
    return RoundView(context.session, context.assessment, newest)


@dataclass(frozen=True)
class Progress:
    """The comments that must be answered, and those that still have no reply."""

    must: Sequence[Comment]
    waiting: Sequence[Comment]

    @property
    def answered(self) -> int:
        return len(self.must) - len(self.waiting)


def progress(round_view: RoundView | None) -> Progress:
    """Return the progress of the replies to a round that asked for changes."""
    if round_view is None or round_view.round.outcome is not Outcome.CHANGES_NEEDED:
        return Progress((), ())
    must = [comment for comment in round_view.comments if comment.kind is CommentKind.MUST_ADDRESS]
    missing = unanswered(
        [comment.id for comment in must], {comment.id for comment in must if comment.reply}
    )
    return Progress(must, [comment for comment in must if comment.id in missing])


def require_answered(context: AssessmentContext) -> None:
    """Raise NotReady with every comment that must be answered before submitting again."""
    round_view = asking(context)
    waiting = progress(round_view).waiting
    if round_view and waiting:
        missing = [f"{name_of(round_view, comment)} – {comment.text}" for comment in waiting]
        raise NotReady("Some remarks still need an answer.", missing)


def find(context: AssessmentContext, comment_id: UUID) -> Comment:
    """Return a comment to answer.

    Raise NotFound for one of another assessment, NotAllowed if it is too late.
    """
    round_views = every_round(context)
    for round_view in round_views:
        for comment in round_view.comments:
            if comment.id == comment_id:
                answering = asking(context)
                if answering is None or answering.round.id != comment.round_id:
                    raise NotAllowed(LATE)
                return comment
    raise NotFound("There is no such remark.")


def save(
    context: AssessmentContext,
    comment: Comment,
    kind: ReplyKind,
    text: str,
    *,
    by: Person,
    now: datetime,
    seen: int,
) -> None:
    """Answer a comment, or change the answer. `seen` is its revision as drawn (0 = not answered).

    Raise Denied, Invalid, and Stale when a colleague answered meanwhile.
    """
    permissions.require(Permission.REPLY, by, context.assessment)
    text, reply = text.strip(), comment.reply
    if not text:
        raise Invalid({"text": SAID[kind]})
    if reply is not None and (reply.kind, reply.text) == (kind, text):
        return
    if reply is not None and reply.revision != seen:
        clash = Clash("text", reply.text, text)
        raise Stale(clashes=[clash], revision=reply.revision, saved_by=reply.by.name)
    if reply is None:
        reply = Reply(comment_id=comment.id, assessment_id=context.assessment.id)
        comment.reply = reply
    reply.kind, reply.text, reply.by, reply.by_id, reply.at = kind, text, by, by.id, now
    flush(context.session)


def is_unchanged(context: AssessmentContext, comment: Comment) -> bool:
    """Return whether nothing differs from what was sent back where a comment is about."""
    round_view = asking(context)
    if round_view is None:
        return False
    changed = {
        difference.task for difference in differences(round_view.snapshot, snapshots.take(context))
    }
    return not changed if not comment.section else _task_of(comment) not in changed


def _task_of(comment: Comment) -> TaskKey:
    return comment.section, comment.group_id or None


def comments_for_task(
    context: AssessmentContext,
    task: Task,
    questions: Sequence[Question] = (),
    row: UUID | None = None,
) -> list[Comment]:
    """Return the comments of the round that asked for changes that a page of this task should show.

    Comments about the task as a whole are shown on each of its pages.
    """
    round_view = asking(context)
    section, group = task.key
    keys = {answer_key(group, question.id) for question in questions}
    keys |= {(about, "") for about, _ in keys} | {(group, "")}
    places = {Location(section, about or "", id_, row) for about, id_ in keys} | {Location(section)}
    return (
        [comment for comment in round_view.comments if place_of(comment) in places]
        if round_view
        else []
    )


def comments_of_row(context: AssessmentContext, task: Task, row: UUID) -> list[Comment]:
    """Return the comments of that round about one row, or about an answer in it."""
    round_view, section = asking(context), task.section.id
    if round_view is None:
        return []
    places = ((place_of(comment), comment) for comment in round_view.comments)
    return [comment for place, comment in places if place.section == section and place.row == row]
