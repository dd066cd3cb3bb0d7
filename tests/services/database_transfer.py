"""Export an assessment from one database and import it into another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from eia_app.services.transfer import export as transfer_export
from eia_app.services.transfer import import_ as transfer_import_
from eia_app.storage.models.assessment import Assessment
from tests.factories import NOW


@contextmanager
def rolled_back_session(engine: Engine) -> Iterator[Session]:
    """Yield a session whose changes, commits included, are rolled back."""
    with engine.connect() as connection:
        outer = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            yield session
        outer.rollback()


def export_text(session: Session, assessment: Assessment) -> str:
    return transfer_export.as_text(transfer_export.export(session, assessment))


def import_text(session: Session, text: str) -> Assessment:
    raw = transfer_import_.read(text.encode())
    return transfer_import_.import_assessment(session, raw, now=NOW)
