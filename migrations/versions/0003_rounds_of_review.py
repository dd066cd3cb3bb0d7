"""Rounds of review, and what is said in them"""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = (
    "review_round", "reviewer", "opinion", "comment", "reply", "invitation", "private_note",
    "review_condition",
)  # fmt: skip
RECOMMENDATIONS = ("support", "support_with_conditions", "changes_needed", "cannot_say")
COMMENTS = ("must_address", "suggestion", "question", "praise")
REPLIES = ("changed", "not_changed")
OUTCOMES = ("agreed", "agreed_with_conditions", "changes_needed")
USUAL_QUORUM, USUAL_TIME = 3, timedelta(days=14)  # ten working days
IT = sa.table(
    "assessment",
    sa.column("id", sa.Uuid()), sa.column("state", sa.Text()), sa.column("version", sa.Integer()),
    sa.column("route_reasons", sa.JSON()),
)  # fmt: skip
EVENT = sa.table(
    "event",
    sa.column("id", sa.Integer()), sa.column("assessment_id", sa.Uuid()),
    sa.column("action", sa.Text()), sa.column("by_id", sa.Uuid()),
    sa.column("at", sa.DateTime(timezone=True)), sa.column("detail", sa.JSON()),
)  # fmt: skip
SNAPSHOT = sa.table(
    "snapshot",
    sa.column("id", sa.Uuid()), sa.column("assessment_id", sa.Uuid()),
    sa.column("version", sa.Integer()), sa.column("taken_at", sa.DateTime(timezone=True)),
)  # fmt: skip
ROUND = sa.table(
    "review_round",
    sa.column("id", sa.Uuid()), sa.column("assessment_id", sa.Uuid()),
    sa.column("number", sa.Integer()), sa.column("version", sa.Integer()),
    sa.column("snapshot_id", sa.Uuid()), sa.column("reasons", sa.JSON()),
    sa.column("quorum", sa.Integer()), sa.column("due", sa.Date()),
    sa.column("opened_at", sa.DateTime(timezone=True)), sa.column("opened_by_id", sa.Uuid()),
    sa.column("referred_to", sa.Text()), sa.column("note", sa.Text()),
    sa.column("sections", sa.JSON()), sa.column("record_sha256", sa.Text()),
    sa.column("revision", sa.Integer()),
)  # fmt: skip


def upgrade() -> None:
    rounds()
    opinions()
    comments()
    others()
    asked = sa.Column("review_asked", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("assessment", asked)
    begin_rounds()


def downgrade() -> None:
    op.drop_column("assessment", "review_asked")
    for name in reversed(TABLES):
        op.drop_table(name)


def key() -> sa.Column[Any]:
    return sa.Column("id", sa.Uuid(), primary_key=True)


def text(name: str, **more: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), **{"nullable": False, **more})


def number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=False)


def json(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.JSON(), nullable=False)


def day(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Date(), nullable=False)


def moment(name: str, **more: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), **{"nullable": False, **more})


def one_of(name: str, values: tuple[str, ...], kind: str, **more: Any) -> sa.Column[Any]:
    words = sa.Enum(*values, name=kind, native_enum=False, create_constraint=True, length=40)
    return sa.Column(name, words, **{"nullable": False, **more})


def of(table: str, name: str = "", **more: Any) -> sa.Column[Any]:
    """The id of a row of another table."""
    refers = sa.ForeignKey(f"{table}.id")
    return sa.Column(name or f"{table}_id", sa.Uuid(), refers, **{"nullable": False, **more})


def rounds() -> None:
    op.create_table(
        "review_round",
        key(), of("assessment"), number("number"), number("version"), of("snapshot", index=True),
        json("reasons"), number("quorum"), day("due"), moment("opened_at"),
        of("person", "opened_by_id"), text("referred_to"), moment("closed_at", nullable=True),
        of("person", "closed_by_id", nullable=True),
        one_of("outcome", OUTCOMES, "outcome", nullable=True), text("note"), json("sections"),
        text("record_sha256"), sa.Column("findings", sa.JSON(), nullable=True), number("revision"),
        sa.UniqueConstraint("assessment_id", "number"),
    )  # fmt: skip
    op.create_table(
        "reviewer",
        of("assessment", primary_key=True), of("person", primary_key=True, index=True),
        moment("claimed_at", nullable=True), of("person", "assigned_by_id", nullable=True),
        moment("recused_at", nullable=True), text("recusal_reason"),
        of("person", "excepted_by_id", nullable=True), text("exception_reason"),
        moment("chased_at", nullable=True),
    )  # fmt: skip


def opinions() -> None:
    recommendation = one_of("recommendation", RECOMMENDATIONS, "recommendation", nullable=True)
    op.create_table(
        "opinion",
        key(), of("assessment", index=True), of("review_round", "round_id"),
        of("person", index=True), json("checklist"), recommendation, text("reason"),
        moment("started_at"), moment("given_at", nullable=True), number("revision"),
        sa.UniqueConstraint("round_id", "person_id"),
    )  # fmt: skip
    recommendation = one_of("recommendation", RECOMMENDATIONS, "recommendation", nullable=True)
    op.create_table(
        "invitation",
        key(), of("assessment", index=True), of("review_round", "round_id"),
        of("person", index=True), text("section"), text("group_id"), text("question"), day("due"),
        of("person", "invited_by_id"), moment("at"), moment("withdrawn_at", nullable=True),
        recommendation, text("reason"), moment("answered_at", nullable=True), number("revision"),
        sa.UniqueConstraint("round_id", "person_id", "section", "group_id"),
    )  # fmt: skip


def comments() -> None:
    op.create_table(
        "comment",
        key(), of("assessment", index=True), of("review_round", "round_id"),
        of("person", index=True), text("section"), text("group_id"), text("question"),
        sa.Column("row_id", sa.Uuid(), nullable=True), one_of("kind", COMMENTS, "comment_kind"),
        text("text"), moment("at"), moment("edited_at", nullable=True),
        moment("removed_at", nullable=True), number("revision"),
    )  # fmt: skip
    op.create_index("ix_comment_round_id_at", "comment", ["round_id", "at"])
    op.create_table(
        "reply",
        of("comment", primary_key=True), of("assessment", index=True),
        one_of("kind", REPLIES, "reply_kind"), text("text"), of("person", "by_id"), moment("at"),
        number("revision"),
    )  # fmt: skip


def others() -> None:
    op.create_table(
        "private_note",
        of("assessment", primary_key=True), of("person", primary_key=True), text("text"),
        moment("at"),
    )  # fmt: skip
    op.create_table(
        "review_condition",
        key(), of("assessment", index=True), of("review_round", "round_id", index=True),
        text("text"), text("owner"), day("due"), text("measure"), of("person", "by_id"),
        moment("at"), moment("removed_at", nullable=True),
        sa.Column("action_id", sa.Uuid(), nullable=True),
    )  # fmt: skip


def begin_rounds() -> None:
    """What is in review, or was withdrawn from it, gets a round, so that it can be closed."""
    connection = op.get_bind()
    begun = missing_rounds(connection)
    if begun:
        connection.execute(ROUND.insert(), begun)


def missing_rounds(connection: sa.Connection) -> list[dict[str, Any]]:
    begun = []
    states = sa.select(IT).where(IT.c.state.in_(["in_review", "withdrawn"])).order_by(IT.c.id)
    for it in connection.execute(states).all():
        came = last(connection, it.id, "submit", "resubmit")
        gone = last(connection, it.id, "withdraw")
        of_version = sa.select(SNAPSHOT.c.id).where(
            SNAPSHOT.c.assessment_id == it.id, SNAPSHOT.c.version == it.version
        )
        taken = connection.scalar(of_version.order_by(SNAPSHOT.c.taken_at.desc()).limit(1))
        left = it.state == "withdrawn" and not (gone and gone.detail.get("from") == "in_review")
        if left or came is None or taken is None:
            continue
        begun.append(
            {
                "id": uuid4(),
                "assessment_id": it.id,
                "number": 1,
                "version": it.version,
                "snapshot_id": taken,
                "reasons": it.route_reasons,
                "quorum": USUAL_QUORUM,
                "due": (came.at + USUAL_TIME).date(),
                "opened_at": came.at,
                "opened_by_id": came.by_id,
                "referred_to": "",
                "note": "",
                "sections": [],
                "record_sha256": "",
                "revision": 1,
            }
        )
    return begun


def last(connection: sa.Connection, assessment_id: Any, *actions: str) -> Any:
    """The newest event of one of these kinds."""
    mine = sa.select(EVENT).where(
        EVENT.c.assessment_id == assessment_id, EVENT.c.action.in_(actions)
    )
    return connection.execute(mine.order_by(EVENT.c.id.desc()).limit(1)).first()
