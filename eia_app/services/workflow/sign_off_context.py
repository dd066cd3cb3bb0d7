"""What whoever signs must see besides the assessment: how the review ended, and what is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eia_app.domain.review.review import CommentKind, Outcome, Recommendation, ReplyKind
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.review import record as review_record
from eia_app.services.review import replies
from eia_app.services.review.discussion import RoundView
from eia_app.storage.models.reviews import Comment, Condition


@dataclass(frozen=True)
class SignOffContext:
    """Of this version: its newest closed round, the opinions in it counted, the conditions of the
    agreement, and the must-address remarks that were not answered with a change."""

    talk: RoundView | None
    opinions: Mapping[Recommendation, int]
    conditions: Sequence[Condition]
    still_open: Sequence[tuple[str, Comment]]  # what it is about, and the remark


def load_sign_off_context(context: AssessmentContext) -> SignOffContext:
    version = context.assessment.version
    talks = [
        talk
        for talk in replies.every_round(context)
        if talk.round.version == version and not talk.is_open
    ]
    if not talks:
        return SignOffContext(None, {}, (), ())
    last = talks[0]
    given = [each.recommendation for each in last.opinions if each.given_at is not None]
    agreed = last.round.outcome is Outcome.AGREED_WITH_CONDITIONS
    return SignOffContext(
        last,
        Counter(each for each in given if each is not None),
        review_record.conditions(context.session, last.round) if agreed else (),
        [
            (review_record.name_of(talk, each), each)
            for talk in talks
            for each in talk.comments
            if _is_open(each)
        ],
    )


def _is_open(comment: Comment) -> bool:
    changed = comment.reply is not None and comment.reply.kind is ReplyKind.CHANGED
    return comment.kind is CommentKind.MUST_ADDRESS and not changed
