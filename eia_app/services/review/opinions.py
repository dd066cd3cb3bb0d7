"""Opinions: a reviewer's checklist, their recommendation, and their past reviews."""

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
    """Save a reviewer's marks, which only they read. Unknown marks are dropped.

    Marks that were not sent stay as they are, so two windows never clash.
    """
    permissions.require(Transition.GIVE_OPINION, by, context.assessment)
    round_view = discussion.open_one(context)
    opinion = _find_or_begin(round_view, by, now)
    items = checklist.items(round_view.snapshot)
    unsent = {id_: mark for id_, mark in opinion.checklist.items() if id_ not in marks}
    opinion.checklist = {**unsent, **checklist.known_marks(marks, items)}
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

    `seen` is the mark (`content_mark`) of the opinion on the page that was sent. Raise Denied,
    NotAllowed when the round is closed, Invalid without a reason where one is needed, Stale when
    another tab changed it first.
    """
    permissions.require(Transition.GIVE_OPINION, by, context.assessment)
    round_view = discussion.open_one(context)
    checked = checked_reason(recommendation, reason)
    opinion = _find_or_begin(round_view, by, now)
    is_first = opinion.given_at is None
    if not is_first and (opinion.recommendation, opinion.reason) == (recommendation, checked):
        return opinion
    if not is_first and content_mark(opinion) != seen:
        clash = Clash("reason", opinion.reason, checked)
        raise Stale(TWO_WINDOWS, clashes=[clash], revision=opinion.revision)
    opinion.recommendation, opinion.reason = recommendation, checked
    opinion.given_at = opinion.given_at or now
    flush(context.session)
    detail: dict[str, Any] = {"round": round_view.round.number}
    if not is_first:
        detail["changed"] = True
    record(
        context.session, context.assessment, Transition.GIVE_OPINION, by=by, now=now, detail=detail
    )
    if is_first:
        _notify_equality_leads(context, round_view, by, now)
    return opinion


def content_mark(opinion: Opinion | None) -> str:
    """Return a mark of an opinion's content, as its revision also counts the checklist."""
    if opinion is None or opinion.given_at is None:
        return ""
    text = f"{opinion.recommendation}:{opinion.reason}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def checked_reason(recommendation: Recommendation, reason: str) -> str:
    """Return the reason; only plain support needs none. Raise Invalid."""
    if recommendation is not Recommendation.SUPPORT and not reason.strip():
        raise Invalid({"reason": NEEDS_REASON})
    return reason.strip()


def _find_or_begin(round_view: RoundView, by: Person, now: datetime) -> Opinion:
    """Return this person's row in the round, and begin one if there is none."""
    existing = round_view.opinion_of(by)
    if existing is not None:
        return existing
    opinion = Opinion(
        assessment_id=round_view.assessment.id,
        round_id=round_view.round.id,
        person_id=by.id,
        person=by,
        checklist={},
        started_at=now,
        reason="",
    )
    round_view.session.add(opinion)
    flush(round_view.session)
    return opinion


def _notify_equality_leads(
    context: AssessmentContext, round_view: RoundView, by: Person, now: datetime
) -> None:
    """Notify the equality leads of an opinion, and once that the round can be closed."""
    session, assessment = context.session, context.assessment
    leads = holders(session, Role.EQUALITY_LEAD)
    notifications_create.notify(
        session, NoticeKind.OPINION_GIVEN, assessment, leads, by=by, now=now
    )
    if rounds.opinions_given(session, round_view.round) >= round_view.round.quorum:
        once = f"quorum:{round_view.round.id}"
        notifications_create.notify(
            session, NoticeKind.QUORUM_REACHED, assessment, leads, by=by, now=now, once=once
        )


class Past(NamedTuple):
    """A person's own opinion, with its round and its assessment as it is today."""

    opinion: Opinion
    round: Round
    assessment: Assessment


def past(session: Session, person: Person) -> Sequence[Past]:
    """Return this person's opinions on assessments that they may still read, newest first."""
    query = (
        select(Opinion, Round, Assessment)
        .join(Round, Round.id == Opinion.round_id)
        .join(Assessment, Assessment.id == Opinion.assessment_id)
        .where(Opinion.person_id == person.id, visible_to(person))
        .order_by(Opinion.started_at.desc(), Opinion.id)
    )
    return [Past(*row) for row in session.execute(query)]


def marks_of(opinion: Opinion | None) -> dict[str, str]:
    """Return the marks by item id; {} without an opinion."""
    return dict(opinion.checklist) if opinion else {}
