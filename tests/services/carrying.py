"""Carries an assessment from one database to another, for tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from eia_app.services import transfer, transfer_import
from eia_app.storage.models import Assessment
from tests.factories import NOW


@contextmanager
def undone(engine: Engine) -> Iterator[Session]:
    """A session of which nothing stays."""
    with engine.connect() as connection:
        outer = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            yield session
        outer.rollback()


def export_text(session: Session, assessment: Assessment) -> str:
    return transfer.as_text(transfer.export(session, assessment))


def bring_in(session: Session, text: str) -> Assessment:
    raw = transfer_import.read(text.encode())
    return transfer_import.import_assessment(session, raw, now=NOW)
