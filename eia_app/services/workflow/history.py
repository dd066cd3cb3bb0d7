"""The history of an assessment, as far as the reader may know it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from eia_app.domain.pagination import Pagination
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.permissions import Permission
from eia_app.domain.workflow.states import Transition
from eia_app.services.assessment import events as assessment_events
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.snapshots import versions
from eia_app.storage.models.events import Event
from eia_app.storage.models.people import Person

EVENTS_ON_A_PAGE = 50
# Who reviews, and what passes between them: for those who may read what was said in review.
OF_THE_REVIEW = frozenset(
    {
        Transition.CLAIM,
        Transition.UNCLAIM,
        Transition.ASSIGN,
        Transition.EXCEPT,
        Transition.RECUSE,
        Transition.GIVE_OPINION,
        Transition.INVITE,
        Transition.ANSWER_INVITATION,
        Transition.EXTEND,
        Transition.REFER_UP,
        Transition.CHASE,
    }
)
# Everybody who may read the assessment sees that these happened, but not the reason in them.
REASONS_OF_THE_REVIEW = frozenset({Transition.REQUEST_CHANGES, Transition.COMPLETE_REVIEW})


@dataclass(frozen=True)
class Version:
    """A stored version to open, and the one before it to compare it with."""

    id: UUID
    before: UUID | None


@dataclass(frozen=True)
class History:
    """One page of the history, newest first. `hidden` counts the events that are left out."""

    events: Sequence[Event]
    pagination: Pagination
    hidden: int
    has_reasons: bool
    versions: Mapping[str, Version] = field(default_factory=dict)  # by hash

    def shows_reason(self, event: Event) -> bool:
        return self.has_reasons or event.action not in REASONS_OF_THE_REVIEW

    def version_of(self, event: Event) -> Version | None:
        """Return the version that an event stored or was about, if this person may open it."""
        return self.versions.get(str(assessment_events.detail(event).get("snapshot", "")))


def read(context: AssessmentContext, person: Person, page: int = 1) -> History:
    """Return one page of the history; the nearest page for a number out of range."""
    session, may_discuss = (
        context.session,
        permissions.is_allowed(Permission.READ_DISCUSSION, person, context.assessment),
    )
    of_assessment = Event.assessment_id == context.assessment.id
    is_visible = of_assessment if may_discuss else of_assessment & _for_anybody(person)
    count = select(func.count()).select_from(Event)
    total = session.scalar(count.where(is_visible)) or 0
    hidden = 0 if may_discuss else (session.scalar(count.where(of_assessment)) or 0) - total
    pagination = Pagination.nearest(page, total, EVENTS_ON_A_PAGE)
    query = select(Event).where(is_visible).order_by(Event.id.desc())
    events = session.scalars(query.limit(pagination.size).offset(pagination.offset)).all()
    return History(events, pagination, hidden, may_discuss, _versions(context, person))


def _for_anybody(person: Person) -> ColumnElement[bool]:
    """Return the condition of events that people who may not read the discussion see."""
    return or_(Event.action.not_in(OF_THE_REVIEW), Event.by_id == person.id)


def _versions(context: AssessmentContext, person: Person) -> dict[str, Version]:
    snapshots = [version.stored for version in versions.listed(context, person)]
    earlier_ids = [*(snapshot.id for snapshot in snapshots[1:]), None]
    return {
        snapshot.sha256: Version(snapshot.id, earlier_id)
        for snapshot, earlier_id in zip(snapshots, earlier_ids, strict=False)
    }
