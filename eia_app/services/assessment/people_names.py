"""The names of people, by their ids as answers have them."""

from __future__ import annotations

from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.storage.models.people import Person

NAMES = select(Person.id, Person.name, Person.is_active).order_by(Person.name)


class PeopleNames:
    """The names of all people by id: read when the first is needed, and once."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @cached_property
    def _by_activity(self) -> dict[bool, dict[str, str]]:
        names: dict[bool, dict[str, str]] = {True: {}, False: {}}
        for id_, name, is_active in self._session.execute(NAMES):
            names[is_active][str(id_)] = name
        return names

    @property
    def active(self) -> dict[str, str]:
        """The people who may be chosen in an answer."""
        return self._by_activity[True]

    @property
    def former(self) -> dict[str, str]:
        """The people who have left."""
        return self._by_activity[False]
