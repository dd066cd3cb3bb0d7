"""What happened to an assessment, as far as whoever asks may know it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from eia_app.domain import policy
from eia_app.domain.policy import May
from eia_app.domain.workflow import Action
from eia_app.services import log, versions
from eia_app.services.opened import Opened
from eia_app.storage.events import Event
from eia_app.storage.people import Person

PAGE_SIZE = 50
# Who reviews, and what passes between them: for those who may read what was said in review.
OF_THE_REVIEW = frozenset(
    {
        Action.CLAIM,
        Action.UNCLAIM,
        Action.ASSIGN,
        Action.EXCEPT,
        Action.RECUSE,
        Action.GIVE_OPINION,
        Action.INVITE,
        Action.ANSWER_INVITATION,
        Action.EXTEND,
        Action.REFER_UP,
        Action.CHASE,
    }
)
# Everybody who may read the assessment sees that these happened, but not the reason in them.
REASONS_OF_THE_REVIEW = frozenset({Action.REQUEST_CHANGES, Action.COMPLETE_REVIEW})


@dataclass(frozen=True)
class Version:
    """A stored version to open, and the one before it to compare it with."""

    id: UUID
    before: UUID | None


@dataclass(frozen=True)
class History:
    """One page of it, the newest first. `hidden` counts what is not for this person."""

    events: Sequence[Event]
    page: int
    pages: int
    hidden: int
    has_reasons: bool
    versions: Mapping[str, Version] = field(default_factory=dict)  # by hash

    def shows_reason(self, event: Event) -> bool:
        return self.has_reasons or event.action not in REASONS_OF_THE_REVIEW

    def version_of(self, event: Event) -> Version | None:
        """The version that this event stored or was about, if this person may open it."""
        return self.versions.get(str(log.detail(event).get("snapshot", "")))


def read(opened: Opened, person: Person, page: int = 1) -> History:
    """One page of the history. A page that is not there is the one nearest to it."""
    session, may_discuss = (
        opened.session,
        policy.may(May.READ_DISCUSSION, person, opened.assessment),
    )
    mine = Event.assessment_id == opened.assessment.id
    shown = mine if may_discuss else mine & _for_anybody(person)
    all_ = select(func.count()).select_from(Event)
    total = session.scalar(all_.where(shown)) or 0
    hidden = 0 if may_discuss else (session.scalar(all_.where(mine)) or 0) - total
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(page, 1), pages)
    wanted = select(Event).where(shown).order_by(Event.id.desc())
    events = session.scalars(wanted.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)).all()
    return History(events, page, pages, hidden, may_discuss, _versions(opened, person))


def _for_anybody(person: Person) -> ColumnElement[bool]:
    """What a person did is no secret to them."""
    return or_(Event.action.not_in(OF_THE_REVIEW), Event.by_id == person.id)


def _versions(opened: Opened, person: Person) -> dict[str, Version]:
    found = [each.stored for each in versions.listed(opened, person)]
    before = [*(each.id for each in found[1:]), None]
    return {
        each.sha256: Version(each.id, earlier) for each, earlier in zip(found, before, strict=False)
    }
