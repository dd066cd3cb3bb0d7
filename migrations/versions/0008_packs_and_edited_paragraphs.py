"""Packs of reports for a meeting, and paragraphs that somebody edited"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def points(name: str, table: str, **more: bool) -> sa.Column:
    return sa.Column(name, sa.Uuid(), sa.ForeignKey(f"{table}.id"), **{"nullable": False, **more})


def upgrade() -> None:
    op.create_table(
        "pack",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("summaries", sa.Boolean(), nullable=False),
        points("by_id", "person", index=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("told_at", MOMENT, nullable=True),
    )
    op.create_table(
        "pack_part",
        points("pack_id", "pack", primary_key=True),
        sa.Column("position", sa.Integer(), primary_key=True, autoincrement=False),
        points("assessment_id", "assessment", index=True),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_table(
        "kept_pack",
        sa.Column("key", sa.Text(), primary_key=True),
        points("pack_id", "pack", index=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("faults", sa.JSON(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
    )
    op.create_table(
        "edited_paragraph",
        sa.Column("id", sa.Uuid(), primary_key=True),
        points("assessment_id", "assessment", index=True),
        points("snapshot_id", "snapshot", index=True),
        sa.Column("text", sa.Text(), nullable=False),
        points("by_id", "person"),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("dropped_at", MOMENT, nullable=True),
    )


def downgrade() -> None:
    for table in ("edited_paragraph", "kept_pack", "pack_part", "pack"):
        op.drop_table(table)
