"""The first tables"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "person", "person_role", "password_link", "edition", "reference_counter", "assessment",
    "contributor", "answer", "replaced_value", "list_row", "action", "section_state",
    "group_effect", "kept_text", "event", "snapshot", "sign_off",
)  # fmt: skip
ROLES = ("champion", "equality_lead", "head_of_service", "report_author", "administrator")
ROUTES = ("screening", "standard", "major")
STATES = (
    "draft", "in_review", "changes_requested", "awaiting_sign_off", "signed_off", "decided",
    "closed", "withdrawn",
)  # fmt: skip
ACTIONS = (
    "start", "submit", "request_changes", "resubmit", "complete_review", "decline", "sign_off",
    "record_decision", "reopen", "close", "withdraw", "restore", "add_contributor",
    "remove_contributor", "override_route",
)  # fmt: skip


def upgrade() -> None:
    people()
    assessments()
    answers()
    history()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


# Columns. None may be empty unless it says so; constraints are named by the convention in env.py.


def key(**more: Any) -> sa.Column[Any]:
    return sa.Column("id", sa.Uuid(), primary_key=True, **more)


def number_key() -> sa.Column[Any]:
    return sa.Column("id", sa.Integer(), primary_key=True)


def text(name: str, **more: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), **{"nullable": False, **more})


def number(name: str, **more: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), **{"nullable": False, **more})


def flag(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def json(name: str, **more: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.JSON(), **{"nullable": False, **more})


def day(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Date(), nullable=True)


def moment(name: str, **more: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), **{"nullable": False, **more})


def one_of(name: str, values: tuple[str, ...], **more: Any) -> sa.Column[Any]:
    kind = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
    return sa.Column(name, kind, **{"nullable": False, **more})


def of(table: str, name: str = "", **more: Any) -> sa.Column[Any]:
    """The id of a row of another table."""
    refers = sa.ForeignKey(f"{table}.id")
    return sa.Column(name or f"{table}_id", sa.Uuid(), refers, **{"nullable": False, **more})


def row_of_a_list() -> tuple[sa.Column[Any], ...]:
    return (
        key(), of("assessment", index=True), text("section"), number("position"), json("values"),
        number("revision"), of("person", "by_id"), moment("at"),
        moment("removed_at", nullable=True),
    )  # fmt: skip


# Tables


def people() -> None:
    op.create_table(
        "person",
        key(), text("email", unique=True), text("name"), text("job_title"), text("service"),
        text("password_hash", nullable=True), flag("is_active"), number("session_version"),
        number("failed_sign_ins"), moment("locked_until", nullable=True), moment("added_at"),
    )  # fmt: skip
    op.create_table(
        "person_role",
        of("person", primary_key=True),
        one_of("role", ROLES, primary_key=True),
    )
    op.create_table(
        "password_link",
        key(), of("person", index=True), text("secret_hash", unique=True), moment("expires_at"),
        moment("used_at", nullable=True),
    )  # fmt: skip


def assessments() -> None:
    op.create_table(
        "edition",
        key(), text("name", unique=True), text("sha256"), json("definition"), moment("frozen_at"),
    )  # fmt: skip
    op.create_table(
        "reference_counter",
        number("year", primary_key=True, autoincrement=False),
        number("last"),
    )
    op.create_table(
        "assessment",
        key(), text("reference", unique=True), text("title"), text("service"),
        of("edition", index=True), json("local_groups"), of("person", "lead_id", index=True),
        one_of("state", STATES), number("version"), number("revision"),
        one_of("route", ROUTES, nullable=True), json("route_reasons"),
        json("override", nullable=True), number("negative_groups"), text("decision_body"),
        day("decision_date"), moment("started_at"), moment("changed_at"),
        moment("submitted_at", nullable=True),
    )  # fmt: skip
    op.create_index("ix_assessment_state_changed_at", "assessment", ["state", "changed_at"])
    op.create_table(
        "contributor",
        of("assessment", primary_key=True),
        of("person", primary_key=True, index=True),
        text("expertise"), of("person", "added_by_id"), moment("added_at"),
    )  # fmt: skip


def answers() -> None:
    op.create_table(
        "answer",
        of("assessment", primary_key=True),
        text("group_id", primary_key=True),
        text("question", primary_key=True),
        text("section"), json("value"), number("revision"), of("person", "by_id"), moment("at"),
    )  # fmt: skip
    op.create_table(
        "replaced_value",
        number_key(), of("assessment", index=True), text("section"), text("group_id"),
        sa.Column("row_id", sa.Uuid(), nullable=True), text("question"), json("value"),
        number("revision"), of("person", "by_id"), moment("at"),
        of("person", "replaced_by_id"), moment("replaced_at"),
    )  # fmt: skip
    op.create_table("list_row", *row_of_a_list())
    op.create_table("action", *row_of_a_list(), text("status"), text("owner"), day("due"))
    op.create_table(
        "section_state",
        of("assessment", primary_key=True),
        text("section", primary_key=True),
        text("group_id", primary_key=True),
        number("revision"), of("person", "saved_by_id"), moment("saved_at"),
    )  # fmt: skip
    op.create_table(
        "group_effect",
        of("assessment", primary_key=True),
        text("group_id", primary_key=True),
        flag("positive"), flag("negative"), flag("neutral"), flag("unknown"),
        text("severity"), text("likelihood"),
    )  # fmt: skip
    op.create_table(
        "kept_text",
        key(), of("person"), text("path"), json("fields"), moment("at"),
        sa.UniqueConstraint("person_id", "path"),
    )  # fmt: skip


def history() -> None:
    op.create_table(
        "event",
        number_key(), of("assessment", index=True), number("version"), one_of("action", ACTIONS),
        one_of("state", STATES), of("person", "by_id"), moment("at"), text("note"), json("detail"),
    )  # fmt: skip
    op.create_table(
        "snapshot",
        key(), of("assessment", index=True), number("version"), text("sha256"), text("content"),
        of("person", "taken_by_id"), moment("taken_at"),
        sa.UniqueConstraint("assessment_id", "sha256"),
    )  # fmt: skip
    op.create_table(
        "sign_off",
        key(), of("assessment", index=True), number("version"),
        of("snapshot", unique=True), of("person", "by_id"), moment("at"), text("declaration"),
    )  # fmt: skip
