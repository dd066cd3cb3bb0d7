"""Text that could not be saved, kept for the person who typed it until they save that page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Text, cast, delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from eia_app.storage.models.drafts import SavedDraft
from eia_app.storage.models.people import Person

Fields = list[list[str]]  # [name, value] pairs, as posted
# Of one person: the oldest gives its place to the newest.
MOST_PAGES = 200
MOST_KEPT = 8 * 1024 * 1024  # characters of all their pages
KEPT_DAYS = 90


def save_draft(
    session: Session, person: Person, path: str, fields: Fields, *, now: datetime
) -> None:
    """Keep a page's fields; what was kept of this page before is replaced.

    A person has room for so much: what they wrote longest ago gives its place to it.
    """
    draft = _find(session, person, path) or _begun(session, person, path, now)
    draft.fields, draft.at = fields, now
    session.flush()
    _make_room(session, person)


def _make_room(session: Session, person: Person) -> None:
    """Take away the oldest of what is too much; never the newest."""
    size = func.length(cast(SavedDraft.fields, Text))
    drafts = select(SavedDraft.id, size).where(SavedDraft.person_id == person.id)
    newest_first = session.execute(drafts.order_by(SavedDraft.at.desc(), SavedDraft.path))
    total, too_much = 0, []
    for number, (id_, length) in enumerate(newest_first):
        total += length
        if number >= MOST_PAGES or (total > MOST_KEPT and number):
            too_much.append(id_)
    if too_much:
        session.execute(delete(SavedDraft).where(SavedDraft.id.in_(too_much)))


def tidy(session: Session, *, now: datetime) -> int:
    """Delete drafts that are too old; return how many."""
    old = SavedDraft.at < now - timedelta(days=KEPT_DAYS)
    return len(session.scalars(delete(SavedDraft).where(old).returning(SavedDraft.id)).all())


def _begun(session: Session, person: Person, path: str, now: datetime) -> SavedDraft:
    """A new row; or the one that another window of this person made at the same moment."""
    new = SavedDraft(person_id=person.id, path=path, fields=[], at=now)
    try:
        with session.begin_nested():
            session.add(new)
    except IntegrityError:
        draft = _find(session, person, path)
        if draft is None:
            raise
        return draft
    return new


def fields_of(draft: SavedDraft) -> list[tuple[str, str]]:
    """Return the names and values of the fields of a draft, leaving out what cannot be read."""
    stored: Any = draft.fields
    rows = stored if isinstance(stored, list) else []
    fields = [tuple(row) for row in rows if isinstance(row, list)]
    return [row for row in fields if [type(text) for text in row] == [str, str]]


def find_draft(session: Session, person: Person, path: str) -> SavedDraft | None:
    """Return the draft of this page for this person, if there is one."""
    return _find(session, person, path)


def delete_draft(session: Session, person: Person, path: str) -> None:
    """Delete a draft: its page was saved, or the person discards the text."""
    session.execute(
        delete(SavedDraft).where(SavedDraft.person_id == person.id, SavedDraft.path == path)
    )


def _find(session: Session, person: Person, path: str) -> SavedDraft | None:
    drafts = select(SavedDraft).where(SavedDraft.person_id == person.id, SavedDraft.path == path)
    return session.scalar(drafts)
