"""Findings of the coach about the rows of a list that are written on one page."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from eia_app.domain.coach import registry
from eia_app.domain.coach.rule import Finding
from eia_app.domain.journey.tasks import Task
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.coach.findings import view_of
from eia_app.services.coach.kept_findings import with_reasons


def of_rows(context: AssessmentContext, task: Task, *, now: datetime) -> dict[UUID, list[Finding]]:
    """Return the findings about each row of a list that are not kept, by the id of the row."""
    of_task = registry.findings_in_task(view_of(context, now), task.key)
    by_row: dict[UUID, list[Finding]] = {}
    for noted in with_reasons(context, of_task):
        if noted.kept is None and noted.finding.place.row is not None:
            by_row.setdefault(noted.finding.place.row, []).append(noted.finding)
    return by_row
