"""Rounds of review: each opens when an assessment comes to review, over its newest snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eia_app.domain.calendar import local_date
from eia_app.domain.errors import Invalid, NotAllowed
from eia_app.domain.review.review import Outcome, lacks_quorum
from eia_app.domain.workflow.states import Transition
from eia_app.services.assessment.calendar import working_days
from eia_app.services.assessment.derived_columns import flush
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.coach import findings
from eia_app.storage.models.assessment import Assessment, StoredSnapshot
from eia_app.storage.models.people import Person
from eia_app.storage.models.reviews import Opinion, Round

CLOSING = frozenset({Transition.REQUEST_CHANGES, Transition.COMPLETE_REVIEW})
ASKED = "The equality lead asked the {group} to look at it."


def open_round(
    context: AssessmentContext,
    snapshot: StoredSnapshot,
    *,
    by: Person,
    now: datetime,
    reason: str = "",
) -> Round:
    """Begin a round; its reviewers stay. `reason` is why a standard assessment came."""
    session, assessment, council = context.session, context.assessment, context.council
    decision = context.journey.decision
    reasons = list(decision.reasons) if decision else []
    if assessment.review_asked:
        reasons = [ASKED.format(group=council.review_group), reason] if reason else reasons
    round_ = Round(
        assessment_id=assessment.id,
        number=_count(session, assessment) + 1,
        version=assessment.version,
        snapshot_id=snapshot.id,
        reasons=reasons,
        quorum=council.quorum,
        due=working_days().add(local_date(now), council.review_days),
        opened_at=now,
        opened_by_id=by.id,
        findings=findings.count(context, now=now),
    )
    session.add(round_)
    session.flush()
    return round_


def close_round(
    context: AssessmentContext,
    action: Transition,
    note: str,
    detail: dict[str, Any],
    *,
    by: Person,
    now: datetime,
) -> Round:
    """End the open round with its outcome.

    `detail` may hold `outcome` (agreed, agreed_with_conditions) and `sections` to change. Raise
    NotAllowed when somebody else has closed it, Invalid when opinions are fewer than the quorum and
    no reason is given.
    """
    round_ = open_one(context.session, context.assessment)
    if round_ is None:
        raise NotAllowed("This round of review is closed already.")
    if action is Transition.REQUEST_CHANGES:
        outcome = Outcome.CHANGES_NEEDED
    else:
        outcome = Outcome(detail.get("outcome", Outcome.AGREED))
    count = opinions_given(context.session, round_)
    if lacks_quorum(count, round_.quorum) and not note.strip():
        message = f"{count} of {round_.quorum} opinions are in. Enter why you close the round now"
        raise Invalid({"reason": message})
    round_.closed_at, round_.closed_by_id = now, by.id
    round_.outcome, round_.note = outcome, note
    round_.sections = detail.get("sections", [])
    flush(context.session)
    return round_


def open_one(session: Session, assessment: Assessment) -> Round | None:
    """Return the round that is open, or None."""
    query = select(Round).where(Round.assessment_id == assessment.id, Round.closed_at.is_(None))
    return session.scalar(query)


def newest(session: Session, assessment: Assessment) -> Round | None:
    """Return the round that is open or was closed last, or None."""
    query = select(Round).where(Round.assessment_id == assessment.id)
    return session.scalar(query.order_by(Round.number.desc()).limit(1))


def all_of(session: Session, assessment: Assessment) -> Sequence[Round]:
    """Return every round, oldest first."""
    query = select(Round).where(Round.assessment_id == assessment.id)
    return session.scalars(query.order_by(Round.number)).all()


def was_closed(session: Session, assessment: Assessment) -> bool:
    """Return whether a round of the assessment was closed."""
    if assessment.submitted_at is None and assessment.version == 1:
        return False
    conditions = Round.assessment_id == assessment.id, Round.closed_at.is_not(None)
    return session.scalar(select(Round.id).where(*conditions).limit(1)) is not None


def opinions_given(session: Session, round_: Round) -> int:
    query = select(func.count()).where(Opinion.round_id == round_.id, Opinion.given_at.is_not(None))
    return session.scalar(query) or 0


def _count(session: Session, assessment: Assessment) -> int:
    query = select(func.count()).where(Round.assessment_id == assessment.id)
    return session.scalar(query) or 0
