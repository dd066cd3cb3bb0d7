"""Assessments of the shipped edition, for tests of the coach’s findings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from eia_app.services.answers.rows import save_row
from eia_app.services.answers.save import save_answers
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.workflow import start as workflow_start
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.people import Person
from tests.domain.coach.coached_cases import STANDARD
from tests.factories import NOW

GENERIC_TEXT = "The policy applies equally to all residents of the district."
VAGUE_TEXT = "Age makes no odds here."


def start_with_quick_check(session: Session, forms: Forms, lead: Person) -> AssessmentContext:
    """Return a draft whose quick check leads to a full assessment."""
    context = workflow_start.start(session, forms, title="A bus", by=lead, now=NOW, id_=uuid4())
    save_answers(context, "quick_check", None, STANDARD, by=lead, now=NOW)
    return context


def save_effect(context: AssessmentContext, group: str, effect: str, **more: Any) -> None:
    """Save the effect on one group."""
    values = {"effect": [effect], **more}
    save_answers(context, "effects", group, values, by=context.assessment.lead, now=NOW)


def add_row(context: AssessmentContext, section: str, values: Mapping[str, Any]) -> UUID:
    id_ = uuid4()
    save_row(context, section, id_, values, by=context.assessment.lead, now=NOW)
    return id_


def save_neutral_effects(context: AssessmentContext) -> None:
    """Save a neutral effect on each group, so that the action plan can be written."""
    for group in context.groups:
        reason = f"Nothing would be different for {group.people}: the 240 users were counted."
        save_effect(context, group.id, "neutral", explanation=reason, aims_touched=["no_aim"])
