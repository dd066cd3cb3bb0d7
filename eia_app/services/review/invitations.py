"""Asking a colleague who is no reviewer for an opinion on one section, and their answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from eia_app.domain.calendar import local_date
from eia_app.domain.errors import Clash, Denied, Invalid, NotAllowed, NotFound, Stale
from eia_app.domain.notifications.kinds import NoticeKind
from eia_app.domain.review.review import Location, Recommendation
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.predicates import is_equality_lead, is_not_recused, is_reviewing
from eia_app.domain.workflow.states import Transition
from eia_app.services.assessment.derived_columns import flush
from eia_app.services.assessment.events import record
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.assessment.register import visible_to
from eia_app.services.notifications import create as notifications_create
from eia_app.services.people.authentication import as_stored
from eia_app.services.people.people import NOBODY
from eia_app.services.review import discussion
from eia_app.services.review.discussion import RoundView
from eia_app.services.review.opinions import TWO_WINDOWS, checked_reason
from eia_app.storage.models.people import Person
from eia_app.storage.models.reviews import Invitation, Round

NOT_NEEDED = "Your opinion on this is not needed any more."


def invite(
    context: AssessmentContext,
    *,
    email: str,
    place: Location,
    question: str,
    due: date,
    by: Person,
    now: datetime,
) -> Invitation:
    """Ask a colleague about one section; one whose invitation was withdrawn may be asked again.

    Raise Denied, NotAllowed when the round is closed, Invalid by field.
    """
    permissions.require(Transition.INVITE, by, context.assessment)
    round_view = discussion.open_one(context)
    if place == Location() or place.question or place.row or place not in round_view.places:
        raise Invalid({"place": "Select a section"})
    if due < local_date(now):
        raise Invalid({"due": "Enter a date from today on"})
    invitation = _row_for(context, round_view, _colleague_with(context, email), place)
    invitation.question, invitation.due, invitation.withdrawn_at = question.strip(), due, None
    invitation.invited_by_id, invitation.at = by.id, now
    flush(context.session)
    _record_and_notify(context, round_view, invitation, by=by, now=now)
    return invitation


def _row_for(
    context: AssessmentContext, round_view: RoundView, person: Person, place: Location
) -> Invitation:
    """Return a new row, or the one that was withdrawn. Raise Invalid if one is in force."""
    key = (person.id, place.section, place.group)
    for invitation in round_view.invitations:
        if (invitation.person_id, invitation.section, invitation.group_id) == key:
            if invitation.withdrawn_at is None:
                raise Invalid({"email": f"{person.name} was asked about this section already."})
            return invitation
    invitation = Invitation(
        assessment_id=context.assessment.id,
        round_id=round_view.round.id,
        person_id=person.id,
        person=person,
        section=place.section,
        group_id=place.group,
        reason="",
    )
    context.assessment.invitations.append(invitation)
    return invitation


def _record_and_notify(
    context: AssessmentContext,
    round_view: RoundView,
    invitation: Invitation,
    *,
    by: Person,
    now: datetime,
) -> None:
    section = [invitation.section, invitation.group_id]
    detail: dict[str, object] = {"round": round_view.round.number, "section": section}
    person = invitation.person
    _record(context, Transition.INVITE, by, now, note=person.name, detail=detail)
    about = {"invitation": str(invitation.id), "due": invitation.due.isoformat()}
    kind, assessment = NoticeKind.INVITED, context.assessment
    notifications_create.notify(
        context.session, kind, assessment, [person], by=by, now=now, detail=about
    )


def _colleague_with(context: AssessmentContext, email: str) -> Person:
    """Return the colleague with this address. Raise Invalid if they cannot be asked."""
    assessment = context.assessment
    query = select(Person).where(Person.email == as_stored(email), Person.is_active)
    person = context.session.scalar(query)
    if person is None:
        raise Invalid({"email": NOBODY})
    if person.id == assessment.lead_id or person.id in assessment.contributor_ids:
        raise Invalid({"email": f"{person.name} works on this assessment, so cannot be asked."})
    if not is_not_recused(person, assessment):
        raise Invalid({"email": f"{person.name} said that they should not review it."})
    if is_reviewing(person, assessment):
        raise Invalid({"email": f"{person.name} is reviewing all of it already."})
    return person


def find(context: AssessmentContext, invitation_id: UUID) -> Invitation:
    """Return an invitation of this assessment. Raise NotFound."""
    invitation = context.session.get(Invitation, invitation_id)
    if invitation is None or invitation.assessment_id != context.assessment.id:
        raise NotFound("There is no such invitation.")
    return invitation


def withdraw(
    context: AssessmentContext, invitation: Invitation, *, by: Person, now: datetime
) -> None:
    """Tell a colleague that their opinion is not needed; an answer that is given stays.

    Only the person who asked and the equality lead may withdraw it. Raise Denied, or NotAllowed
    after an answer.
    """
    permissions.require(Transition.INVITE, by, context.assessment)
    if by.id != invitation.invited_by_id and not is_equality_lead(by, context.assessment):
        raise Denied("Only who asked them, or the equality lead, can take this back.")
    _require_open(context, invitation)
    if invitation.answered_at is not None:
        raise NotAllowed(f"{invitation.person.name} has answered, so this cannot be taken back.")
    if invitation.withdrawn_at is None:
        invitation.withdrawn_at = now
        flush(context.session)
        detail: dict[str, object] = {"withdrawn": True}
        _record(context, Transition.INVITE, by, now, note=invitation.person.name, detail=detail)


def answer(
    context: AssessmentContext,
    invitation: Invitation,
    recommendation: Recommendation,
    reason: str,
    *,
    by: Person,
    now: datetime,
    seen: int,
) -> None:
    """Give the opinion that was asked for, or change it while the round is open.

    Raise NotFound to anybody else, NotAllowed when it is too late, Invalid without a reason where
    one is needed, Stale when another tab was quicker.
    """
    if by.id != invitation.person_id:
        raise NotFound("There is no such invitation.")
    _require_open(context, invitation)
    if invitation.withdrawn_at is not None:
        raise NotAllowed(NOT_NEEDED)
    permissions.require(Transition.ANSWER_INVITATION, by, context.assessment)
    checked = checked_reason(recommendation, reason)
    is_first = invitation.answered_at is None
    if not is_first and (invitation.recommendation, invitation.reason) == (recommendation, checked):
        return
    if not is_first and invitation.revision != seen:
        clash = Clash("reason", invitation.reason, checked)
        raise Stale(TWO_WINDOWS, clashes=[clash], revision=invitation.revision)
    invitation.recommendation, invitation.reason = recommendation, checked
    invitation.answered_at = invitation.answered_at or now
    flush(context.session)
    detail: dict[str, object] = {"section": [invitation.section, invitation.group_id]}
    if not is_first:
        detail["changed"] = True
    _record(context, Transition.ANSWER_INVITATION, by, now, detail=detail)


def _require_open(context: AssessmentContext, invitation: Invitation) -> None:
    if context.session.get_one(Round, invitation.round_id).closed_at is not None:
        raise NotAllowed(discussion.CLOSED)


def _record(
    context: AssessmentContext,
    action: Transition,
    by: Person,
    now: datetime,
    *,
    note: str = "",
    detail: dict[str, object],
) -> None:
    record(context.session, context.assessment, action, by=by, now=now, note=note, detail=detail)


def invitations_of(session: Session, person: Person) -> Sequence[Invitation]:
    """Return this person's invitations to assessments that they may still read, newest first."""
    query = (
        select(Invitation)
        .join(Invitation.assessment)
        .where(
            Invitation.person_id == person.id,
            Invitation.withdrawn_at.is_(None),
            visible_to(person),
        )
        .options(contains_eager(Invitation.assessment))
        .order_by(Invitation.at.desc(), Invitation.id)
    )
    return session.scalars(query).all()


def proposal_summary(round_view: RoundView) -> list[dict[str, Any]]:
    """Return the questions that describe the proposal, for readers of one section only."""
    snapshot = round_view.snapshot
    ids = [snapshot["meaning"].get(name) for name in ("title", "summary")]
    questions = {
        question["id"]: question
        for part in snapshot["parts"]
        for section in part["sections"]
        for question in section.get("questions", ())
    }
    service = {"ask": "Service", "text": [snapshot["service"]] if snapshot["service"] else []}
    return [*(questions[id_] for id_ in ids if id_ in questions), service]
