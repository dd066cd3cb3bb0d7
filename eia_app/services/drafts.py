"""Work in progress, kept as it is written: only of pages that the person may send."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from eia_app.domain import policy
from eia_app.domain.errors import Invalid, NotAllowed, NotFound
from eia_app.domain.policy import May
from eia_app.services import kept
from eia_app.storage.kept import KeptText
from eia_app.storage.models import Assessment
from eia_app.storage.people import Person
from eia_app.storage.practice import WITH_PRACTICE

MOST_WRITTEN = 512 * 1024  # characters of one page
LONGEST_PATH = 500


def require_page(
    session: Session, what: May, person: Person, assessment_id: UUID | None = None
) -> None:
    """That a person may send a page which needs this. Raises Denied, NotAllowed or NotFound."""
    if assessment_id is None:
        policy.require(what, person)
        return
    it = session.get(Assessment, assessment_id, execution_options=WITH_PRACTICE)
    if it is None or not policy.may(May.READ, person, it):
        raise NotFound("There is no such page.")
    if not policy.may(what, person, it):
        raise NotAllowed("This page cannot be saved now.")


def keep(
    session: Session, person: Person, path: str, fields: kept.Fields, *, now: datetime
) -> None:
    """Keep what is written so far. Raises Invalid for more than anybody writes."""
    if (
        len(path) > LONGEST_PATH
        or sum(len(text) for pair in fields for text in pair) > MOST_WRITTEN
    ):
        raise Invalid({"draft": "This is too long to be kept as a draft."})
    kept.keep(session, person, path, fields, now=now)


def all_of(session: Session, person: Person) -> Sequence[KeptText]:
    """Everything that this person wrote and has not saved, the newest first."""
    mine = select(KeptText).where(KeptText.person_id == person.id)
    return session.scalars(mine.order_by(KeptText.at.desc(), KeptText.path)).all()


def below(session: Session, person: Person, path: str) -> Sequence[KeptText]:
    """What this person wrote into a page or into one below it and has not saved, oldest first."""
    here = or_(KeptText.path == path, KeptText.path.startswith(f"{path}/", autoescape=True))
    mine = select(KeptText).where(KeptText.person_id == person.id, here)
    return session.scalars(mine.order_by(KeptText.at, KeptText.path)).all()
