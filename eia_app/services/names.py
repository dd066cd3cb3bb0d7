"""The names of people, by their ids as answers have them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.storage.people import Person

NAMES = select(Person.id, Person.name, Person.is_active).order_by(Person.name)


def people_names(session: Session) -> tuple[dict[str, str], dict[str, str]]:
    """The active people by id, as a choice of who does something; and those who have left."""
    names: dict[bool, dict[str, str]] = {True: {}, False: {}}
    for id_, name, is_active in session.execute(NAMES):
        names[is_active][str(id_)] = name
    return names[True], names[False]
