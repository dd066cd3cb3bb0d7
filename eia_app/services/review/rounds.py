"""Rounds of review: each opens when an assessment comes to review, over the snapshot that came."""

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
    asked: str = "",
) -> Round:
    """Begin a round. Who reviewed before goes on doing so; `asked` is why a standard one came."""
    session, assessment, council = context.session, context.assessment, context.council
    decision = context.journey.decision
    reasons = list(decision.reasons) if decision else []
    if assessment.review_asked:
        reasons = [ASKED.format(group=council.review_group), asked] if asked else reasons
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

    `detail` may say `outcome` (agreed, agreed_with_conditions) and `sections` to change. Raises
    NotAllowed when somebody else has closed it, Invalid when fewer opinions came than the quorum
    and no reason is given.
    """
    round_ = open_one(context.session, context.assessment)
    if round_ is None:
        raise NotAllowed("This round of review is closed already.")
    if action is Transition.REQUEST_CHANGES:
        outcome = Outcome.CHANGES_NEEDED
    else:
        outcome = Outcome(detail.get("outcome", Outcome.AGREED))
    given = opinions_given(context.session, round_)
    if lacks_quorum(given, round_.quorum) and not note.strip():
        said = f"{given} of {round_.quorum} opinions are in. Enter why you close the round now"
        raise Invalid({"reason": said})
    round_.closed_at, round_.closed_by_id = now, by.id
    round_.outcome, round_.note = outcome, note
    round_.sections = detail.get("sections", [])
    flush(context.session)
    return round_


def open_one(session: Session, assessment: Assessment) -> Round | None:
    """The round that is open, if one is."""
    mine = select(Round).where(Round.assessment_id == assessment.id, Round.closed_at.is_(None))
    return session.scalar(mine)


def newest(session: Session, assessment: Assessment) -> Round | None:
    """The round that is open or was closed last."""
    mine = select(Round).where(Round.assessment_id == assessment.id)
    return session.scalar(mine.order_by(Round.number.desc()).limit(1))


def all_of(session: Session, assessment: Assessment) -> Sequence[Round]:
    """Every round, the first first."""
    mine = select(Round).where(Round.assessment_id == assessment.id)
    return session.scalars(mine.order_by(Round.number)).all()


def was_closed(session: Session, assessment: Assessment) -> bool:
    """Whether a round of it has ended."""
    if assessment.submitted_at is None and assessment.version == 1:
        return False
    over = Round.assessment_id == assessment.id, Round.closed_at.is_not(None)
    return session.scalar(select(Round.id).where(*over).limit(1)) is not None


def opinions_given(session: Session, round_: Round) -> int:
    given = select(func.count()).where(Opinion.round_id == round_.id, Opinion.given_at.is_not(None))
    return session.scalar(given) or 0


def _count(session: Session, assessment: Assessment) -> int:
    mine = select(func.count()).where(Round.assessment_id == assessment.id)
    return session.scalar(mine) or 0
