"""Practice: assessments with which people learn, alone or in a workshop.

They are written like real ones, and nothing comes of them: no list has them
(storage/models/training.py), they stay drafts (domain/workflow/permissions.py), and nobody is told
of them (services/notifications/create.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from eia_app.domain.errors import Denied, NotFound
from eia_app.domain.guidance.parse_guidance import Scenario
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.permissions import Permission
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.workflow import start as workflow_start
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.assessment import Assessment, Contributor
from eia_app.storage.models.people import Person
from eia_app.storage.models.training import WITH_PRACTICE, Exercise, Workshop

SHOWN = 100  # of one’s own
WITHOUT_A_SCENARIO = "Practice with a proposal of my own"


@dataclass(frozen=True)
class MyPractice:
    """An assessment for practice that somebody works on; in a workshop, its title."""

    it: Assessment
    scenario: str
    workshop: str


def scenarios(forms: Forms) -> list[Scenario]:
    """Return the scenarios to practise with, in the order of the files of the newest edition."""
    return list(forms.guidance(forms.newest).scenarios.values())


def scenario(forms: Forms, id_: str, edition: str = "") -> Scenario:
    """Return one scenario of an edition’s guide, or of the newest. Raise NotFound."""
    scenario = forms.guidance(edition or forms.newest).scenarios.get(id_)
    if scenario is None:
        raise NotFound("There is no such scenario.")
    return scenario


def begin(
    session: Session,
    forms: Forms,
    *,
    scenario_id: str,
    by: Person,
    now: datetime,
    id_: UUID,
    workshop: Workshop | None = None,
) -> AssessmentContext:
    """Begin to practise, with a scenario or none. The same `id_` again gives the same back.

    Raise NotFound for a scenario that is not there, Denied for what is not somebody’s own.
    """
    edition = workshop.edition if workshop else ""
    title = scenario(forms, scenario_id, edition).title if scenario_id else WITHOUT_A_SCENARIO
    context = workflow_start.start(
        session, forms, title=title, by=by, now=now, id_=id_, practice=True, edition=edition
    )
    assessment = context.assessment
    if not assessment.practice or assessment.lead_id != by.id:
        raise Denied(permissions.DENIED)
    if session.get(Exercise, assessment.id) is None:
        where = workshop.id if workshop else None
        session.add(Exercise(assessment_id=assessment.id, workshop_id=where, scenario=scenario_id))
        session.flush()
    return context


def list_own(session: Session, person: Person) -> Sequence[MyPractice]:
    """Return this person's assessments for practice, the newest change first."""
    permissions.require(Permission.USE_SERVICE, person)
    helps = select(Contributor.assessment_id).where(Contributor.person_id == person.id)
    statement = (
        select(Assessment, Exercise.scenario, Workshop.title)
        .join(Exercise, Exercise.assessment_id == Assessment.id)
        .outerjoin(Workshop, Workshop.id == Exercise.workshop_id)
        .where(or_(Assessment.lead_id == person.id, Assessment.id.in_(helps)))
        .order_by(Assessment.changed_at.desc(), Assessment.id)
        .limit(SHOWN)
    )
    rows = session.execute(statement, execution_options=WITH_PRACTICE)
    return [
        MyPractice(assessment, scenario_id, title or "") for assessment, scenario_id, title in rows
    ]


def scenario_of(context: AssessmentContext) -> Scenario | None:
    """The scenario that is practised with, as the guide has it now; None for a real assessment."""
    if not context.assessment.practice:
        return None
    exercise = context.session.get(Exercise, context.assessment.id)
    guidance = context.forms.guidance(context.frozen.name)
    return guidance.scenarios.get(exercise.scenario) if exercise else None
