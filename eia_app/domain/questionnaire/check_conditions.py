"""Faults of conditions: what they look at, the values they wait for, and reveals on one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eia_app.domain.checked_tables import FaultList
from eia_app.domain.questionnaire.conditions import Condition
from eia_app.domain.questionnaire.model import AnswerType, Edition, Page, Question

FACTS = {
    "route": {"full", "screening", "standard", "major"},
    "negative_groups": {"none", "one", "several"},
}
CHOICES = frozenset(
    {
        AnswerType.CHOOSE_ONE,
        AnswerType.CHOOSE_MANY,
        AnswerType.EACH_CHOICE,
        AnswerType.CHOOSE_ROWS,
    }
)
CONTROLS = CHOICES - {AnswerType.EACH_CHOICE}


def facts_known(edition: Edition, done: Sequence[str]) -> frozenset[str]:
    """The facts that a section may ask for when these sections come before it."""
    facts = set()
    if edition.routing.decided_by in done:
        facts.add("route")
    effect = edition.section_of.get(edition.means("effect"))
    if effect and effect.id in done:
        facts.add("negative_groups")
    return frozenset(facts)


def check_condition(
    condition: Condition,
    where: str,
    seen: Mapping[str, Question],
    facts: frozenset[str],
    faults: FaultList,
) -> None:
    if condition.fact:
        _check_fact(condition, where, facts, faults)
        return
    question = seen.get(condition.question)
    if question is None:
        faults.add(where, f"looks at “{condition.question}”, which is not asked before it")
    elif question.type not in CHOICES:
        faults.add(where, f"looks at “{condition.question}”, which is not a choice")
    elif not question.options_from:
        check_values(condition.values, question, where, faults)


def _check_fact(condition: Condition, where: str, facts: frozenset[str], faults: FaultList) -> None:
    known = FACTS.get(condition.fact)
    if known is None:
        faults.add(where, f"there is no fact “{condition.fact}”")
        return
    if condition.fact not in facts:
        faults.add(where, f"the fact “{condition.fact}” is not known this early")
    for value in condition.values:
        if value not in known:
            faults.add(where, f"the fact “{condition.fact}” is never “{value}”")


def check_values(values: Sequence[str], question: Question, where: str, faults: FaultList) -> None:
    known = {option.value for option in question.options}
    for value in values:
        if value not in known:
            faults.add(where, f"“{value}” is not an answer to “{question.id}”")


def check_reveal(
    question: Question, page: Page, where: str, here: Mapping[str, Question], faults: FaultList
) -> None:
    """On one page, one option of one earlier choice may reveal a question, one level deep."""
    on_page = {q.id for q in page.questions}
    controls = [c for c in question.shown_when if c.question in on_page]
    if not controls:
        return
    control = here.get(controls[0].question)
    if len(question.shown_when) > 1 or len(controls[0].values) > 1:
        faults.add(where, "on its own page a question follows from one answer only")
    elif control is not None and any(c.question in on_page for c in control.shown_when):
        faults.add(where, "a revealed question cannot reveal another")
    elif control is not None and control.type not in CONTROLS:
        faults.add(where, "on its own page a question cannot follow from an each_choice")
    if question.type in {AnswerType.EACH_CHOICE, AnswerType.CHOOSE_ROWS}:
        faults.add(where, f"{question.type} cannot be revealed on its own page")
