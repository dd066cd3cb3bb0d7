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


@dataclass(frozen=True)
class Kept:
    """A report as it is kept. Without `content` it failed, for the reasons in `faults`."""

    content: bytes | None
    faults: tuple[str, ...]
    made_at: datetime


def find(session: Session, key: str) -> Kept | None:
    """The report with this key: see `reports.press.key_of`."""
    columns = (KeptReport.content, KeptReport.faults, KeptReport.made_at)
    found = session.execute(select(*columns).where(KeptReport.key == key)).one_or_none()
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
    failed = KeptReport.content.is_(None)
    session.execute(delete(KeptReport).where(KeptReport.key == key, failed))
    try:
        with session.begin_nested():
            session.add(
                KeptReport(
                    key=key,
                    assessment_id=assessment,
                    content=content,
                    faults=list(faults),
                    made_at=now,
                )
            )
    except IntegrityError:
        return
