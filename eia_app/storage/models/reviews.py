"""The tables of review: rounds, reviewers, comments and replies, opinions. All kept for ever."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eia_app.domain.review.review import CommentKind, Outcome, Recommendation, ReplyKind
from eia_app.storage.base import Base
from eia_app.storage.models.people import Person

if TYPE_CHECKING:
    from eia_app.storage.models.assessment import Assessment


class Round(Base):
    """One pass of review over one snapshot. `number` counts the rounds of an assessment from 1."""

    __tablename__ = "review_round"
    __table_args__ = (UniqueConstraint("assessment_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"))
    number: Mapped[int]
    version: Mapped[int]
    snapshot_id: Mapped[UUID] = mapped_column(ForeignKey("snapshot.id"), index=True)
    reasons: Mapped[list[Any]] = mapped_column(default=list)  # why it came here, as sentences
    quorum: Mapped[int]
    due: Mapped[date]  # when opinions are wanted
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    referred_to: Mapped[str] = mapped_column(default="")  # to whom it was referred up, by role
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    outcome: Mapped[Outcome | None]
    note: Mapped[str] = mapped_column(default="")
    sections: Mapped[list[Any]] = mapped_column(default=list)  # [section, group or ""] to change
    record_sha256: Mapped[str] = mapped_column(default="")  # of what was said, when it was closed
    # How many things the coach noticed when it was opened: `open`, and `kept` with a reason.
    findings: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    revision: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 - SQLAlchemy's own name


class Reviewer(Base):
    """One person's part in the review of one assessment, over all its rounds."""

    __tablename__ = "reviewer"

    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    claimed_at: Mapped[datetime | None]  # None: not reviewing, or not any more
    assigned_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    recused_at: Mapped[datetime | None]
    recusal_reason: Mapped[str] = mapped_column(default="")
    excepted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    exception_reason: Mapped[str] = mapped_column(default="")  # why the same service is accepted
    chased_at: Mapped[datetime | None]

    assessment: Mapped[Assessment] = relationship(back_populates="reviewers")
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined", innerjoin=True)

    @property
    def is_recused(self) -> bool:
        return self.recused_at is not None

    @property
    def is_reviewing(self) -> bool:
        return self.claimed_at is not None and not self.is_recused

    @property
    def is_excepted(self) -> bool:
        return self.excepted_by_id is not None


class Opinion(Base):
    """A reviewer's work in one round: their checklist as they go, and what they recommend."""

    __tablename__ = "opinion"
    __table_args__ = (UniqueConstraint("round_id", "person_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("review_round.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    checklist: Mapped[dict[str, Any]] = mapped_column(default=dict)  # item id: yes, partly or no
    recommendation: Mapped[Recommendation | None]
    reason: Mapped[str] = mapped_column(default="")
    started_at: Mapped[datetime]
    given_at: Mapped[datetime | None]  # None: not given yet, and nobody else's to read
    revision: Mapped[int] = mapped_column()

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 - SQLAlchemy's own name


class Comment(Base):
    """A champion's remark in one round, about one place. Edited only until the round closes."""

    __tablename__ = "comment"
    __table_args__ = (Index("ix_comment_round_id_at", "round_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("review_round.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    section: Mapped[str] = mapped_column(default="")
    group_id: Mapped[str] = mapped_column(default="")
    question: Mapped[str] = mapped_column(default="")
    row_id: Mapped[UUID | None]
    kind: Mapped[CommentKind]
    text: Mapped[str]
    at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column()

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    reply: Mapped[Reply | None] = relationship(back_populates="comment", lazy="raise_on_sql")
    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 - SQLAlchemy's own name


class Reply(Base):
    """The author's answer to a comment: what was done about it, and why."""

    __tablename__ = "reply"

    comment_id: Mapped[UUID] = mapped_column(ForeignKey("comment.id"), primary_key=True)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    kind: Mapped[ReplyKind]
    text: Mapped[str]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    comment: Mapped[Comment] = relationship(back_populates="reply")
    by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 - SQLAlchemy's own name


class Invitation(Base):
    """A colleague who is no champion, asked for an opinion on one section; and that opinion."""

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("round_id", "person_id", "section", "group_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("review_round.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    section: Mapped[str]
    group_id: Mapped[str] = mapped_column(default="")
    question: Mapped[str]  # what they are asked, in the inviter's words
    due: Mapped[date]
    invited_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    recommendation: Mapped[Recommendation | None]
    reason: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column()

    assessment: Mapped[Assessment] = relationship(back_populates="invitations")
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined", innerjoin=True)
    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 - SQLAlchemy's own name


class PrivateNote(Base):
    """A reviewer's own notes on an assessment. Nobody else reads them, and no export has them."""

    __tablename__ = "private_note"

    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    text: Mapped[str]
    at: Mapped[datetime]


class Condition(Base):
    """A condition of an agreement; it becomes an action when the round closes."""

    __tablename__ = "review_condition"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("review_round.id"), index=True)
    text: Mapped[str]
    owner: Mapped[str]  # by role, as in any action
    due: Mapped[date]
    measure: Mapped[str]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    action_id: Mapped[UUID | None]  # of the action that it became
