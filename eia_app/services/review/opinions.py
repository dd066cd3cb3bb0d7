"""Opinions: a reviewer's checklist as it goes, what they recommend, and their past reviews."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.errors import Clash, Invalid, Stale
from eia_app.domain.notifications.kinds import NoticeKind
from eia_app.domain.review import checklist
from eia_app.domain.review.review import Recommendation
from eia_app.domain.roles import Role
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.states import Transition
from eia_app.services.assessment.derived_columns import flush
from eia_app.services.assessment.events import record
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.assessment.register import visible_to
from eia_app.services.notifications import create as notifications_create
from eia_app.services.notifications.recipients import holders
from eia_app.services.review import discussion, rounds
from eia_app.services.review.discussion import RoundView
from eia_app.storage.models.assessment import Assessment
from eia_app.storage.models.people import Person
from eia_app.storage.models.reviews import Opinion, Round

NEEDS_REASON = "Enter why, so that the author knows what to do"
TWO_WINDOWS = "You changed this in another window."


def save_checklist(
    context: AssessmentContext, marks: Mapping[str, Any], *, by: Person, now: datetime
) -> Opinion:
    """Keep how far a reviewer has looked; only they read it. Unknown marks are dropped.

    Each mark stands alone, so two windows never clash: those that were not sent stay.
    """
    permissions.require(Transition.GIVE_OPINION, by, context.assessment)
    talk = discussion.open_one(context)
    opinion = _begun(talk, by, now)
    asked = checklist.items(talk.snapshot)
    before = {id_: mark for id_, mark in opinion.checklist.items() if id_ not in marks}
    opinion.checklist = {**before, **checklist.known(marks, asked)}
    flush(context.session)
    return opinion


def give(
    context: AssessmentContext,
    recommendation: Recommendation,
    reason: str,
    *,
    by: Person,
    now: datetime,
    seen: str,
) -> Opinion:
    """Give an opinion, or change it while the round is open.

    Raises Denied, NotAllowed when the round is closed, Invalid without a reason where one is
    needed, Stale when another tab gave another one first: `seen` is what the page `showed`.
    """
    permissions.require(Transition.GIVE_OPINION, by, context.assessment)
    talk = discussion.open_one(context)
    said = checked_reason(recommendation, reason)
    opinion = _begun(talk, by, now)
    is_first = opinion.given_at is None
    if not is_first and (opinion.recommendation, opinion.reason) == (recommendation, said):
        return opinion
    if not is_first and was_shown(opinion) != seen:
        clash = Clash("reason", opinion.reason, said)
        raise Stale(TWO_WINDOWS, clashes=[clash], revision=opinion.revision)
    opinion.recommendation, opinion.reason = recommendation, said
    opinion.given_at = opinion.given_at or now
    flush(context.session)
    detail: dict[str, Any] = {"round": talk.round.number}
    if not is_first:
        detail["changed"] = True
    record(
        context.session, context.assessment, Transition.GIVE_OPINION, by=by, now=now, detail=detail
    )
    if is_first:
        _tell(context, talk, by, now)
    return opinion


def was_shown(opinion: Opinion | None) -> str:
    """A mark of the opinion that a page shows. Its revision also counts the checklist."""
    if opinion is None or opinion.given_at is None:
        return ""
    said = f"{opinion.recommendation}:{opinion.reason}"
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def checked_reason(recommendation: Recommendation, reason: str) -> str:
    """The reason, which only plain support can do without. Raises Invalid."""
    if recommendation is not Recommendation.SUPPORT and not reason.strip():
        raise Invalid({"reason": NEEDS_REASON})
    return reason.strip()


def _begun(talk: RoundView, by: Person, now: datetime) -> Opinion:
    """This person's row in the round, begun when there is none."""
    found = talk.opinion_of(by)
    if found is not None:
        return found
    opinion = Opinion(
        assessment_id=talk.assessment.id,
        round_id=talk.round.id,
        person_id=by.id,
        person=by,
        checklist={},
        started_at=now,
        reason="",
    )
    talk.session.add(opinion)
    flush(talk.session)
    return opinion


def _tell(context: AssessmentContext, talk: RoundView, by: Person, now: datetime) -> None:
    """The equality leads hear of each opinion, and once that the round can be closed."""
    session, it = context.session, context.assessment
    leads = holders(session, Role.EQUALITY_LEAD)
    notifications_create.notify(session, NoticeKind.OPINION_GIVEN, it, leads, by=by, now=now)
    if rounds.opinions_given(session, talk.round) >= talk.round.quorum:
        once = f"quorum:{talk.round.id}"
        notifications_create.notify(
            session, NoticeKind.QUORUM_REACHED, it, leads, by=by, now=now, once=once
        )


class Past(NamedTuple):
    """An opinion of one's own, with its round and its assessment as it is today."""

    opinion: Opinion
    round: Round
    assessment: Assessment


def past(session: Session, person: Person) -> Sequence[Past]:
    """This person's own opinions, the newest first, of what they may still read."""
    wanted = (
        select(Opinion, Round, Assessment)
        .join(Round, Round.id == Opinion.round_id)
        .join(Assessment, Assessment.id == Opinion.assessment_id)
        .where(Opinion.person_id == person.id, visible_to(person))
        .order_by(Opinion.started_at.desc(), Opinion.id)
    )
    return [Past(*each) for each in session.execute(wanted)]


def marks_of(opinion: Opinion | None) -> dict[str, str]:
    """Item id to mark, of an opinion that may not have been begun."""
    return dict(opinion.checklist) if opinion else {}
