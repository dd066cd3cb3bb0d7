"""Whatever is selected is without practice, unless its statement asks for it by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

import eia_app
from eia_app.storage.models.assessment import Assessment
from eia_app.storage.models.events import Event
from eia_app.storage.models.people import Person
from eia_app.storage.models.training import WITH_PRACTICE
from tests.training import PracticeFactory

HOUSE = Path(eia_app.__file__).parent
WAYS = {
    "whole": select(Assessment),
    "some columns": select(Assessment.id, Assessment.title),
    "how many": select(func.count()).select_from(Assessment).having(func.count() > 0),
    "by state": select(Assessment.state, func.count()).group_by(Assessment.state),
    "under another name": select(aliased(Assessment).id),
    "joined": select(Event.id).join(Assessment, Assessment.id == Event.assessment_id),
    "in two tables": select(Event.id).where(Event.assessment_id == Assessment.id),
    "inside another": select(Event.id).where(Event.assessment_id.in_(select(Assessment.id))),
    "as a subquery": select(select(Assessment.id).subquery()),
}


@pytest.mark.parametrize("way", WAYS)
def test_however_assessments_are_selected_those_for_practice_are_not_among_them(
    way: str, session: Session, practice_factory: PracticeFactory, lead: Person
) -> None:
    practice_factory.start(lead)
    assert session.execute(WAYS[way]).all() == []
    assert session.execute(WAYS[way], execution_options=WITH_PRACTICE).all() != []


def test_only_these_look_at_practice_too() -> None:
    """Whoever is added here opens one by its id, or is about practice."""
    asks = {
        str(path.relative_to(HOUSE))
        for path in HOUSE.rglob("*.py")
        if "WITH_PRACTICE" in path.read_text(encoding="utf-8")
    }
    assert asks == {
        "storage/models/training.py",
        *(f"services/training/{name}.py" for name in ("practice", "workshops", "dashboard")),
        *(f"services/{name}.py" for name in ("workflow/start", "answers/drafts")),
        "services/assessment/loading.py",
        "services/assessment/stored_parts.py",  # of one assessment, by its id
        "services/coach/findings.py",  # of one assessment, by its id
        "services/people/sessions.py",  # no assessment at all: it spares the criteria
        *(f"services/notifications/{name}.py" for name in ("inbox", "outbox")),  # of people
        "services/evidence/library.py",  # the one that a fact is for
        "services/transfer/repair.py",  # whatever is in the log
        "services/assessment/event_log_check.py",  # the references of the log
    }
