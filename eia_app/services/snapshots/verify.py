"""Finds the signed-off version of a hash that is printed on a report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from eia_app.domain.snapshot.snapshot import sha256
from eia_app.storage.models.assessment import Assessment, SignOff, StoredSnapshot

HASH = re.compile(r"[0-9a-f]{10,64}")  # whole, or as much as is printed on every page, or between
BETWEEN = re.compile(r"[\s\-‐‑–.…]+")


@dataclass(frozen=True)
class Signed:
    """A signed version, as its paper names it; `newest` is the last that was signed off."""

    reference: str
    version: int
    at: datetime
    sha256: str
    newest: int
    newest_at: datetime


def tidy(typed: str) -> str:
    """A hash as somebody copied it from paper, without spaces and capitals."""
    return BETWEEN.sub("", typed).lower()


def is_hash(digest: str) -> bool:
    """Return whether a text is a hash, or a long enough beginning of one."""
    return HASH.fullmatch(digest) is not None


def signed_off(session: Session, digest: str) -> Signed | None:
    """Return the signed-off version of this hash, or of the only one that begins with it.

    A draft is looked for where only signed versions are: it takes as long as what is unknown. A
    record that does not match its hash any more is as unknown.
    """
    if not is_hash(digest):
        return None
    newer = aliased(SignOff)
    last = select(func.max(newer.version)).where(newer.assessment_id == SignOff.assessment_id)
    statement = (
        select(Assessment.reference, Assessment.id, SignOff.version, SignOff.at)
        .add_columns(SignOff.snapshot_id, StoredSnapshot.sha256)
        .add_columns(last.scalar_subquery().label("newest"))
        .join(SignOff, SignOff.assessment_id == Assessment.id)
        .join(StoredSnapshot, StoredSnapshot.id == SignOff.snapshot_id)
        .where(StoredSnapshot.sha256.startswith(digest, autoescape=True))
    )
    rows = session.execute(statement.limit(2)).all()
    if len(rows) != 1:
        return None
    row = rows[0]
    content = select(StoredSnapshot.content).where(StoredSnapshot.id == row.snapshot_id)
    if sha256(session.scalars(content).one()) != row.sha256:
        return None
    newest = session.scalars(
        select(SignOff.at).where(SignOff.assessment_id == row.id, SignOff.version == row.newest)
    ).one()
    return Signed(row.reference, row.version, row.at, row.sha256, row.newest, newest)
