"""Text that could not be saved, kept for the person who typed it until they save that page."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from eia_app.storage.kept import KeptText
from eia_app.storage.people import Person

Fields = list[list[str]]  # [name, value] pairs, as posted


def keep(session: Session, person: Person, path: str, fields: Fields, *, now: datetime) -> None:
    """Keep a page's fields; what was kept of this page before is replaced."""
    found = _find(session, person, path) or _begun(session, person, path, now)
    found.fields, found.at = fields, now
    session.flush()


def _begun(session: Session, person: Person, path: str, now: datetime) -> KeptText:
    """A new row; or the one that another window of this person made at the same moment."""
    new = KeptText(person_id=person.id, path=path, fields=[], at=now)
    try:
        with session.begin_nested():
            session.add(new)
    except IntegrityError:
        found = _find(session, person, path)
        if found is None:
            raise
        return found
    return new


def kept(session: Session, person: Person, path: str) -> KeptText | None:
    """What is kept of this page for this person, if anything."""
    return _find(session, person, path)


def forget(session: Session, person: Person, path: str) -> None:
    """The page has been saved, or the person does not want the text any more."""
    session.execute(delete(KeptText).where(KeptText.person_id == person.id, KeptText.path == path))


def _find(session: Session, person: Person, path: str) -> KeptText | None:
    mine = select(KeptText).where(KeptText.person_id == person.id, KeptText.path == path)
    return session.scalar(mine)
