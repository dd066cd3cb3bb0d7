"""Files that are attached to evidence and engagement"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TYPES = ("pdf", "docx", "xlsx", "odt", "ods", "csv", "txt", "png", "jpg")


def points(name: str, table: str, **more: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid(), sa.ForeignKey(f"{table}.id"), **{"nullable": False, **more})


def text(name: str, **more: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), **{"nullable": False, **more})


def moment(name: str, **more: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), **{"nullable": False, **more})


def upgrade() -> None:
    kind = sa.Enum(*TYPES, name="file_type", native_enum=False, create_constraint=True, length=40)
    op.create_table(
        "attachment",
        sa.Column("id", sa.Uuid(), primary_key=True),
        points("assessment_id", "assessment", index=True),
        text("section"),
        points("row_id", "list_row", index=True),
        text("name"),
        sa.Column("type", kind, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        text("sha256", index=True),
        points("by_id", "person"),
        moment("at"),
        points("removed_by_id", "person", nullable=True),
        moment("removed_at", nullable=True),
    )
    op.create_table(
        "file_content",
        text("sha256", primary_key=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("file_content")
    op.drop_table("attachment")
