"""The rules of the coach in the order in which they are shown, and the findings of an assessment.

Every rule in a module of `MODULES` is registered: the most serious first, then in the order of the
modules and of the rules inside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from eia_app.domain.coach.assessment_view import AssessmentView
from eia_app.domain.coach.failing_checks import run_check
from eia_app.domain.coach.rule import Finding, Rule, Severity
from eia_app.domain.coach.rules import (
    abbreviations,
    action_plan,
    arithmetic,
    conclusion,
    copied_text,
    engagement,
    evidence,
    length,
    negative_effects,
    privacy,
    reasons,
    timing,
    visits,
)
from eia_app.domain.journey.tasks import TaskKey

MODULES = (
    privacy,
    timing,
    evidence,
    engagement,
    negative_effects,
    reasons,
    copied_text,
    conclusion,
    action_plan,
    arithmetic,
    visits,
    length,
    abbreviations,
)
RULES: tuple[Rule, ...] = tuple(
    rule
    for severity in Severity
    for module in MODULES
    for rule in vars(module).values()
    if isinstance(rule, Rule) and rule.severity is severity
)


def findings(view: AssessmentView) -> list[Finding]:
    """Return the findings, the most serious first: of one task if the view is of one."""
    task = view.task
    return [
        finding
        for finding in _findings_near(view)
        if task is None or task in _tasks_of(finding, view)
    ]


def _tasks_of(finding: Finding, view: AssessmentView) -> Iterator[TaskKey]:
    for place in finding.occurrence.places:
        yield view.journey.task_key(place.section, place.group or None)


def findings_in_task(view: AssessmentView, task: TaskKey) -> list[Finding]:
    """Return the findings of one task: only the rules that may point to it are run."""
    return findings(replace(view, task=task))


def must_fix(view: AssessmentView) -> list[Finding]:
    """Return the findings that refuse a submit.

    An exception of a rule is raised here, so that no submit passes because a rule is broken.
    """
    rules = (rule for rule in RULES if rule.severity is Severity.MUST)
    return [Finding(rule, occurrence) for rule in rules for occurrence in rule.check(view)]


def _findings_near(view: AssessmentView) -> Iterator[Finding]:
    """Yield the findings of the rules; one that raises is left out, so that the page opens."""
    for rule in _rules_near(view):
        for occurrence in run_check(rule.id, partial(rule.check, view)):
            yield Finding(rule, occurrence)


def _rules_near(view: AssessmentView) -> Iterable[Rule]:
    if view.task is None:
        return RULES
    section = view.task[0]
    return [
        rule
        for rule in RULES
        if not rule.at or section in {view.section(meaning) for meaning in rule.at}
    ]
