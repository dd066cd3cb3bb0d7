"""Checks whether the service can do its work now, for a monitor; nothing is changed."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError, SQLAlchemyError

from eia_app.storage import migrate

ROOM = 100 * 1024 * 1024  # bytes that must be free on the disk of SQLite


def check(engine: Engine) -> dict[str, bool | str]:
    """Return what is as it must be: the database answers, has the newest tables, and has room.

    Where the tables are not ours, `message` says what to do.
    """
    file = _file_of(engine)
    checks: dict[str, bool | str] = {
        "database": False,
        "tables": False,
        "disk": file is None or _has_room(file),
    }
    if file is not None and not file.exists():  # to connect would make it
        return checks
    try:
        in_the_way = migrate.obstacle(engine)
    except SQLAlchemyError:
        return checks
    checks |= {"database": True, "tables": not in_the_way}
    return checks | {"message": in_the_way} if in_the_way else checks


def _file_of(engine: Engine) -> Path | None:
    """Return the file of SQLite; PostgreSQL looks after its own disk."""
    if engine.dialect.name != "sqlite":
        return None
    return Path(engine.url.database or "").absolute()


def _has_room(file: Path) -> bool:
    """Return whether this file, and those that SQLite makes beside it, can be written to."""
    if not os.access(file.parent, os.W_OK) or (file.exists() and not os.access(file, os.W_OK)):
        return False
    disk = os.statvfs(file.parent)
    is_read_only = bool(disk.f_flag & os.ST_RDONLY)
    return not is_read_only and disk.f_bavail * disk.f_frsize >= ROOM


def is_unavailable(error: Exception) -> bool:
    """Return whether the database says this of itself, and not of what it was asked.

    No room on its disk, a file that may only be read, a server that is away, a lock that nobody
    lets go: not a fault of the service, and trying again may help.
    """
    return isinstance(error, OperationalError | InterfaceError | InternalError)
