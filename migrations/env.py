"""Runs migrations over the engine that eia_app.storage.migrate hands in."""

from typing import Any

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import DefaultClause, False_

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


engine = context.config.attributes["engine"]
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_item=render_item,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
