"""The date by which an assessment promised to be looked at again: shown, and reminded of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from eia_app.domain.calendar import local_date
from eia_app.domain.notifications.kinds import NoticeKind
from eia_app.domain.notifications.reminder_dates import is_time_to_look_again
from eia_app.domain.roles import Role
from eia_app.domain.text import conversions
from eia_app.domain.workflow.publication_dates import left_until, span
from eia_app.domain.workflow.states import SIGNED, State
from eia_app.services.assessment.calendar import working_days
from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.services.notifications.create import notify
from eia_app.services.notifications.recipients import holders
from eia_app.storage.forms.folder import Forms, frozen_edition
from eia_app.storage.models.assessment import Answer, Assessment
from eia_app.storage.models.notifications import Notice
from eia_app.storage.models.people import Person

KIND = NoticeKind.LOOK_AGAIN


@dataclass(frozen=True)
class ReviewDate:
    """The date; `is_time` once it is near or has passed, with how long that is in words."""

    day: date
    is_late: bool = False
    is_time: bool = False
    words: str = ""


def of(context: AssessmentContext, *, now: datetime) -> ReviewDate | None:
    """Return what a signed-off assessment promised, until it is assessed again."""
    day, today, days = _promised(context), local_date(now), working_days()
    if day is None or _is_done(context):
        return None
    if not is_time_to_look_again(days, day, today):
        return ReviewDate(day)
    left = span(abs(left_until(days, day, today)))
    if day < today:
        return ReviewDate(day, is_late=True, is_time=True, words=f"{left} late" if left else "late")
    return ReviewDate(day, is_time=True, words=f"{left} left" if left else "today")


def make_due(session: Session, forms: Forms, *, now: datetime) -> int:
    """Tell the lead and the equality lead, once when the date is near and once when it has passed.

    Gives of how many assessments they were told.
    """
    today, earlier = local_date(now), _told(session)
    waiting = [
        id_ for id_, day in _near(session, forms, today) if _once(id_, day, today) not in earlier
    ]
    leads = holders(session, Role.EQUALITY_LEAD) if waiting else []
    return sum(_remind(load_assessment(session, forms, id_), leads, today, now) for id_ in waiting)


def _remind(
    context: AssessmentContext, leads: Sequence[Person], today: date, now: datetime
) -> bool:
    assessment, day = context.assessment, _promised(context)
    if day is None:  # it was answered once, and was not asked any more when it was signed
        return False
    detail = {"due": day.isoformat(), "late": day < today}
    once, people = _once(assessment.id, day, today), [assessment.lead, *leads]
    notify(context.session, KIND, assessment, people, by=None, now=now, once=once, detail=detail)
    return True


def _once(id_: UUID, day: date, today: date) -> str:
    return f"again:{id_}:{day}:{'late' if day < today else 'near'}"


def _told(session: Session) -> set[str]:
    """Return the names under which people were told of a reassessment."""
    names = session.scalars(select(Notice.once).where(Notice.kind == KIND))
    return {once.rpartition(":")[0] for once in names}


def _near(session: Session, forms: Forms, today: date) -> Iterator[tuple[UUID, date]]:
    """Yield signed-off assessments whose date of reassessment is near or over, with that date."""
    waiting = Assessment.state.in_(SIGNED), ~_assessed_again(Assessment.reference)
    for edition_id in session.scalars(select(Assessment.edition_id).where(*waiting).distinct()):
        edition = frozen_edition(session, edition_id, forms.council.review_group).edition
        given = select(Answer.assessment_id, Answer.value).join(
            Assessment, Assessment.id == Answer.assessment_id
        )
        is_review_date = Answer.question == edition.means("review_date"), Answer.group_id == ""
        dates = given.where(*waiting, *is_review_date, Assessment.edition_id == edition_id)
        for id_, value in session.execute(dates):
            day = conversions.day(value)
            if day is not None and is_time_to_look_again(working_days(), day, today):
                yield id_, day


def _assessed_again(reference: InstrumentedAttribute[str] | str) -> ColumnElement[bool]:
    """Return the condition that another assessment looks again at the one of this reference."""
    later = aliased(Assessment)
    return exists().where(later.follows == reference, later.state != State.WITHDRAWN)


def _is_done(context: AssessmentContext) -> bool:
    return bool(context.session.scalar(select(_assessed_again(context.assessment.reference))))


def _promised(context: AssessmentContext) -> date | None:
    if context.assessment.state not in SIGNED:
        return None
    return conversions.day(context.journey.live.get(context.edition.means("review_date")))
