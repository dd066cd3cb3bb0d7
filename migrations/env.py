"""Runs migrations over the engine that eia_app.storage.migrate hands in."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, DefaultClause, False_

from eia_app.storage.base import UtcDateTime
from eia_app.storage.models import Base


def render_item(kind: str, item: Any, _: AutogenContext) -> str | bool:
    """Write our own types, and what is false, so that every database takes them."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if (
        kind == "server_default"
        and isinstance(item, DefaultClause)
        and isinstance(item.arg, False_)
    ):
        return "sa.false()"  # SQLite would have it 0, which PostgreSQL does not take for a boolean
    return False


@contextmanager
def foreign_keys_off(connection: Connection) -> Iterator[None]:
    """Let SQLite put a table in the place of another that rows refer to.

    It can change a CHECK in no other way, and drops no table that is referred to. The setting
    cannot be changed inside a transaction.
    """
    raw: Any = connection.connection.dbapi_connection
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        connection.rollback()  # nothing, after a commit
        raw.execute("PRAGMA foreign_keys=ON")


def require_references(ctx: MigrationContext, **_: Any) -> None:
    """Raise RuntimeError, before a migration is committed, if a row refers to one that is gone."""
    if not is_sqlite or ctx.connection is None:
        return
    broken = ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"Rows refer to what is not there: {broken[:3]}")


engine = context.config.attributes["engine"]
is_sqlite = engine.dialect.name == "sqlite"
with (
    engine.connect() as connection,
    foreign_keys_off(connection) if is_sqlite else nullcontext(),
):
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_item=render_item,
        render_as_batch=is_sqlite,
        on_version_apply=require_references,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
