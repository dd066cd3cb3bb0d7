"""People are told when an assessment is to be looked at again"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

BEFORE = (
    "review_waiting", "assigned", "invited", "review_due", "review_late", "opinion_given",
    "quorum_reached", "changes_requested", "replies_ready", "round_closed",
    "sign_off_waiting", "signed_off", "declined", "decided", "reopened", "withdrawn",
)  # fmt: skip
NEW = "look_again"
TABLES = ("notice", "notice_choice")


def upgrade() -> None:
    kinds((*BEFORE, NEW))


def downgrade() -> None:
    """The older program knows no such news, and makes it again after the next upgrade."""
    for name in TABLES:
        table = sa.table(name, sa.column("kind", sa.Text()))
        op.execute(table.delete().where(table.c.kind == NEW))
    kinds(BEFORE)


def kinds(known: tuple[str, ...]) -> None:
    """Let people be told of these kinds of things and of no others."""
    words = ", ".join(f"'{kind}'" for kind in known)
    for name in TABLES:
        with op.batch_alter_table(name) as table:
            table.drop_constraint(op.f(f"ck_{name}_notice_kind"), type_="check")
            table.create_check_constraint(op.f(f"ck_{name}_notice_kind"), f"kind IN ({words})")
