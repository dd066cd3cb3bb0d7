"""Runs migrations over the engine that eia_app.storage.migrate hands in."""

from typing import Any

from alembic import context
from alembic.autogenerate.api import AutogenContext

from eia_app.storage.base import UtcDateTime
from eia_app.storage.models import Base


def render_item(kind: str, item: Any, autogenerate: AutogenContext) -> str | bool:
    """Write our own types as the plain columns they are in the database."""
    if kind == "type" and isinstance(item, UtcDateTime):
        autogenerate.imports.add("import sqlalchemy as sa")
        return "sa.DateTime(timezone=True)"
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
