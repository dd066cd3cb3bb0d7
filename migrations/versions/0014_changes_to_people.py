"""Changes to people are events, some of them need two people, and people are told"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ACTIONS = (
    "added", "details_changed", "role_given", "role_taken", "deactivated", "reactivated",
    "link_made", "password_set", "password_changed", "asked", "refused", "taken_back",
)  # fmt: skip
CHANGES = ("give_role", "take_role", "make_link", "reactivate")
ANSWERS = ("confirmed", "refused", "taken_back")
ROLES = ("champion", "equality_lead", "head_of_service", "report_author", "administrator")
BEFORE = (
    "review_waiting", "assigned", "invited", "review_due", "review_late", "opinion_given",
    "quorum_reached", "changes_requested", "replies_ready", "round_closed", "sign_off_waiting",
    "signed_off", "declined", "decided", "reopened", "withdrawn", "look_again",
)  # fmt: skip
NEW = ("account_changed", "people_changed", "confirmation_asked")
TABLES = ("notice", "notice_choice")


def upgrade() -> None:
    op.create_table(
        "person_event",
        sa.Column("id", sa.Integer(), primary_key=True), person("person_id", index=True),
        one_of("action", ACTIONS, "person_action"), person("by_id", nullable=True),
        text("system_user"), moment("at"), sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("after_event", sa.Integer(), nullable=False), text("prior"),
        text("sha256", unique=True),
        sa.CheckConstraint(
            "(by_id IS NULL) = (system_user <> '')", name=op.f("ck_person_event_by_somebody")
        ),
    )  # fmt: skip
    op.create_table(
        "person_request",
        sa.Column("id", sa.Uuid(), primary_key=True), person("person_id"),
        one_of("change", CHANGES, "person_change"), one_of("role", ROLES, "role", nullable=True),
        person("asked_by_id"), moment("asked_at"),
        one_of("answer", ANSWERS, "request_answer", nullable=True),
        person("answered_by_id", nullable=True), moment("answered_at", nullable=True),
        sa.CheckConstraint(
            "(role IS NULL) = (change IN ('make_link', 'reactivate'))",
            name=op.f("ck_person_request_role_where_needed"),
        ),
    )  # fmt: skip
    kinds((*BEFORE, *NEW))
    with op.batch_alter_table("notice") as table:
        table.alter_column("assessment_id", existing_type=sa.Uuid(), nullable=True)


def downgrade() -> None:
    """The older program cannot prove a chain with these events in it: their part is cut out.

    What is left is not whole any more, and `eia verify-log` says so where one is missing.
    """
    for name in TABLES:
        table = sa.table(name, sa.column("kind", sa.Text()))
        op.execute(table.delete().where(table.c.kind.in_(NEW)))
    kinds(BEFORE)
    with op.batch_alter_table("notice") as batch:
        batch.alter_column("assessment_id", existing_type=sa.Uuid(), nullable=False)
    op.drop_table("person_request")
    op.drop_table("person_event")


def kinds(known: tuple[str, ...]) -> None:
    """Let people be told of these kinds of things and of no others."""
    words = ", ".join(f"'{kind}'" for kind in known)
    for name in TABLES:
        with op.batch_alter_table(name) as table:
            table.drop_constraint(op.f(f"ck_{name}_notice_kind"), type_="check")
            table.create_check_constraint(op.f(f"ck_{name}_notice_kind"), f"kind IN ({words})")


def text(name: str, **more: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), **{"nullable": False, **more})


def moment(name: str, **more: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), **{"nullable": False, **more})


def one_of(name: str, values: tuple[str, ...], kind: str, **more: Any) -> sa.Column[Any]:
    words = sa.Enum(*values, name=kind, native_enum=False, create_constraint=True, length=40)
    return sa.Column(name, words, **{"nullable": False, **more})


def person(name: str, **more: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid(), sa.ForeignKey("person.id"), **{"nullable": False, **more})
