"""Why something that the coach pointed out is kept as it is"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TEXTS = ("rule", "section", "group_id", "question")
MORE_TEXTS = ("text_sha256", "sentence", "reason")


def upgrade() -> None:
    op.create_table(
        "kept_finding",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("assessment_id", sa.Uuid(), sa.ForeignKey("assessment.id"), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in TEXTS),
        sa.Column("row_id", sa.Uuid(), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in MORE_TEXTS),
        sa.Column("by_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index(op.f("ix_kept_finding_assessment_id"), "kept_finding", ["assessment_id"])


def downgrade() -> None:
    op.drop_table("kept_finding")
