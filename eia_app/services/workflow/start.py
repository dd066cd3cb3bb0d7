"""Starting an assessment, and the counter of references."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from eia_app.domain.calendar import local_date
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.states import Transition
from eia_app.services.answers.save import save_answers
from eia_app.services.assessment.edition_freeze import freeze
from eia_app.services.assessment.events import record
from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.assessment import Assessment
from eia_app.storage.models.people import Person
from eia_app.storage.models.training import WITH_PRACTICE

PRACTICE_SERIES = 0  # where the counter of references has a year


def start(
    session: Session,
    forms: Forms,
    *,
    title: str,
    by: Person,
    now: datetime,
    id_: UUID,
    practice: bool = False,
    edition: str = "",
) -> AssessmentContext:
    """Start an assessment with a title. The same `id_` again returns the one already started.

    Without the name of an `edition` it is answered against the newest one.
    """
    permissions.require(Transition.START, by)
    context = begin(
        session, forms, title=title, by=by, now=now, id_=id_, practice=practice, edition=edition
    )
    if context is None:
        return load_assessment(session, forms, id_)
    question = context.edition.means("title")
    section = context.edition.section_of[question]
    save_answers(context, section.id, None, {question: title}, by=by, now=now)
    return context


def begin(
    session: Session,
    forms: Forms,
    *,
    title: str,
    by: Person,
    now: datetime,
    id_: UUID,
    practice: bool = False,
    edition: str = "",
    follows: Assessment | None = None,
) -> AssessmentContext | None:
    """Begin an assessment without answers; return None if there is one with this id already."""
    if session.get(Assessment, id_, execution_options=WITH_PRACTICE) is not None:
        return None
    # Whoever starts at this moment waits here.
    reference = (
        next_practice(session) if practice else next_reference(session, local_date(now).year)
    )
    if session.get(Assessment, id_, execution_options=WITH_PRACTICE) is not None:
        return None
    frozen = freeze(session, forms, edition or forms.newest, now=now)
    assessment = Assessment(
        id=id_,
        reference=reference,
        title=title,
        practice=practice,
        edition_id=frozen.id,
        local_groups=[asdict(group) for group in forms.council.local_groups],
        lead=by,
        lead_id=by.id,
        follows=follows.reference if follows else "",
        started_at=now,
        changed_at=now,
    )
    session.add(assessment)
    session.flush()
    detail = {"follows": follows.reference, "follows_version": follows.version} if follows else {}
    record(session, assessment, Transition.START, by=by, now=now, detail=detail)
    return load_assessment(session, forms, id_)


def next_reference(session: Session, year: int) -> str:
    """Return the next reference of a year, such as EIA-2026-014; none is given out twice."""
    return f"EIA-{year}-{_next_number(session, year):03}"


def next_practice(session: Session) -> str:
    """Return the next reference of practice, whose own series leaves no gaps in the real one."""
    return f"PRACTICE-{_next_number(session, PRACTICE_SERIES):03}"


def _next_number(session: Session, year: int) -> int:
    number = session.scalar(
        text(
            "INSERT INTO reference_counter (year, last) VALUES (:year, 1)"
            " ON CONFLICT (year) DO UPDATE SET last = reference_counter.last + 1 RETURNING last"
        ),
        {"year": year},
    )
    return int(number or 0)
