"""An event may explain another that nobody can read"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

BEFORE = (
    "start", "submit", "request_changes", "resubmit", "complete_review", "decline", "sign_off",
    "record_decision", "reopen", "close", "withdraw", "restore", "ask_review", "add_contributor",
    "remove_contributor", "override_route", "claim", "unclaim", "assign", "except", "recuse",
    "give_opinion", "invite", "answer_invitation", "extend", "refer_up", "chase", "carry_over",
    "assess_again",
)  # fmt: skip
NEW = "explain"
EVENT = sa.table("event", sa.column("action", sa.Text()))


def upgrade() -> None:
    steps((*BEFORE, NEW))


def downgrade() -> None:
    """A log that is a chain cannot lose an event: where something was explained, it is refused."""
    happened = sa.select(sa.func.count()).select_from(EVENT).where(EVENT.c.action == NEW)
    if op.get_bind().scalar(happened):
        raise RuntimeError(
            "Events were explained, and the older program has no word for that."
            " Restore a backup instead."
        )
    steps(BEFORE)


def steps(known: tuple[str, ...]) -> None:
    """Let the log hold these steps and no others."""
    words = ", ".join(f"'{step}'" for step in known)
    with op.batch_alter_table("event") as table:
        table.drop_constraint(op.f("ck_event_action"), type_="check")
        table.create_check_constraint(op.f("ck_event_action"), f"action IN ({words})")
