"""Assessments of our own edition with something for the coach to notice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from eia_app.services.answers.save import save_answers, save_row
from eia_app.services.assessment.loading import Opened
from eia_app.services.workflow import start as workflow_start
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.people import Person
from tests.domain.coach.coached_cases import STANDARD
from tests.factories import NOW

STOCK = "The policy applies equally to all residents of the district."
THIN = "Age makes no odds here."


def begun(session: Session, forms: Forms, lead: Person) -> Opened:
    """A draft whose quick check leads to a full assessment, and nothing more."""
    opened = workflow_start.start(session, forms, title="A bus", by=lead, now=NOW, id_=uuid4())
    save_answers(opened, "quick_check", None, STANDARD, by=lead, now=NOW)
    return opened


def of_group(opened: Opened, group: str, effect: str, **more: Any) -> None:
    """What is said of one group."""
    values = {"effect": [effect], **more}
    save_answers(opened, "effects", group, values, by=opened.assessment.lead, now=NOW)


def add_row(opened: Opened, section: str, values: Mapping[str, Any]) -> UUID:
    id_ = uuid4()
    save_row(opened, section, id_, values, by=opened.assessment.lead, now=NOW)
    return id_


def every_group(opened: Opened) -> None:
    """Say of each group that there is no effect, so that the action plan can be written."""
    for group in opened.groups:
        reason = f"Nothing would be different for {group.people}: the 240 users were counted."
        of_group(opened, group.id, "neutral", explanation=reason, aims_touched=["no_aim"])
