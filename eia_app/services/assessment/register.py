"""The register: which assessments a person may read, and those that came before one."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import Session

from eia_app.domain.journey.routing import Route
from eia_app.domain.pagination import PAGE_SIZE, offset_of
from eia_app.domain.roles import Role
from eia_app.domain.workflow.states import PAST_DRAFT, SIGNED, State
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.storage.models.assessment import Assessment, Contributor
from eia_app.storage.models.people import Person
from eia_app.storage.models.reviews import Invitation
from eia_app.storage.search_columns import holds

EARLIER = 20  # assessments of the same thing, year after year


def earlier_assessments(context: AssessmentContext) -> list[UUID]:
    """Return the assessments that this one came from, the newest first: each looked at the next
    again.
    """
    earlier: list[UUID] = []
    reference = context.assessment.follows
    while reference and len(earlier) < EARLIER:
        statement = select(Assessment.id, Assessment.follows).where(
            Assessment.reference == reference
        )
        row = context.session.execute(statement).one_or_none()
        if row is None or row[0] in earlier:
            break
        earlier.append(row[0])
        reference = row[1]
    return earlier


def visible_to(person: Person) -> ColumnElement[bool]:
    """Return Permission.READ as a condition for the database: tests/services/workflow/test_start.py
    holds the two together.

    Of assessments for practice it says nothing: no list has them (see storage/models/training.py).
    """
    contributed = select(Contributor.assessment_id).where(Contributor.person_id == person.id)
    ways: list[ColumnElement[bool]] = [
        Assessment.lead_id == person.id,
        Assessment.id.in_(contributed),
    ]
    past_draft = Assessment.state.in_(PAST_DRAFT)
    invited = select(Invitation.assessment_id).where(
        Invitation.person_id == person.id, Invitation.withdrawn_at.is_(None)
    )
    ways.append(and_(Assessment.id.in_(invited), past_draft))
    roles = person.roles
    if Role.EQUALITY_LEAD in roles:
        ways.append(Assessment.id.is_not(None))
    if Role.CHAMPION in roles:
        reviewed = or_(Assessment.route == Route.MAJOR, Assessment.review_asked)
        ways.append(and_(reviewed, past_draft))
    if Role.HEAD_OF_SERVICE in roles:
        ways.append(Assessment.state.in_([State.AWAITING_SIGN_OFF, *SIGNED]))
    if Role.REPORT_AUTHOR in roles:
        ways.append(Assessment.state.in_(list(SIGNED)))
    return or_(*ways) if person.is_active else false()


def register(
    session: Session,
    person: Person,
    *,
    state: State | None = None,
    words: str = "",
    page: int = 1,
    size: int = PAGE_SIZE,
) -> tuple[Sequence[Assessment], int]:
    """Return a page of the assessments that this person may read, newest change first; and the
    total.
    """
    conditions = [visible_to(person)]
    if state is not None:
        conditions.append(Assessment.state == state)
    conditions += holds(words, Assessment.searched)
    total = session.scalar(select(func.count()).select_from(Assessment).where(*conditions)) or 0
    order = (Assessment.changed_at.desc(), Assessment.id)
    # Sorted by their ids first: whole rows are read for one page only.
    ids = (
        select(Assessment.id)
        .where(*conditions)
        .order_by(*order)
        .limit(size)
        .offset(offset_of(page, size))
    )
    assessments = session.scalars(select(Assessment).where(Assessment.id.in_(ids)).order_by(*order))
    return assessments.all(), total
