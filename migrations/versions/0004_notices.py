"""What people are told, and how"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WAYS = ("at_once", "daily", "never")
KINDS = (
    "review_waiting", "assigned", "invited", "review_due", "review_late", "opinion_given",
    "quorum_reached", "changes_requested", "replies_ready", "round_closed",
    "sign_off_waiting", "signed_off", "declined", "decided", "reopened", "withdrawn",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), primary_key=True), of("person"),
        of("assessment", index=True), one_of("kind", KINDS, "notice_kind"),
        text("once", unique=True), sa.Column("detail", sa.JSON(), nullable=False), moment("at"),
        moment("read_at", nullable=True), one_of("way", WAYS, "way"),
        moment("send_after", nullable=True), sa.Column("attempts", sa.Integer(), nullable=False),
        moment("claimed_at", nullable=True), text("message_id"), moment("sent_at", nullable=True),
        moment("dead_at", nullable=True), text("error"),
    )  # fmt: skip
    op.create_index("ix_notice_person_id_read_at", "notice", ["person_id", "read_at"])
    op.create_index("ix_notice_sent_at_send_after", "notice", ["sent_at", "send_after"])
    op.create_table(
        "notice_choice",
        of("person", primary_key=True),
        one_of("kind", KINDS, "notice_kind", primary_key=True),
        one_of("way", WAYS, "way"),
    )


def downgrade() -> None:
    op.drop_table("notice_choice")
    op.drop_table("notice")


def text(name: str, **more: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), **{"nullable": False, **more})


def moment(name: str, **more: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), **{"nullable": False, **more})


def one_of(name: str, values: tuple[str, ...], kind: str, **more: Any) -> sa.Column[Any]:
    words = sa.Enum(*values, name=kind, native_enum=False, create_constraint=True, length=40)
    return sa.Column(name, words, **{"nullable": False, **more})


def of(table: str, name: str = "", **more: Any) -> sa.Column[Any]:
    """The id of a row of another table."""
    refers = sa.ForeignKey(f"{table}.id")
    return sa.Column(name or f"{table}_id", sa.Uuid(), refers, **{"nullable": False, **more})
