"""Roll back the changes of requests, so that hundreds of them find the same database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from eia_app.storage.engine import Sessions

if TYPE_CHECKING:
    from eia_app.web.http.app_class import Service


class RollbackSessions:
    """Sessions of one connection, so that a rollback undoes what requests committed."""

    def __init__(self, connection: Connection) -> None:
        self.engine, self.connection = connection.engine, connection

    def to_read(self) -> Session:
        return Session(
            self.connection, join_transaction_mode="create_savepoint", expire_on_commit=False
        )

    to_write = to_read


@pytest.fixture
def roll_back(app: Service, session: Session, sessions: Sessions) -> Iterator[Callable[[], None]]:
    """Return a function that undoes what requests changed since its last call."""
    with sessions.engine.connect() as connection:
        parts: Any = app.parts
        app.extensions["eia"] = replace(parts, sessions=RollbackSessions(connection))
        connection.begin()

        def undo() -> None:
            connection.rollback()
            connection.begin()

        yield undo
