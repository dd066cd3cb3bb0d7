"""Brings a database to the newest shape, by the migrations in migrations/."""

from __future__ import annotations

from functools import cache

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from eia_app import resources
from eia_app.domain.errors import NotAllowed

BEHIND = "The database is not up to date: run eia migrate first."
BEFORE_RELEASE = (
    "The database was made before version 0.2.0, the first release, and cannot be brought up to"
    " date: put it aside, let EIA_DATABASE_URL name an empty one, and run eia migrate."
)
AHEAD = "The database belongs to a newer version of eia_app: install that one."


def config_for(engine: Engine) -> Config:
    """Alembic's settings, without a file: the engine travels in `attributes`."""
    config = Config()
    config.set_main_option("script_location", str(resources.migrations()))
    config.attributes["engine"] = engine
    return config


def head(engine: Engine) -> str | None:
    """Return the newest revision."""
    return ScriptDirectory.from_config(config_for(engine)).get_current_head()


def current(engine: Engine) -> str | None:
    """The revision that the database is at; None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


@cache
def _known() -> tuple[str, ...]:
    """Return our revisions, newest first: they do not change while a program runs."""
    config = Config()
    config.set_main_option("script_location", str(resources.migrations()))
    return tuple(
        revision.revision for revision in ScriptDirectory.from_config(config).walk_revisions()
    )


def obstacle(engine: Engine) -> str:
    """Return why the tables of the database are no use to this program, and what to do; or ""."""
    revision = current(engine)
    if revision == _known()[0]:
        return ""
    if revision is None or revision in _known():
        return BEHIND
    return AHEAD if revision.startswith("r") else BEFORE_RELEASE  # they were 0001 to 0017


def upgrade(engine: Engine, to: str = "head") -> bool:
    """Bring the database up to a revision; return whether anything had to be done.

    Raise NotAllowed for one that is not of a release up to this one.
    """
    in_the_way = obstacle(engine)
    if in_the_way in {AHEAD, BEFORE_RELEASE}:
        raise NotAllowed(in_the_way)
    if to == "head" and not in_the_way:
        return False
    before = current(engine)
    command.upgrade(config_for(engine), to)
    return before != current(engine)


def downgrade(engine: Engine, to: str) -> None:
    """Take the database back to a revision (“base” = empty)."""
    command.downgrade(config_for(engine), to)
