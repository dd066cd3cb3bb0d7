"""The number of assessments that wait, in all and by each filter of the queue."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, and_, bindparam, case, exists, func, or_, select
from sqlalchemy.orm import Session

from eia_app.domain.workflow.states import State
from eia_app.storage.models.assessment import Assessment, StoredEffect
from eia_app.storage.models.events import LogHead
from eia_app.storage.models.reviews import Opinion, Reviewer, Round

WAITING = Assessment.state == State.IN_REVIEW
OPEN_ROUND = and_(Round.assessment_id == Assessment.id, Round.closed_at.is_(None))
HAVING = and_(Reviewer.claimed_at.is_not(None), Reviewer.recused_at.is_(None))
ELSEWHERE = (State.CHANGES_REQUESTED, State.AWAITING_SIGN_OFF)


class Show(StrEnum):
    """The part of the queue that is shown."""

    ALL = "all"
    MINE = "mine"
    UNCLAIMED = "unclaimed"
    OVERDUE = "overdue"
    READY = "ready"  # the quorum is reached
    REFERRED = "referred"  # referred up


@dataclass(frozen=True)
class Today:
    """A day; and the last date of decision for which papers should have been out before it."""

    day: date
    last_late: date


@dataclass(frozen=True)
class Counts:
    """The numbers beside the filters of the queue, and the editions of what waits.

    `states` counts what waits for others.
    """

    shown: Mapping[Show, int]
    services: Mapping[str, int]
    groups: Mapping[str, int]
    states: Mapping[State, int]
    editions: frozenset[UUID]


_THEIRS = Reviewer.assessment_id == Assessment.id
_ENOUGH = (
    select(Opinion.round_id)
    .join(Round, Round.id == Opinion.round_id)
    .where(Opinion.given_at.is_not(None), Round.closed_at.is_(None))
    .group_by(Opinion.round_id, Round.quorum)
    .having(func.count() >= Round.quorum)
)
# The condition of each filter, by who looks and on which day.
SHOWN: Mapping[Show, Callable[[UUID, Today], ColumnElement[bool]]] = {
    Show.MINE: lambda me, _: Assessment.id.in_(
        select(Reviewer.assessment_id).where(Reviewer.person_id == me, HAVING)
    ),
    Show.UNCLAIMED: lambda _, __: ~exists().where(_THEIRS, HAVING),
    Show.OVERDUE: lambda _, today: or_(
        Assessment.decision_date <= today.last_late, Round.due < today.day
    ),
    Show.READY: lambda _, __: Round.id.in_(_ENOUGH),
    Show.REFERRED: lambda _, __: Round.referred_to != "",
}
_SAME_FOR_ALL = tuple(show for show in SHOWN if show is not Show.MINE)
HEAD = select(LogHead.sha256).where(LogHead.id == 1)
MINE = (
    select(func.count())
    .select_from(Reviewer)
    .join(Reviewer.assessment)
    .where(WAITING, Reviewer.person_id == bindparam("me"), HAVING)
)


@dataclass(frozen=True)
class _Known:
    """The counts at one end of the event log; `mine` by person, as they come."""

    head: str
    today: Today
    counts: Counts
    mine: dict[UUID, int] = field(default_factory=dict)


_last: dict[str, _Known] = {}  # what this process counted last


def has_negative(group: str) -> ColumnElement[bool]:
    """Assessments that say it has a negative effect on this group."""
    theirs = StoredEffect.assessment_id == Assessment.id
    return exists().where(theirs, StoredEffect.group_id == group, StoredEffect.negative)


def waiting(session: Session) -> int:
    """Return the number of assessments in review."""
    return session.scalar(select(func.count()).select_from(Assessment).where(WAITING)) or 0


def counts(session: Session, me: UUID, today: Today) -> Counts:
    """Return the numbers beside the filters for this person.

    Whatever comes to the queue, leaves it or moves in it is an event. So while the event log ends
    as it did, and the day is the same, nothing is counted again.
    """
    head = session.scalar(HEAD) or ""
    known = _last.get("counts")
    if known is None or not head or (known.head, known.today) != (head, today):
        known = _last["counts"] = _Known(head, today, _count(session, me, today))
    if me not in known.mine:
        known.mine[me] = session.scalar(MINE, {"me": me}) or 0
    return replace(known.counts, shown={**known.counts.shown, Show.MINE: known.mine[me]})


def _count(session: Session, me: UUID, today: Today) -> Counts:
    services, editions = _services(session)
    return Counts(
        shown=_shown(session, me, today),
        services=services,
        groups=_groups(session),
        states=_states(session),
        editions=editions,
    )


def _shown(session: Session, me: UUID, today: Today) -> dict[Show, int]:
    sums = [
        func.coalesce(func.sum(case((SHOWN[show](me, today), 1), else_=0), type_=Integer), 0)
        for show in _SAME_FOR_ALL
    ]
    statement = select(func.count(), *sums).select_from(Assessment).join(Round, OPEN_ROUND)
    numbers = session.execute(statement.where(WAITING)).one()
    return dict(zip((Show.ALL, *_SAME_FOR_ALL), numbers, strict=True))


def _services(session: Session) -> tuple[dict[str, int], frozenset[UUID]]:
    """Return the number of assessments by service, by name; and the editions of all."""
    both = (Assessment.service, Assessment.edition_id)
    rows = session.execute(select(*both, func.count()).where(WAITING).group_by(*both)).all()
    services: dict[str, int] = {}
    for service, _, count in sorted(rows, key=lambda row: row[0].casefold()):
        services[service] = services.get(service, 0) + count
    services.pop("", None)
    return services, frozenset(edition for _, edition, _ in rows)


def _groups(session: Session) -> dict[str, int]:
    statement = select(StoredEffect.group_id, func.count()).join(
        Assessment, Assessment.id == StoredEffect.assessment_id
    )
    statement = statement.where(WAITING, StoredEffect.negative).group_by(StoredEffect.group_id)
    return dict(session.execute(statement).all())


def _states(session: Session) -> dict[State, int]:
    statement = select(Assessment.state, func.count()).where(Assessment.state.in_(ELSEWHERE))
    numbers = dict(session.execute(statement.group_by(Assessment.state)).all())
    return {state: numbers.get(state, 0) for state in ELSEWHERE}
