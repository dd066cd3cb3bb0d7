"""The context for a signatory: how the review ended, and the points that are open."""

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
    """The newest closed round of this version, with its opinions counted.

    It has the conditions of the agreement, and the must-address comments that were not answered
    with a change.
    """

    talk: RoundView | None
    opinions: Mapping[Recommendation, int]
    conditions: Sequence[Condition]
    still_open: Sequence[tuple[str, Comment]]  # what it is about, and the remark


def load_sign_off_context(context: AssessmentContext) -> SignOffContext:
    version = context.assessment.version
    round_views = [
        round_view
        for round_view in replies.every_round(context)
        if round_view.round.version == version and not round_view.is_open
    ]
    if not round_views:
        return SignOffContext(None, {}, (), ())
    last = round_views[0]
    recommendations = [
        opinion.recommendation for opinion in last.opinions if opinion.given_at is not None
    ]
    agreed = last.round.outcome is Outcome.AGREED_WITH_CONDITIONS
    return SignOffContext(
        last,
        Counter(recommendation for recommendation in recommendations if recommendation is not None),
        review_record.conditions(context.session, last.round) if agreed else (),
        [
            (review_record.name_of(round_view, comment), comment)
            for round_view in round_views
            for comment in round_view.comments
            if _is_open(comment)
        ],
    )


def _is_open(comment: Comment) -> bool:
    changed = comment.reply is not None and comment.reply.kind is ReplyKind.CHANGED
    return comment.kind is CommentKind.MUST_ADDRESS and not changed
