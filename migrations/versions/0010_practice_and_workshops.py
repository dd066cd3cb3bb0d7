"""Assessments for practice, and the workshops in which people practise"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
STAYS = "NOT practice OR state IN ('draft', 'withdrawn')"


def points(name: str, table: str, **more: bool) -> sa.Column:
    return sa.Column(name, sa.Uuid(), sa.ForeignKey(f"{table}.id"), **{"nullable": False, **more})


def upgrade() -> None:
    no = "0" if op.get_bind().dialect.name == "sqlite" else "false"
    # Written out, as Alembic would make the whole table again to give it a check on SQLite.
    op.execute(
        f"ALTER TABLE assessment ADD COLUMN practice BOOLEAN DEFAULT {no} NOT NULL"
        f" CONSTRAINT ck_assessment_practice_stays_a_draft CHECK ({STAYS})"
    )
    op.execute("UPDATE assessment SET practice = (1 = 1) WHERE reference LIKE 'PRACTICE-%'")
    op.create_table(
        "workshop",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("scenario", sa.Text(), nullable=False),
        points("opened_by_id", "person"),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
    )
    op.create_table(
        "exercise",
        points("assessment_id", "assessment", primary_key=True),
        points("workshop_id", "workshop", nullable=True, index=True),
        sa.Column("scenario", sa.Text(), nullable=False),
    )


def downgrade() -> None:
    """The older program knows no practice: nobody is to take it for work that goes on."""
    op.drop_table("exercise")
    op.drop_table("workshop")
    op.execute("UPDATE assessment SET state = 'withdrawn' WHERE practice")
    op.drop_column("assessment", "practice")
