"""The tables of an assessment: answers, rows, actions, snapshots, sign-offs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia_app.domain.journey.routing import Route
from eia_app.domain.workflow.states import State
from eia_app.storage.base import Base
from eia_app.storage.models.people import Person
from eia_app.storage.models.reviews import Invitation, Reviewer
from eia_app.storage.models.training import STAYS_A_DRAFT, Practisable
from eia_app.storage.search_columns import SearchedAssessment, SearchedRow


class StoredEdition(Base):
    """An edition as it was when first used: its tables and their hash. Never changed."""

    __tablename__ = "edition"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(unique=True)  # such as "eia/2026-1"
    sha256: Mapped[str]
    definition: Mapped[dict[str, Any]]
    frozen_at: Mapped[datetime]


class Assessment(SearchedAssessment, Practisable, Base):
    """One Equality Impact Assessment, answered against one frozen edition."""

    __tablename__ = "assessment"
    __table_args__ = (
        Index("ix_assessment_state_changed_at", "state", "changed_at"),
        Index("ix_assessment_state_decision_date_reference", "state", "decision_date", "reference"),
        STAYS_A_DRAFT,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    reference: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    service: Mapped[str] = mapped_column(default="")
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"), index=True)
    local_groups: Mapped[list[Any]] = mapped_column(default=list)  # as they were at the start
    lead_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[State] = mapped_column(default=State.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    revision: Mapped[int] = mapped_column()
    route: Mapped[Route | None]
    route_reasons: Mapped[list[Any]] = mapped_column(default=list)
    override: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    # The equality lead asked the review group to look, though it is not major.
    review_asked: Mapped[bool] = mapped_column(default=False, server_default=false())
    # The reference of the assessment that this one looks at again ("" = none).
    follows: Mapped[str] = mapped_column(default="", server_default="", index=True)
    negative_groups: Mapped[int] = mapped_column(default=0)
    decision_body: Mapped[str] = mapped_column(default="")
    decision_date: Mapped[date | None]
    started_at: Mapped[datetime]
    changed_at: Mapped[datetime]  # by a save or a step; comments and opinions leave it
    submitted_at: Mapped[datetime | None]

    lead: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    contributors: Mapped[list[Contributor]] = relationship(
        back_populates="assessment", order_by="Contributor.added_at"
    )
    reviewers: Mapped[list[Reviewer]] = relationship(
        back_populates="assessment", order_by="Reviewer.claimed_at"
    )
    invitations: Mapped[list[Invitation]] = relationship(
        back_populates="assessment", order_by="Invitation.at"
    )

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 - SQLAlchemy's own name

    @property
    def contributor_ids(self) -> list[UUID]:
        return [contributor.person_id for contributor in self.contributors]

    @property
    def invited_ids(self) -> list[UUID]:
        """The colleagues asked for an opinion whose invitation was not withdrawn."""
        return [
            invitation.person_id
            for invitation in self.invitations
            if invitation.withdrawn_at is None
        ]


class Contributor(Base):
    """Somebody whom the lead asked to work on the assessment."""

    __tablename__ = "contributor"

    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    expertise: Mapped[str] = mapped_column(default="")
    added_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]

    assessment: Mapped[Assessment] = relationship(back_populates="contributors")
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined", innerjoin=True)


class Answer(Base):
    """The answer to one question, for one group ("" = none)."""

    __tablename__ = "answer"

    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    group_id: Mapped[str] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    section: Mapped[str]
    value: Mapped[Any] = mapped_column(JSON)  # JSON null when the answer was taken away
    revision: Mapped[int]  # of its section, when it was saved
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    # Carried over, and not yet confirmed or changed by anybody.
    carried: Mapped[bool] = mapped_column(default=False, server_default=false())


class ReplacedValue(Base):
    """A value that was answered once and replaced or removed. Never changed."""

    __tablename__ = "replaced_value"

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    section: Mapped[str]
    group_id: Mapped[str] = mapped_column(default="")
    row_id: Mapped[UUID | None]
    question: Mapped[str]
    value: Mapped[Any] = mapped_column(JSON)
    revision: Mapped[int]  # of its section (or row), when it was saved
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    replaced_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    replaced_at: Mapped[datetime]


class RowColumns:
    """The columns of a row of any list."""

    id: Mapped[UUID] = mapped_column(primary_key=True)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    section: Mapped[str]
    position: Mapped[int]
    values: Mapped[dict[str, Any]]
    revision: Mapped[int] = mapped_column(default=1)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    carried: Mapped[bool] = mapped_column(default=False, server_default=false())


class ListRow(SearchedRow, RowColumns, Base):
    """A row of evidence, engagement, options and so on."""

    __tablename__ = "list_row"


class MitigatingAction(RowColumns, Base):
    """A mitigating action: it lives on after sign-off, so what is asked of it has columns."""

    __tablename__ = "action"

    status: Mapped[str] = mapped_column(default="")
    owner: Mapped[str] = mapped_column(default="")
    due: Mapped[date | None]


class SectionState(Base):
    """The last save of a section and its revision: the lock against two people in one section."""

    __tablename__ = "section_state"

    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    section: Mapped[str] = mapped_column(primary_key=True)
    group_id: Mapped[str] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column()
    saved_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime]

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 - SQLAlchemy's own name


class StoredEffect(Base):
    """The effect on one group, in columns that the register and the queue can ask for."""

    __tablename__ = "group_effect"

    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    group_id: Mapped[str] = mapped_column(primary_key=True)
    positive: Mapped[bool]
    negative: Mapped[bool]
    neutral: Mapped[bool]
    unknown: Mapped[bool]
    severity: Mapped[str] = mapped_column(default="")
    likelihood: Mapped[str] = mapped_column(default="")


class StoredSnapshot(Base):
    """The canonical JSON of an assessment at one moment, with its SHA-256. Never changed."""

    __tablename__ = "snapshot"
    __table_args__ = (UniqueConstraint("assessment_id", "sha256"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    version: Mapped[int]
    sha256: Mapped[str]
    content: Mapped[str]
    taken_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    taken_at: Mapped[datetime]


class SignOff(Base):
    """The Head of Service's declaration over one snapshot."""

    __tablename__ = "sign_off"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    version: Mapped[int]
    snapshot_id: Mapped[UUID] = mapped_column(ForeignKey("snapshot.id"), unique=True)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    declaration: Mapped[str]

    by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    snapshot: Mapped[StoredSnapshot] = relationship(lazy="raise_on_sql")


class ReferenceCounter(Base):
    """The last number given out in a year."""

    __tablename__ = "reference_counter"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]
