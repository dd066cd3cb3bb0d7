"""Brings a database to the newest shape, by the migrations in migrations/."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from eia_app import resources


def config_for(engine: Engine) -> Config:
    """Alembic's settings, without a file: the engine travels in `attributes`."""
    config = Config()
    config.set_main_option("script_location", str(resources.migrations()))
    config.attributes["engine"] = engine
    return config


def head(engine: Engine) -> str | None:
    """The newest revision that there is."""
    return ScriptDirectory.from_config(config_for(engine)).get_current_head()


def current(engine: Engine) -> str | None:
    """The revision that the database is at; None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(engine: Engine, to: str = "head") -> bool:
    """Bring the database up to a revision; whether anything had to be done."""
    before = current(engine)
    if to == "head" and before == head(engine):
        return False
    command.upgrade(config_for(engine), to)
    return before != current(engine)


def downgrade(engine: Engine, to: str) -> None:
    """Take the database back to a revision (“base” = empty)."""
    command.downgrade(config_for(engine), to)
