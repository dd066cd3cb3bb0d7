"""Reports that were made once and are kept: found by what is in them, never made again.

A report that did not pass its check is written down with its faults, without its content.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from eia_app.storage.kept_reports import KeptReport
from eia_app.storage.packs import KeptPack


@dataclass(frozen=True)
class Kept:
    """A report as it is kept. Without `content` it failed, for the reasons in `faults`."""

    content: bytes | None
    faults: tuple[str, ...]
    made_at: datetime


def find(
    session: Session, key: str, table: type[KeptReport | KeptPack] = KeptReport
) -> Kept | None:
    """The report with this key: see `reports.press.key_of`."""
    columns = (table.content, table.faults, table.made_at)
    found = session.execute(select(*columns).where(table.key == key)).one_or_none()
    return Kept(found.content, tuple(found.faults), found.made_at) if found else None


def keep(
    session: Session,
    key: str,
    assessment: UUID,
    content: bytes | None,
    faults: Sequence[str] = (),
    *,
    now: datetime,
) -> None:
    """Keep a report. One that passed is never replaced; of two made at once, the first is kept."""
    store(
        session,
        KeptReport(
            key=key, assessment_id=assessment, content=content, faults=list(faults), made_at=now
        ),
    )


def store(session: Session, made: KeptReport | KeptPack) -> None:
    """In place of one that failed, or not at all."""
    table = type(made)
    session.execute(delete(table).where(table.key == made.key, table.content.is_(None)))
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        return
