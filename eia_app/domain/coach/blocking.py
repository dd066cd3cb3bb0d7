"""Tasks that stay open when an assessment is sent back, so that a refused submit can be mended."""

from __future__ import annotations

from functools import partial

from eia_app.domain.coach.assessment_view import AssessmentView
from eia_app.domain.coach.failing_checks import run_check
from eia_app.domain.coach.registry import RULES
from eia_app.domain.coach.rule import Severity
from eia_app.domain.journey.tasks import TaskKey

WAYS_OUT = ("actions", "outcome")  # where an action can be added, or another conclusion drawn


def tasks_to_correct(view: AssessmentView) -> set[TaskKey]:
    """Return the tasks of findings that refuse a submit, and those in which they can be answered.

    The set is empty if nothing refuses a submit. Rules of this severity depend on no date.
    """
    rules = [rule for rule in RULES if rule.severity is Severity.MUST]
    occurrences = [
        occurrence for rule in rules for occurrence in run_check(rule.id, partial(rule.check, view))
    ]
    if not occurrences:
        return set()
    places = [place for occurrence in occurrences for place in occurrence.places]
    ways_out = {(view.section(name), None) for name in WAYS_OUT}
    task_key = view.journey.task_key
    return {task_key(place.section, place.group or None) for place in places} | ways_out
