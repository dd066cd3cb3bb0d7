"""Sessions end on the server, and failed sign-ins are counted by account and address"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, MOMENT, nullable=nullable)


def text(name: str, *, primary_key: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=False, primary_key=primary_key)


def upgrade() -> None:
    op.create_table(
        "user_session",
        sa.Column("id", sa.Uuid(), primary_key=True),
        text("secret_hash"),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        text("browser"),
        *(moment(name) for name in ("began_at", "seen_at", "confirmed_at")),
        moment("ended_at", nullable=True),
        sa.UniqueConstraint("secret_hash"),
    )
    op.create_index(op.f("ix_user_session_person_id"), "user_session", ["person_id"])
    op.create_table(
        "sign_in_failures",
        text("account", primary_key=True),
        text("address", primary_key=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        moment("locked_until", nullable=True),
        moment("forget_at"),
    )
    op.create_index(op.f("ix_sign_in_failures_forget_at"), "sign_in_failures", ["forget_at"])
    op.drop_column("person", "failed_sign_ins")
    op.drop_column("person", "locked_until")


def downgrade() -> None:
    """Everybody signs in again, and no account is locked."""
    op.drop_table("sign_in_failures")
    op.drop_table("user_session")
    op.add_column("person", moment("locked_until", nullable=True))
    none = sa.Column("failed_sign_ins", sa.Integer(), nullable=False, server_default=sa.text("0"))
    op.add_column("person", none)
    if op.get_bind().dialect.name != "sqlite":
        op.alter_column("person", "failed_sign_ins", server_default=None)
        return
    # SQLite has no way to take a default away but a new table, which others point at. This is how
    # its own manual says to change a table's text alone.
    op.execute("PRAGMA writable_schema = ON")
    op.execute(
        "UPDATE sqlite_schema SET sql = replace(sql, 'failed_sign_ins INTEGER DEFAULT 0',"
        " 'failed_sign_ins INTEGER') WHERE name = 'person'"
    )
    op.execute("PRAGMA writable_schema = RESET")
