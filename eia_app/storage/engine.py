"""The engine and its sessions."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

CONNECT_SECONDS = 5  # how long a database that is away keeps somebody waiting
BUSY_SECONDS = 15  # how long a writer waits for another


def open_engine(url: str) -> Engine:
    """An engine for SQLite (write-ahead log, foreign keys on, waits when busy) or PostgreSQL."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        soon = {"connect_timeout": CONNECT_SECONDS}
        return create_engine(
            parsed, connect_args=soon, pool_pre_ping=True, pool_size=8, max_overflow=8
        )
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, connect_args={"timeout": BUSY_SECONDS, "isolation_level": None})
    turns = _Turns()
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", turns.begin)
    event.listen(engine, "checkin", turns.end)
    return engine


def _prepare_sqlite(connection: Any, _: Any) -> None:
    """A saved page survives a killed server: synchronous=FULL writes each commit to disk."""
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


class _Turns:
    """A session that writes takes SQLite's one write lock first: what it reads stays true.

    The threads of a process queue for it here: SQLite would have them sleep and ask again.
    """

    def __init__(self) -> None:
        self._lock = Lock()

    def begin(self, connection: Connection) -> None:
        if not connection.get_execution_options().get("eia_writes", False):
            connection.exec_driver_sql("BEGIN")
            return
        connection.info["turn"] = self._lock.acquire(timeout=BUSY_SECONDS)
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    def end(self, _: Any, record: ConnectionPoolEntry) -> None:
        """The connection goes back to its pool, after the commit has reached the disk."""
        if record.info.pop("turn", False):
            self._lock.release()


class Sessions:
    """Opens sessions. Those that write are separate, as SQLite locks for them at the start."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.to_read = sessionmaker(engine, expire_on_commit=False)
        writing = engine.execution_options(eia_writes=True)
        self.to_write = sessionmaker(writing, expire_on_commit=False, info={"writes": True})
