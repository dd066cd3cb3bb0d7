"""Files are rendered from one queue, which any number of hosts share"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
FILE = sa.table(
    "rendered_file",
    *(sa.column(name) for name in ("key", "subject", "name", "content", "made_at")),
)


def text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=False)


def number(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=False)


def upgrade() -> None:
    op.create_table(
        "render_job",
        sa.Column("key", sa.Text(), primary_key=True),
        *(text(name) for name in ("subject", "name", "inputs")),
        number("size"),
        number("priority"),
        sa.Column("by_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=True, index=True),
        sa.Column("asked_at", MOMENT, nullable=False),
        number("attempts"),
        sa.Column("claimed_until", MOMENT, nullable=True),
        number("done"),
        sa.Column("failed_at", MOMENT, nullable=True, index=True),
        sa.Column("may_retry", sa.Boolean(), nullable=False),
        sa.Column("faults", sa.JSON(), nullable=False),
    )
    op.create_table(
        "rendered_file",
        sa.Column("key", sa.Text(), primary_key=True),
        text("subject"),
        text("name"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=True, index=True),
    )
    for name in ("kept_report", "kept_pack"):
        keep(sa.table(name, *(sa.column(each) for each in ("key", "content", "made_at"))))
        op.drop_table(name)
    for column in ("done", "told_at"):
        op.drop_column("pack", column)


def keep(table: sa.TableClause) -> None:
    """A signed report is the file that people have: it is not made again by this version."""
    columns = table.c.key, sa.literal(""), sa.literal(""), table.c.content, table.c.made_at
    made = sa.select(*columns).where(table.c.content.is_not(None))
    op.execute(FILE.insert().from_select([column.name for column in FILE.c], made))


def downgrade() -> None:
    """The older program makes its files again when somebody asks for them."""
    with op.batch_alter_table("pack") as table:
        table.add_column(sa.Column("done", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("told_at", MOMENT, nullable=True))
    with op.batch_alter_table("pack") as table:
        table.alter_column("done", server_default=None)
    for name, of in (("kept_report", "assessment"), ("kept_pack", "pack")):
        op.create_table(
            name,
            sa.Column("key", sa.Text(), primary_key=True),
            sa.Column(f"{of}_id", sa.Uuid(), sa.ForeignKey(f"{of}.id"), nullable=False, index=True),
            sa.Column("content", sa.LargeBinary(), nullable=True),
            sa.Column("faults", sa.JSON(), nullable=False),
            sa.Column("made_at", MOMENT, nullable=False),
        )
    for name in ("render_job", "rendered_file"):
        op.drop_table(name)
