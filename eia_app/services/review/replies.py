"""Replies: what the authors did about each remark of the round that sent the assessment back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from eia_app.domain.errors import Clash, Invalid, NotAllowed, NotFound, NotReady, Stale
from eia_app.domain.journey.traversal import Task
from eia_app.domain.questionnaire.model import Question
from eia_app.domain.review.review import CommentKind, Location, Outcome, ReplyKind, unanswered
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.permissions import Permission
from eia_app.domain.workflow.states import State
from eia_app.services.assessment.derived_columns import flush
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.review import rounds
from eia_app.services.review.discussion import RoundView, place_of
from eia_app.services.review.record import name_of
from eia_app.storage.models.people import Person
from eia_app.storage.models.reviews import Comment, Reply

LATE = "Remarks of this round cannot be answered now."
SAID = {
    ReplyKind.CHANGED: "Enter what you changed",
    ReplyKind.NOT_CHANGED: "Enter why you did not change it",
}


def every_round(context: AssessmentContext) -> list[RoundView]:
    """The discussion of each round, the newest first."""
    session, it = context.session, context.assessment
    return [RoundView(session, it, each) for each in reversed(rounds.all_of(session, it))]


def asking(context: AssessmentContext) -> RoundView | None:
    """The round whose remarks are being answered: the one that was closed last."""
    if context.assessment.state is not State.CHANGES_REQUESTED:
        return None
    newest = rounds.newest(context.session, context.assessment)
    if newest is None or newest.closed_at is None:
        return None
    return RoundView(context.session, context.assessment, newest)


@dataclass(frozen=True)
class Progress:
    """How far the answering has got."""

    must: Sequence[Comment]
    waiting: Sequence[Comment]

    @property
    def answered(self) -> int:
        return len(self.must) - len(self.waiting)


def progress(talk: RoundView | None) -> Progress:
    """What must be answered, and what of it still waits, before a round can begin again."""
    if talk is None or talk.round.outcome is not Outcome.CHANGES_NEEDED:
        return Progress((), ())
    must = [each for each in talk.comments if each.kind is CommentKind.MUST_ADDRESS]
    missing = unanswered([each.id for each in must], {each.id for each in must if each.reply})
    return Progress(must, [each for each in must if each.id in missing])


def require_answered(context: AssessmentContext) -> None:
    """Raises NotReady with every remark that must be answered before submitting again."""
    talk = asking(context)
    waiting = progress(talk).waiting
    if talk and waiting:
        missing = [f"{name_of(talk, each)} – {each.text}" for each in waiting]
        raise NotReady("Some remarks still need an answer.", missing)


def find(context: AssessmentContext, comment_id: UUID) -> Comment:
    """A remark to answer. Raises NotFound for one of anything else, NotAllowed when it is late."""
    talks = every_round(context)
    for talk in talks:
        for comment in talk.comments:
            if comment.id == comment_id:
                now = asking(context)
                if now is None or now.round.id != comment.round_id:
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
    """Answer a remark, or change the answer. `seen` is its revision as drawn (0 = not answered).

    Raises Denied, Invalid, and Stale when a colleague answered meanwhile.
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


def about(
    context: AssessmentContext,
    task: Task,
    questions: Sequence[Question] = (),
    row: UUID | None = None,
) -> list[Comment]:
    """The remarks of the round that asked for changes that a page of this task should show.

    Those about the task as a whole are shown on each of its pages.
    """
    talk = asking(context)
    ids = {question.id for question in questions} | {""}
    section, group = task.key
    wanted = {Location(section, group or "", id_, row) for id_ in ids} | {Location(section)}
    return [each for each in talk.comments if place_of(each) in wanted] if talk else []
