"""Packs that were made once and are kept, as reports are: see `kept_reports`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from eia_app.services import kept_reports
from eia_app.services.kept_reports import Kept
from eia_app.storage.packs import KeptPack


def find(session: Session, key: str) -> Kept | None:
    """The pack with this key: see `reports.pack_press`."""
    return kept_reports.find(session, key, KeptPack)


def keep(
    session: Session,
    key: str,
    pack: UUID,
    content: bytes | None,
    faults: Sequence[str] = (),
    *,
    now: datetime,
) -> None:
    """Keep a pack. One that passed is never replaced."""
    made = KeptPack(key=key, pack_id=pack, content=content, faults=list(faults), made_at=now)
    kept_reports.store(session, made)
