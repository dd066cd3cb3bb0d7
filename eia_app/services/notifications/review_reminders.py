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
    """Write the reminders whose day has come; how many people were reminded."""
    today = local_date(now)
    leads, given = holders(session, Role.EQUALITY_LEAD), _given(session)
    return sum(
        _of_round(session, it, round_, given[round_.id], leads, today, now)
        for it, round_ in _open_rounds(session)
    )


def _open_rounds(session: Session) -> Sequence[Any]:
    """Each assessment that is in review, with its round and who is asked."""
    wanted = select(Assessment, Round).join(Round, Round.assessment_id == Assessment.id)
    asked = wanted.options(
        selectinload(Assessment.contributors),
        selectinload(Assessment.reviewers),
        selectinload(Assessment.invitations),
    )
    in_review = Round.closed_at.is_(None), Assessment.state == State.IN_REVIEW
    return session.execute(asked.where(*in_review).order_by(Round.opened_at)).all()


def _of_round(
    session: Session,
    it: Assessment,
    round_: Round,
    given: Collection[UUID],
    leads: Sequence[Person],
    today: date,
    now: datetime,
) -> int:
    wanted = [*_reviewers(it, round_, given), *_invited(it, round_)]
    dues = {each.due for each in wanted} | ({round_.due} if len(given) < round_.quorum else set())
    for due in sorted(each for each in dues if is_escalated(working_days(), each, today)):
        once, detail = f"late:{round_.id}:{due}", {"due": due.isoformat()}
        late = NoticeKind.REVIEW_LATE
        notify(session, late, it, leads, by=None, now=now, once=once, detail=detail)
    return sum(_remind(session, it, each, today, now) for each in wanted)


def _given(session: Session) -> dict[UUID, set[UUID]]:
    """Who gave their opinion, for each round that is open."""
    of_open = select(Opinion.round_id, Opinion.person_id).join(Round, Round.id == Opinion.round_id)
    found: dict[UUID, set[UUID]] = defaultdict(set)
    wanted = of_open.where(Round.closed_at.is_(None), Opinion.given_at.is_not(None))
    for round_id, person_id in session.execute(wanted):
        found[round_id].add(person_id)
    return found


def _reviewers(it: Assessment, round_: Round, given: Collection[UUID]) -> Iterator[ReminderDue]:
    for each in it.reviewers:
        if each.person_id in given or not is_allowed(Transition.GIVE_OPINION, each.person, it):
            continue
        asked = max(round_.opened_at, each.claimed_at or round_.opened_at)
        yield ReminderDue(each.person, round_.due, f"review:{round_.id}", local_date(asked), each)


def _invited(it: Assessment, round_: Round) -> Iterator[ReminderDue]:
    for each in it.invitations:
        is_open = each.answered_at is None and each.withdrawn_at is None
        if (
            is_open
            and each.round_id == round_.id
            and is_allowed(Transition.ANSWER_INVITATION, each.person, it)
        ):
            key = f"invitation:{each.id}"
            yield ReminderDue(each.person, each.due, key, local_date(each.at), invitation=each.id)


def _remind(
    session: Session, it: Assessment, wanted: ReminderDue, today: date, now: datetime
) -> bool:
    """Write the reminder that is due, if it was not written yet; remember that they were chased."""
    which = reminder_due(working_days(), wanted.due, today, asked=wanted.asked)
    once = f"{wanted.key}:{wanted.due}:{which}"
    if which is None or not wanted.person.is_active or _was_told(session, once, wanted.person):
        return False
    detail: dict[str, Any] = {"due": wanted.due.isoformat(), "late": wanted.due < today}
    if wanted.invitation is not None:
        detail["invitation"] = str(wanted.invitation)
    kind = NoticeKind.REVIEW_DUE
    notify(session, kind, it, [wanted.person], by=None, now=now, once=once, detail=detail)
    if wanted.reviewer is not None:
        wanted.reviewer.chased_at = now
    session.flush()
    return True


def _was_told(session: Session, once: str, person: Person) -> bool:
    key = f"{once}:{person.id}"
    return session.scalar(select(Notice.id).where(Notice.once == key)) is not None
