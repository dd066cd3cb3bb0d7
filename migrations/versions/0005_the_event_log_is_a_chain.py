"""The event log is a chain, and knows the steps of review"""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BEGINNING = "0" * 64
BEFORE = (
    "start", "submit", "request_changes", "resubmit", "complete_review", "decline", "sign_off",
    "record_decision", "reopen", "close", "withdraw", "restore", "ask_review", "add_contributor",
    "remove_contributor", "override_route",
)  # fmt: skip
NEW = (
    "claim", "unclaim", "assign", "except", "recuse", "give_opinion", "invite",
    "answer_invitation", "extend", "refer_up", "chase",
)  # fmt: skip
ASKED = "ask_review"
EVENT = sa.table(
    "event",
    sa.column("id", sa.Integer()), sa.column("assessment_id", sa.Uuid()),
    sa.column("version", sa.Integer()), sa.column("action", sa.Text()),
    sa.column("state", sa.Text()), sa.column("by_id", sa.Uuid()),
    sa.column("at", sa.DateTime(timezone=True)), sa.column("note", sa.Text()),
    sa.column("detail", sa.JSON()), sa.column("prior", sa.Text()), sa.column("sha256", sa.Text()),
)  # fmt: skip


def upgrade() -> None:
    steps((*BEFORE, *NEW))
    op.add_column("event", sa.Column("prior", sa.Text(), nullable=True))
    op.add_column("event", sa.Column("sha256", sa.Text(), nullable=True))
    op.create_table(
        "log_head",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
    )
    chain()
    with op.batch_alter_table("event") as table:
        table.alter_column("prior", nullable=False)
        table.alter_column("sha256", nullable=False)
        table.create_unique_constraint(op.f("uq_event_sha256"), ["sha256"])


def downgrade() -> None:
    """The older log has no words for the steps of review: they go, as the reviews do."""
    op.execute(EVENT.delete().where(EVENT.c.action.in_([*NEW, ASKED])))
    op.drop_table("log_head")
    with op.batch_alter_table("event") as table:
        table.drop_constraint(op.f("uq_event_sha256"), type_="unique")
        table.drop_column("sha256")
        table.drop_column("prior")
    steps(tuple(step for step in BEFORE if step != ASKED))


def steps(known: tuple[str, ...]) -> None:
    """Let the log hold these steps and no others."""
    words = ", ".join(f"'{step}'" for step in known)
    with op.batch_alter_table("event") as table:
        table.drop_constraint(op.f("ck_event_action"), type_="check")
        table.create_check_constraint(op.f("ck_event_action"), f"action IN ({words})")


def chain() -> None:
    """Chain the events that there are, in their order."""
    connection, prior, count = op.get_bind(), BEGINNING, 0
    for event in connection.execute(sa.select(EVENT).order_by(EVENT.c.id)).mappings().all():
        own = digest(prior, dict(event))
        mine = EVENT.update().where(EVENT.c.id == event["id"])
        connection.execute(mine.values(prior=prior, sha256=own))
        prior, count = own, count + 1
    head = sa.table(
        "log_head", sa.column("id", sa.Integer()), sa.column("sha256", sa.Text()),
        sa.column("events", sa.Integer()),
    )  # fmt: skip
    if count:
        connection.execute(head.insert().values(id=1, sha256=prior, events=count))


def digest(prior: str, event: dict[str, Any]) -> str:
    """As the program of this revision computes it."""
    at: datetime = event["at"]
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    whole = {key: str(event[key]) for key in ("assessment_id", "action", "state", "by_id")} | {
        "prior": prior,
        "version": event["version"],
        "at": at.isoformat(timespec="microseconds"),
        "note": event["note"],
        "detail": event["detail"],
    }
    text = json.dumps(whole, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
