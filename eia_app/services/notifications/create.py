"""Notices: what each person is told, written in the transaction of what it tells of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from eia_app.domain.notifications.kinds import (
    ALWAYS,
    DEFAULT_FREQUENCY,
    DeliveryFrequency,
    NoticeKind,
)
from eia_app.storage.models.assessment import Assessment
from eia_app.storage.models.notifications import Notice, NoticeChoice
from eia_app.storage.models.people import Person


def notify(
    session: Session,
    kind: NoticeKind,
    assessment: Assessment | None,
    people: Iterable[Person],
    *,
    by: Person | None,
    now: datetime,
    once: str = "",
    detail: dict[str, Any] | None = None,
) -> None:
    """Tell people of something, each in the way that they chose.

    Whoever did it is not told, nor is somebody who may not sign in, but of what is always told;
    `by` is None where the calendar did it. What is about a person has no assessment. With `once`, a
    person is told under that name a single time, however often this is called. `detail` is what the
    words need: `due` (a date in ISO form), `late`, `outcome`.
    """
    if assessment is not None and assessment.practice:  # nobody is told of practice
        return
    able = (person for person in people if person.is_active or kind in ALWAYS)
    recipients = {person.id: person for person in able if not (by and person.id == by.id)}
    if not recipients:
        return
    full_detail = {**({"by": by.name} if by else {}), **(detail or {})}
    ways = _ways(session, kind, list(recipients))
    rows = [
        {
            "person_id": person_id,
            "assessment_id": assessment.id if assessment else None,
            "kind": kind,
            "once": f"{once or uuid4()}:{person_id}",
            "detail": full_detail,
            "at": now,
            "way": way,
            "send_after": None if way is DeliveryFrequency.NEVER else now,
        }
        for person_id, way in ways.items()
    ]
    session.execute(_unless_told(session), rows)


def _unless_told(session: Session) -> Insert:
    """An insert that passes over what a person was told under the same name before."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(Notice).on_conflict_do_nothing(index_elements=["once"])
    return sqlite.insert(Notice).on_conflict_do_nothing(index_elements=["once"])


def _ways(session: Session, kind: NoticeKind, ids: list[UUID]) -> dict[UUID, DeliveryFrequency]:
    """Return how each of these people is told of this kind of thing."""
    choices = select(NoticeChoice).where(NoticeChoice.kind == kind, NoticeChoice.person_id.in_(ids))
    chosen = {choice.person_id: choice.way for choice in session.scalars(choices)}
    return {id_: chosen.get(id_, DEFAULT_FREQUENCY[kind]) for id_ in ids}
