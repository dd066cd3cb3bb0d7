"""Reminders of opinions that are not in, each made once; late ones go to the equality lead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from eia_app.domain.calendar import local_date
from eia_app.domain.notifications.kinds import NoticeKind
from eia_app.domain.notifications.reminder_dates import is_escalated, reminder_due
from eia_app.domain.roles import Role
from eia_app.domain.workflow.permissions import is_allowed
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.assessment.calendar import working_days
from eia_app.services.notifications.create import notify
from eia_app.services.notifications.recipients import holders
from eia_app.storage.models.assessment import Assessment
from eia_app.storage.models.notifications import Notice
from eia_app.storage.models.people import Person
from eia_app.storage.models.reviews import Opinion, Reviewer, Round


@dataclass(frozen=True)
class ReminderDue:
    """An opinion that is not in. The key says of which round or invitation it is wanted."""

    person: Person
    due: date
    key: str
    asked: date
    reviewer: Reviewer | None = None
    invitation: UUID | None = None


def make_due(session: Session, *, now: datetime) -> int:
    """Write the reminders whose day has come; return how many people were reminded."""
    today = local_date(now)
    leads, given = holders(session, Role.EQUALITY_LEAD), _given(session)
    return sum(
        _of_round(session, assessment, round_, given[round_.id], leads, today, now)
        for assessment, round_ in _open_rounds(session)
    )


def _open_rounds(session: Session) -> Sequence[Any]:
    """Return each assessment that is in review with its round, the people loaded."""
    rounds = select(Assessment, Round).join(Round, Round.assessment_id == Assessment.id)
    with_people = rounds.options(
        selectinload(Assessment.contributors),
        selectinload(Assessment.reviewers),
        selectinload(Assessment.invitations),
    )
    in_review = Round.closed_at.is_(None), Assessment.state == State.IN_REVIEW
    return session.execute(with_people.where(*in_review).order_by(Round.opened_at)).all()


def _of_round(
    session: Session,
    assessment: Assessment,
    round_: Round,
    given: Collection[UUID],
    leads: Sequence[Person],
    today: date,
    now: datetime,
) -> int:
    reminders = [*_reviewers(assessment, round_, given), *_invited(assessment, round_)]
    dues = {reminder.due for reminder in reminders} | (
        {round_.due} if len(given) < round_.quorum else set()
    )
    for due in sorted(due_day for due_day in dues if is_escalated(working_days(), due_day, today)):
        once, detail = f"late:{round_.id}:{due}", {"due": due.isoformat()}
        late = NoticeKind.REVIEW_LATE
        notify(session, late, assessment, leads, by=None, now=now, once=once, detail=detail)
    return sum(_remind(session, assessment, reminder, today, now) for reminder in reminders)


def _given(session: Session) -> dict[UUID, set[UUID]]:
    """Return the people who gave their opinion, by round, for rounds that are open."""
    of_open = select(Opinion.round_id, Opinion.person_id).join(Round, Round.id == Opinion.round_id)
    people_by_round: dict[UUID, set[UUID]] = defaultdict(set)
    opinions = of_open.where(Round.closed_at.is_(None), Opinion.given_at.is_not(None))
    for round_id, person_id in session.execute(opinions):
        people_by_round[round_id].add(person_id)
    return people_by_round


def _reviewers(
    assessment: Assessment, round_: Round, given: Collection[UUID]
) -> Iterator[ReminderDue]:
    for reviewer in assessment.reviewers:
        if reviewer.person_id in given or not is_allowed(
            Transition.GIVE_OPINION, reviewer.person, assessment
        ):
            continue
        since = max(round_.opened_at, reviewer.claimed_at or round_.opened_at)
        yield ReminderDue(
            reviewer.person, round_.due, f"review:{round_.id}", local_date(since), reviewer
        )


def _invited(assessment: Assessment, round_: Round) -> Iterator[ReminderDue]:
    for invitation in assessment.invitations:
        is_open = invitation.answered_at is None and invitation.withdrawn_at is None
        if (
            is_open
            and invitation.round_id == round_.id
            and is_allowed(Transition.ANSWER_INVITATION, invitation.person, assessment)
        ):
            key = f"invitation:{invitation.id}"
            yield ReminderDue(
                invitation.person,
                invitation.due,
                key,
                local_date(invitation.at),
                invitation=invitation.id,
            )


def _remind(
    session: Session, assessment: Assessment, reminder: ReminderDue, today: date, now: datetime
) -> bool:
    """Write the reminder that is due, unless it was written before, and record the chasing."""
    which = reminder_due(working_days(), reminder.due, today, asked_on=reminder.asked)
    once = f"{reminder.key}:{reminder.due}:{which}"
    if which is None or not reminder.person.is_active or _was_told(session, once, reminder.person):
        return False
    detail: dict[str, Any] = {"due": reminder.due.isoformat(), "late": reminder.due < today}
    if reminder.invitation is not None:
        detail["invitation"] = str(reminder.invitation)
    kind = NoticeKind.REVIEW_DUE
    notify(session, kind, assessment, [reminder.person], by=None, now=now, once=once, detail=detail)
    if reminder.reviewer is not None:
        reminder.reviewer.chased_at = now
    session.flush()
    return True


def _was_told(session: Session, once: str, person: Person) -> bool:
    key = f"{once}:{person.id}"
    return session.scalar(select(Notice.id).where(Notice.once == key)) is not None
