"""A crowded review queue: many assessments in review, each like one that came there by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count, islice
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from eia_app.domain.review.review import Recommendation
from eia_app.storage.models.assessment import Assessment, StoredEffect
from eia_app.storage.models.people import Person
from eia_app.storage.models.reviews import Opinion, Reviewer, Round
from tests.factories import NOW

SERVICES = ("Housing", "Leisure centres", "Licensing", "Parking", "Waste and recycling")
REVIEWERS, OPINIONS = 3, 2  # of each third assessment; the others wait for somebody
FIRST = 100_000  # the first number of a reference, so that none is given out twice
SPREAD = 120  # days over which the decisions lie


def fill(session: Session, of: Assessment, total: int, people: Sequence[Person] = ()) -> None:
    """Add copies of an assessment that is in review, until there are so many in all.

    They have its round, its snapshot and its effects; people review some of them.
    """
    present = session.scalar(select(func.count()).select_from(Assessment)) or 0
    numbers = list(islice(count(FIRST + present), total - present))
    ids = [uuid4() for _ in numbers]
    if not ids:
        return
    session.execute(insert(Assessment), list(map(_assessment, [of] * len(ids), ids, numbers)))
    (round_,) = session.scalars(select(Round).where(Round.assessment_id == of.id))
    rounds = [_row(round_, id=uuid4(), assessment_id=id_) for id_ in ids]
    session.execute(insert(Round), rounds)
    effects = session.scalars(select(StoredEffect).where(StoredEffect.assessment_id == of.id)).all()
    every = [_row(effect, assessment_id=id_) for id_ in ids for effect in effects]
    if every:
        session.execute(insert(StoredEffect), every)
    if people:
        _review(session, rounds[::3], people)


def _assessment(of: Assessment, id_: UUID, number: int) -> dict[str, Any]:
    return _row(
        of,
        id=id_,
        reference=f"EIA-{NOW.year}-{number}",
        title=f"A change to what number {number} of our services does for residents",
        service=SERVICES[number % len(SERVICES)],
        decision_date=date(NOW.year, 4, 1) + timedelta(days=number * 37 % SPREAD),
    )


def _review(session: Session, rounds: Sequence[dict[str, Any]], people: Sequence[Person]) -> None:
    reviewers, opinions = [], []
    for number, round_ in enumerate(rounds):
        chosen = [people[(number + step) % len(people)] for step in range(REVIEWERS)]
        mine = {"assessment_id": round_["assessment_id"]}
        reviewers += [
            {**mine, "person_id": each.id, "claimed_at": NOW, "chased_at": None} for each in chosen
        ]
        opinions += [
            {
                **mine,
                "id": uuid4(),
                "round_id": round_["id"],
                "person_id": each.id,
                "recommendation": Recommendation.SUPPORT,
                "started_at": NOW,
                "given_at": NOW,
                "revision": 1,
            }
            for each in chosen[:OPINIONS]
        ]
    session.execute(insert(Reviewer), reviewers)
    session.execute(insert(Opinion), opinions)


def _row(of: Any, **other: Any) -> dict[str, Any]:
    """What a stored thing has in its columns, with some of them changed."""
    return {column.key: getattr(of, column.key) for column in of.__table__.columns} | other
