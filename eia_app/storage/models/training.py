"""The tables of practice, and what keeps practice out of everything else.

Whatever is selected from the assessments, by whomever and through whatever join, is without those
for practice, unless its statement has the option `WITH_PRACTICE`. So a list that is added one day
is right before anybody has thought of it. What belongs to assessments (answers, rows, effects) is
left out where it is joined with them: join it, wherever it is of more than one.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, event, false
from sqlalchemy.orm import (
    Mapped,
    ORMExecuteState,
    Session,
    mapped_column,
    relationship,
    with_loader_criteria,
)

from eia_app.storage.base import Base
from eia_app.storage.models.people import Person

WITH_PRACTICE = {"with_practice": True}  # an execution option
STAYS_A_DRAFT = CheckConstraint(
    "NOT practice OR state IN ('draft', 'withdrawn')", name="practice_stays_a_draft"
)


class Practisable:
    """The column that marks an assessment as practice."""

    practice: Mapped[bool] = mapped_column(default=False, server_default=false())


class Workshop(Base):
    """An occasion at which colleagues practise with the same scenario of the guide."""

    __tablename__ = "workshop"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    title: Mapped[str]
    edition: Mapped[str]  # the name of the one that everybody in it answers, such as “eia/2026-1”
    scenario: Mapped[str]
    opened_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    opened_by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class Exercise(Base):
    """The scenario of an assessment for practice, and the workshop that it was begun in, if any."""

    __tablename__ = "exercise"

    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    workshop_id: Mapped[UUID | None] = mapped_column(ForeignKey("workshop.id"), index=True)
    scenario: Mapped[str] = mapped_column(default="")  # none: it began empty


REAL = with_loader_criteria(
    Practisable,
    lambda table: table.practice.is_(False),
    include_aliases=True,
)


@event.listens_for(Session, "do_orm_execute")
def _leave_out_practice(execution: ORMExecuteState) -> None:
    """Add the condition to selects. Parts of what is loaded already are left as they are."""
    is_new = (
        execution.is_select and not execution.is_column_load and not execution.is_relationship_load
    )
    if is_new and not execution.execution_options.get("with_practice"):
        execution.statement = execution.statement.options(REAL)
