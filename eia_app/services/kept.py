"""Text that could not be saved, kept for the person who typed it until they save that page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Text, cast, delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from eia_app.storage.kept import KeptText
from eia_app.storage.people import Person

Fields = list[list[str]]  # [name, value] pairs, as posted
# Of one person: the oldest gives its place to the newest.
MOST_PAGES = 200
MOST_KEPT = 8 * 1024 * 1024  # characters of all their pages
KEPT_DAYS = 90


def keep(session: Session, person: Person, path: str, fields: Fields, *, now: datetime) -> None:
    """Keep a page's fields; what was kept of this page before is replaced.

    A person has room for so much: what they wrote longest ago gives its place to it.
    """
    found = _find(session, person, path) or _begun(session, person, path, now)
    found.fields, found.at = fields, now
    session.flush()
    _make_room(session, person)


def _make_room(session: Session, person: Person) -> None:
    """Take away the oldest of what is too much; never the newest."""
    size = func.length(cast(KeptText.fields, Text))
    mine = select(KeptText.id, size).where(KeptText.person_id == person.id)
    newest_first = session.execute(mine.order_by(KeptText.at.desc(), KeptText.path))
    total, too_much = 0, []
    for number, (id_, length) in enumerate(newest_first):
        total += length
        if number >= MOST_PAGES or (total > MOST_KEPT and number):
            too_much.append(id_)
    if too_much:
        session.execute(delete(KeptText).where(KeptText.id.in_(too_much)))


def tidy(session: Session, *, now: datetime) -> int:
    """Take away what nobody came back for in so many days; how many texts that were."""
    old = KeptText.at < now - timedelta(days=KEPT_DAYS)
    return len(session.scalars(delete(KeptText).where(old).returning(KeptText.id)).all())


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


def pairs(it: KeptText) -> list[tuple[str, str]]:
    """Its fields with their values; without what a wrong writer left among them."""
    stored: Any = it.fields
    rows = stored if isinstance(stored, list) else []
    found = [tuple(row) for row in rows if isinstance(row, list)]
    return [row for row in found if [type(text) for text in row] == [str, str]]


def kept(session: Session, person: Person, path: str) -> KeptText | None:
    """What is kept of this page for this person, if anything."""
    return _find(session, person, path)


def forget(session: Session, person: Person, path: str) -> None:
    """The page has been saved, or the person does not want the text any more."""
    session.execute(delete(KeptText).where(KeptText.person_id == person.id, KeptText.path == path))


def _find(session: Session, person: Person, path: str) -> KeptText | None:
    mine = select(KeptText).where(KeptText.person_id == person.id, KeptText.path == path)
    return session.scalar(mine)
