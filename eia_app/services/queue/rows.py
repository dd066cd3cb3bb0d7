"""The rows of the review queue: one assessment each, as one person sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, and_, bindparam, func, select
from sqlalchemy.orm import Session

from eia_app.domain.journey.stored_values import texts
from eia_app.domain.questionnaire.council import Council
from eia_app.domain.review.review import conflict
from eia_app.domain.roles import Role
from eia_app.domain.workflow import publication_dates
from eia_app.domain.workflow.publication_dates import PublicationDates
from eia_app.services.assessment.calendar import working_days
from eia_app.storage.models.assessment import StoredEffect
from eia_app.storage.models.people import Person
from eia_app.storage.models.reviews import Opinion, Reviewer

# Every page of the queue asks these, so they are put together once.
IDS: BindParameter[Any] = bindparam("ids", expanding=True)
ROUNDS: BindParameter[Any] = bindparam("rounds", expanding=True)
STANDS = (
    select(
        Reviewer.assessment_id, Reviewer.person_id, Person.name, Reviewer.claimed_at,
        Reviewer.recused_at, Reviewer.excepted_by_id, Reviewer.chased_at, Opinion.given_at,
    )
    .join(Person, Person.id == Reviewer.person_id)
    .outerjoin(
        Opinion,
        and_(
            Opinion.round_id.in_(ROUNDS),
            Opinion.person_id == Reviewer.person_id,
            Opinion.assessment_id == Reviewer.assessment_id,
        ),
    )
    .where(Reviewer.assessment_id.in_(IDS))
    .order_by(Reviewer.claimed_at, Person.name)
)  # fmt: skip
NEGATIVE = (
    select(StoredEffect.assessment_id, func.aggregate_strings(StoredEffect.group_id, ","))
    .where(StoredEffect.assessment_id.in_(IDS), StoredEffect.negative)
    .group_by(StoredEffect.assessment_id)
)
AnyRow = Any  # a row of `queue.FACTS`


@dataclass(frozen=True)
class ReviewerStand:
    """One person's part in the review of one assessment, and in this round."""

    person_id: UUID
    name: str
    is_reviewing: bool
    is_recused: bool
    is_excepted: bool
    chased_at: datetime | None
    given_at: datetime | None


@dataclass(frozen=True)
class Waiting:
    """One assessment in the queue, as one person sees it."""

    facts: AnyRow
    papers: PublicationDates
    groups: Sequence[str]
    stands: Sequence[ReviewerStand]
    mine: ReviewerStand | None
    conflict: str | None
    may_claim: bool
    sees_review: bool  # who has it and what they have done; not for those who are not independent

    @property
    def why(self) -> str:
        """Return the reasons why it came to the queue, in one sentence."""
        reasons = "; ".join(reason.rstrip(".") for reason in texts(self.facts.reasons))
        return reasons[:1].upper() + reasons[1:]

    @property
    def findings(self) -> str:
        """The coach's findings at its submit, in words."""
        counted = self.facts.findings
        if not counted:
            return "Not counted"
        open_, dismissed = counted["open"], counted["kept"]
        things = f"{open_} {'thing' if open_ == 1 else 'things'} to look at"
        text = things if open_ else "Nothing to look at"
        return f"{text}, {dismissed} kept with a reason" if dismissed else text

    @property
    def having(self) -> list[str]:
        """The names of its reviewers."""
        return [stand.name for stand in self.stands if stand.is_reviewing]

    @property
    def opinions(self) -> int:
        return sum(stand.given_at is not None for stand in self.stands)

    @property
    def chased_at(self) -> datetime | None:
        """Return the time at which a reviewer was last reminded of their opinion, if any was."""
        every = [stand.chased_at for stand in self.stands if stand.is_reviewing and stand.chased_at]
        return max(every, default=None)


@lru_cache(maxsize=4096)
def papers_for(decision: date | None, today: date, clear_days: int) -> PublicationDates:
    """Return when papers must be out for a decision, over the working days of England."""
    return publication_dates.dates_for(working_days(), decision, today, clear_days)


@dataclass(frozen=True)
class Reader:
    """The person who looks at the queue, the day, and the titles of the groups in their order."""

    person: Person
    council: Council
    today: date
    titles: Mapping[str, str]

    @cached_property
    def is_champion(self) -> bool:
        return Role.CHAMPION in self.person.roles

    @cached_property
    def is_equality_lead(self) -> bool:
        return Role.EQUALITY_LEAD in self.person.roles

    def rows(self, session: Session, page_rows: Sequence[AnyRow]) -> list[Waiting]:
        """Return one page of rows, from their facts."""
        stands, negative = _stands(session, page_rows), _negative(session, page_rows)
        return [
            self._row(facts, stands.get(facts.id, []), negative.get(facts.id, set()))
            for facts in page_rows
        ]

    def _row(self, facts: AnyRow, stands: Sequence[ReviewerStand], negative: set[str]) -> Waiting:
        person = self.person
        own = next((stand for stand in stands if stand.person_id == person.id), None)
        works_on_it = person.id in {facts.lead_id, facts.contributing}
        clash = conflict(
            person.id,
            person.service,
            lead_id=facts.lead_id,
            contributor_ids=[facts.contributing],
            service=facts.service,
            statuses=stands,
        )
        is_having = own is not None and own.is_reviewing
        return Waiting(
            facts=facts,
            papers=papers_for(facts.decision_date, self.today, self.council.clear_days),
            groups=[title for group, title in self.titles.items() if group in negative],
            stands=stands,
            mine=own,
            conflict=clash if self.is_champion else None,
            may_claim=self.is_champion and not clash and not is_having,
            sees_review=self.is_equality_lead or works_on_it or not clash,
        )


def _stands(session: Session, page_rows: Sequence[AnyRow]) -> dict[UUID, list[ReviewerStand]]:
    """Return the reviewers of these assessments, present and former, by assessment."""
    ids = {"ids": [row.id for row in page_rows], "rounds": [row.round_id for row in page_rows]}
    stands: dict[UUID, list[ReviewerStand]] = {}
    for row in session.execute(STANDS, ids):
        stand = ReviewerStand(
            person_id=row.person_id,
            name=row.name,
            is_reviewing=row.claimed_at is not None and row.recused_at is None,
            is_recused=row.recused_at is not None,
            is_excepted=row.excepted_by_id is not None,
            chased_at=row.chased_at,
            given_at=row.given_at,
        )
        stands.setdefault(row.assessment_id, []).append(stand)
    return stands


def _negative(session: Session, page_rows: Sequence[AnyRow]) -> dict[UUID, set[str]]:
    """Return the groups on which these have a negative effect, by assessment."""
    found_in = session.execute(NEGATIVE, {"ids": [row.id for row in page_rows]})
    return {id_: set(groups.split(",")) for id_, groups in found_in}
