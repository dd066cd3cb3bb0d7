"""The outcome of each round of review of an assessment, for its report."""

from __future__ import annotations

from sqlalchemy import select

from eia_app.domain.calendar import local_date
from eia_app.reports.content.status import ReviewCondition, ReviewRound
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.review import record, rounds
from eia_app.storage.models.reviews import Opinion, Round


def review_rounds(context: AssessmentContext) -> tuple[ReviewRound, ...]:
    """Return every round, the first first. Of an open one nobody reads the opinions yet."""
    return tuple(
        _closed(context, round_)
        if round_.closed_at
        else ReviewRound(round_.number, round_.quorum, open_findings=_open_findings(round_))
        for round_ in rounds.all_of(context.session, context.assessment)
    )


def _closed(context: AssessmentContext, round_: Round) -> ReviewRound:
    session = context.session
    given = select(Opinion).where(Opinion.round_id == round_.id, Opinion.given_at.is_not(None))
    opinions = session.scalars(given.order_by(Opinion.given_at, Opinion.id))
    return ReviewRound(
        number=round_.number,
        quorum=round_.quorum,
        outcome=round_.outcome.value if round_.outcome else "",
        closed_on=local_date(round_.closed_at) if round_.closed_at else None,
        opinions=tuple(o.recommendation.value for o in opinions if o.recommendation),
        note=round_.note,
        conditions=tuple(
            ReviewCondition(condition.text, condition.owner, condition.due)
            for condition in record.conditions(session, round_)
        ),
        open_findings=_open_findings(round_),
    )


def _open_findings(round_: Round) -> int:
    count: int = (round_.findings or {}).get("open", 0)
    return count
