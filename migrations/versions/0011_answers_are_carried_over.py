"""Answers are carried over to another edition, or to a new assessment"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BEFORE = (
    "start", "submit", "request_changes", "resubmit", "complete_review", "decline", "sign_off",
    "record_decision", "reopen", "close", "withdraw", "restore", "ask_review", "add_contributor",
    "remove_contributor", "override_route", "claim", "unclaim", "assign", "except", "recuse",
    "give_opinion", "invite", "answer_invitation", "extend", "refer_up", "chase",
)  # fmt: skip
NEW = ("carry_over", "assess_again")
TABLES = ("answer", "list_row", "action")
EVENT = sa.table("event", sa.column("action", sa.Text()))


def text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=False)


def json(name: str) -> sa.Column:
    return sa.Column(name, sa.JSON(), nullable=False)


def moment(name: str) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def upgrade() -> None:
    steps((*BEFORE, *NEW))
    for table in TABLES:
        carried = sa.Column("carried", sa.Boolean(), nullable=False, server_default=sa.false())
        op.add_column(table, carried)
    follows = sa.Column("follows", sa.Text(), nullable=False, server_default="")
    op.add_column("assessment", follows)
    op.create_index(op.f("ix_assessment_follows"), "assessment", ["follows"])
    op.create_table(
        "orphaned_answer",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("assessment_id", sa.Uuid(), sa.ForeignKey("assessment.id"), nullable=False),
        *(text(name) for name in ("edition", "section", "group_id")),
        sa.Column("row_id", sa.Uuid(), nullable=True),
        text("question"), json("value"), text("place"), text("ask"), json("text"),
        sa.Column("by_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        moment("at"), moment("orphaned_at"),
    )  # fmt: skip
    op.create_index(op.f("ix_orphaned_answer_assessment_id"), "orphaned_answer", ["assessment_id"])


def downgrade() -> None:
    """A log that is a chain cannot lose an event: where something was carried, this is refused."""
    happened = sa.select(sa.func.count()).select_from(EVENT).where(EVENT.c.action.in_(NEW))
    if op.get_bind().scalar(happened):
        raise RuntimeError(
            "Assessments were carried over, and the older program has no word for that."
            " Restore a backup instead."
        )
    op.drop_table("orphaned_answer")
    op.drop_index(op.f("ix_assessment_follows"), "assessment")
    op.drop_column("assessment", "follows")
    for table in TABLES:
        op.drop_column(table, "carried")
    steps(BEFORE)


def steps(known: tuple[str, ...]) -> None:
    """Let the log hold these steps and no others."""
    words = ", ".join(f"'{step}'" for step in known)
    with op.batch_alter_table("event") as table:
        table.drop_constraint(op.f("ck_event_action"), type_="check")
        table.create_check_constraint(op.f("ck_event_action"), f"action IN ({words})")
