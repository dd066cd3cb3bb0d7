"""Faults of conditions: what they look at, the values they wait for, and reveals on one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eia_app.domain.checked_tables import FaultList
from eia_app.domain.questionnaire.conditions import Condition, Term
from eia_app.domain.questionnaire.council import THRESHOLDS
from eia_app.domain.questionnaire.model import AnswerType, Edition, Page, Question

FACTS = {
    "route": {"full", "screening", "standard", "major"},
    "negative_groups": {"none", "one", "several"},
    "engaged": {"nobody", "somebody"},
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
    if set(edition.routing.decided_by) <= set(done):
        facts.add("route")
    effect = edition.section_of.get(edition.means("effect"))
    if effect and effect.id in done:
        facts.add("negative_groups")
    if edition.means("engagement") in done:
        facts.add("engaged")
    return frozenset(facts)


def check_condition(
    condition: Condition,
    where: str,
    seen: Mapping[str, Question],
    facts: frozenset[str],
    faults: FaultList,
) -> None:
    for term in condition.terms:
        if term.fact:
            _check_fact(term, where, facts, faults)
        else:
            _check_answer(term, where, seen, faults)


def _check_answer(term: Term, where: str, seen: Mapping[str, Question], faults: FaultList) -> None:
    question = seen.get(term.question)
    if question is None:
        faults.add(where, f"looks at “{term.question}”, which is not asked before it")
    elif term.at_least is not None:
        if question.type is not AnswerType.NUMBER:
            faults.add(where, f"at_least: “{term.question}” is not a number")
        if isinstance(term.at_least, str) and term.at_least not in THRESHOLDS:
            faults.add(where, f"at_least: a council has no threshold “{term.at_least}”")
    elif question.type not in CHOICES:
        faults.add(where, f"looks at “{term.question}”, which is not a choice")
    elif not question.options_from:
        check_values((*term.values, *term.lacks), question, where, faults)


def _check_fact(term: Term, where: str, facts: frozenset[str], faults: FaultList) -> None:
    known = FACTS.get(term.fact)
    if known is None:
        faults.add(where, f"there is no fact “{term.fact}”")
        return
    if term.fact not in facts:
        faults.add(where, f"the fact “{term.fact}” is not known this early")
    for value in term.values:
        if value not in known:
            faults.add(where, f"the fact “{term.fact}” is never “{value}”")


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
    terms = [term for condition in question.shown_when for term in condition.terms]
    controls = [term for term in terms if term.question in on_page]
    if not controls:
        return
    control = here.get(controls[0].question)
    if len(terms) > 1 or len(controls[0].values) != 1:
        faults.add(where, "on its own page a question follows from one answer only")
    elif control is not None and any(c.question in on_page for c in control.shown_when):
        faults.add(where, "a revealed question cannot reveal another")
    elif control is not None and control.type not in CONTROLS:
        faults.add(where, "on its own page a question cannot follow from an each_choice")
    if question.type in {AnswerType.EACH_CHOICE, AnswerType.CHOOSE_ROWS}:
        faults.add(where, f"{question.type} cannot be revealed on its own page")
