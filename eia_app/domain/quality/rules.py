"""All the rules in the order in which they are shown, and the asking of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from eia_app.domain.advice import noticed
from eia_app.domain.quality.facts import few_facts, stale_evidence, undated_evidence
from eia_app.domain.quality.finding import Finding, Rule, Severity
from eia_app.domain.quality.initials import initials
from eia_app.domain.quality.listening import late_consultation, nobody_asked, nothing_changed
from eia_app.domain.quality.negatives import (
    negative_without_action,
    serious_unanswered,
    thin_combined,
    thin_cumulative,
)
from eia_app.domain.quality.outcome import (
    continue_despite_serious,
    continue_despite_unknown,
    justify_without_options,
    thin_justification,
)
from eia_app.domain.quality.plan import (
    action_ongoing,
    action_overdue,
    action_without_measure,
    action_without_owner,
    gap_without_action,
)
from eia_app.domain.quality.reasons import (
    marriage_law,
    no_evidence,
    serious_unexplained,
    stock_phrase,
    thin_reason,
    unknown_without_plan,
)
from eia_app.domain.quality.sameness import copied_text, same_text
from eia_app.domain.quality.sums import percentage, total
from eia_app.domain.quality.timing import decision_passed, decision_too_near
from eia_app.domain.quality.view import View
from eia_app.domain.walk import TaskKey

RULES: tuple[Rule, ...] = (
    serious_unanswered,
    continue_despite_serious,
    justify_without_options,
    decision_passed,
    decision_too_near,
    late_consultation,
    few_facts,
    stale_evidence,
    nobody_asked,
    nothing_changed,
    negative_without_action,
    serious_unexplained,
    no_evidence,
    thin_reason,
    stock_phrase,
    unknown_without_plan,
    same_text,
    copied_text,
    marriage_law,
    thin_combined,
    thin_cumulative,
    continue_despite_unknown,
    thin_justification,
    action_without_owner,
    action_without_measure,
    action_ongoing,
    action_overdue,
    percentage,
    total,
    gap_without_action,
    undated_evidence,
    initials,
)
IN_ORDER = tuple(Severity)


def findings(view: View) -> list[Finding]:
    """What the rules notice, the most serious first. Of one task, if the view is of one."""
    found = sorted(_asked(view), key=lambda each: IN_ORDER.index(each.severity))
    task = view.task
    return [each for each in found if task is None or each.is_at(*task)]


def at(view: View, task: TaskKey) -> list[Finding]:
    """What is noticed in one task: only the rules that may point to it are asked."""
    return findings(replace(view, task=task))


def must_fix(view: View) -> list[Finding]:
    """What refuses a submit. Where a rule fails here, so does the submit: nothing slips through."""
    must = (each for each in RULES if each.severity is Severity.MUST)
    return [Finding(each, spot) for each in must for spot in each.look(view)]


def _asked(view: View) -> Iterator[Finding]:
    """A rule that fails is left out, so that the page can still be opened and the text mended."""
    for each in _near(view):
        for spot in noticed(each.id, partial(each.look, view)):
            yield Finding(each, spot)


def _near(view: View) -> Iterable[Rule]:
    if view.task is None:
        return RULES
    here = view.task[0]
    return [r for r in RULES if not r.at or here in {view.section(name) for name in r.at}]
