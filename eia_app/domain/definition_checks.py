"""Faults that only show when a whole edition is seen: references, order, reveals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from eia_app.domain.questionnaire import (
    AnswerType,
    Condition,
    Edition,
    Page,
    Question,
    Section,
    SectionKind,
)
from eia_app.domain.reading import Faults

FACTS = {
    "route": {"full", "screening", "standard", "major"},
    "negative_groups": {"none", "one", "several"},
}
COUNCIL_LISTS = frozenset(
    {"services", "directorates", "portfolios", "wards", "committees", "forums", "objectives"}
)
CHOICES = frozenset({AnswerType.CHOOSE_ONE, AnswerType.CHOOSE_MANY, AnswerType.EACH_CHOICE})
VALUE_MEANINGS = frozenset({"positive", "negative", "neutral", "unknown"})
NEEDED_MEANINGS = ("title", "effect", "negative")


def check_edition(
    edition: Edition, name: str, files: Mapping[str, Section], order: Sequence[str], faults: Faults
) -> None:
    """Add a fault for everything in the edition that cannot work."""
    main = f"{name}/edition.toml"
    where = {section.id: f"{name}/sections/{file}" for file, section in files.items()}
    _check_order(main, where, order, faults)
    _no_twins(main, "group", [group.id for group in edition.groups], faults)
    ids = [q.id for section in edition.sections for q in section.questions]
    _no_twins(main, "question", ids, faults)
    _check_routing(edition, main, faults)
    _check_meanings(edition, main, faults)
    seen: dict[str, Question] = {}
    done: list[str] = []
    for section in edition.sections:
        _check_section(edition, section, where[section.id], seen, done, faults)
        done.append(section.id)


def _no_twins(where: str, what: str, ids: Iterable[str], faults: Faults) -> None:
    for id_, times in Counter(ids).items():
        if times > 1:
            faults.add(where, f"{what} “{id_}” is there {times} times")


def _check_order(main: str, where: Mapping[str, str], order: Sequence[str], faults: Faults) -> None:
    _no_twins(main, "section", order, faults)
    for id_ in order:
        if id_ not in where:
            faults.add(main, f"section “{id_}” has no file")
    for id_, file in where.items():
        if id_ not in order:
            faults.add(file, f"section “{id_}” is in no part of edition.toml")


def _check_routing(edition: Edition, main: str, faults: Faults) -> None:
    if edition.routing.decided_by not in edition.by_id:
        faults.add(main, f"routing: section “{edition.routing.decided_by}” does not exist")
        return
    asked = {q.id: q for q in edition.by_id[edition.routing.decided_by].questions}
    for rule in (*edition.routing.full, *edition.routing.major):
        for condition in rule.when:
            _check_condition(condition, main, asked, frozenset(), faults)


def _check_meanings(edition: Edition, main: str, faults: Faults) -> None:
    for name in NEEDED_MEANINGS:
        if name not in edition.meaning:
            faults.add(main, f"meaning: “{name}” is missing")
    for name in edition.meaning:
        id_ = edition.means(name)
        if name not in VALUE_MEANINGS and id_ not in edition.questions.keys() | edition.by_id:
            faults.add(main, f"meaning {name}: there is no question “{id_}”")


def _check_section(
    edition: Edition,
    section: Section,
    where: str,
    seen: dict[str, Question],
    done: Sequence[str],
    faults: Faults,
) -> None:
    facts = _facts_known(edition, done)
    for condition in section.shown_when:
        _check_condition(condition, where, seen, facts, faults)
    for id_ in section.after:
        if id_ not in done:
            faults.add(where, f"after: “{id_}” is not an earlier section")
    if not section.questions:
        faults.add(where, "the section has no questions")
    own = seen if section.kind is SectionKind.QUESTIONS else dict(seen)
    for page in section.pages:
        here: dict[str, Question] = {}
        for question in page.questions:
            spot = f"{where} {question.id}"
            _check_question(question, section, spot, {**own, **here}, faults)
            _check_reveal(question, page, spot, here, faults)
            for condition in (*question.shown_when, *question.required_when):
                _check_condition(condition, spot, {**own, **here}, facts, faults)
            here[question.id] = question
        own.update(here)
    _check_list(section, where, seen, facts, faults)


def _facts_known(edition: Edition, done: Sequence[str]) -> frozenset[str]:
    facts = set()
    if edition.routing.decided_by in done:
        facts.add("route")
    effect = edition.section_of.get(edition.means("effect"))
    if effect and effect.id in done:
        facts.add("negative_groups")
    return frozenset(facts)


def _check_list(
    section: Section,
    where: str,
    seen: Mapping[str, Question],
    facts: frozenset[str],
    faults: Faults,
) -> None:
    if section.kind is not SectionKind.LIST or section.row is None:
        if any(q.when_empty for q in section.questions):
            faults.add(where, "when_empty belongs to a list")
        return
    if len(section.pages) > 1:
        faults.add(where, "a list has one page")
    own = {q.id for q in section.row_questions}
    for id_ in section.row.summary:
        if id_ not in own:
            faults.add(where, f"summary: there is no question “{id_}” in the row")
    for rule in section.row.at_least:
        for condition in rule.when:
            _check_condition(condition, where, seen, facts, faults)


def _check_question(
    question: Question,
    section: Section,
    where: str,
    seen: Mapping[str, Question],
    faults: Faults,
) -> None:
    choice = question.type in {AnswerType.CHOOSE_ONE, AnswerType.CHOOSE_MANY}
    if choice and not question.options and not question.options_from:
        faults.add(where, "needs options or options_from")
    _no_twins(where, "option", [option.value for option in question.options], faults)
    if question.options_from not in COUNCIL_LISTS | {"", "groups"}:
        faults.add(where, f"options_from: there is no list “{question.options_from}”")
    if question.type is AnswerType.EACH_CHOICE:
        of = seen.get(question.of)
        if of is None or of.type is not AnswerType.CHOOSE_MANY or not question.options:
            faults.add(where, "each_choice needs options, and `of` an earlier choose_many")
    if question.type is AnswerType.CHOOSE_ROWS and not question.rows_of:
        faults.add(where, "choose_rows needs rows_of")
    if question.type in {AnswerType.DATE, AnswerType.NUMBER, AnswerType.LINK} and not question.bad:
        faults.add(where, "needs “bad”, the sentence for a value that cannot be read")
    if question.required_when and not question.required:
        faults.add(where, "required_when needs the message “required”")
    if section.kind is not SectionKind.LIST and question.when_empty:
        faults.add(where, "when_empty belongs to a list")


def _check_reveal(
    question: Question, page: Page, where: str, here: Mapping[str, Question], faults: Faults
) -> None:
    """On its page a question may be revealed by one option of an earlier choice, one level deep."""
    on_page = {q.id for q in page.questions}
    controls = [c for c in question.shown_when if c.question in on_page]
    if not controls:
        return
    control = here.get(controls[0].question)
    if len(question.shown_when) > 1 or len(controls[0].values) > 1:
        faults.add(where, "on its own page a question follows from one answer only")
    elif control is not None and any(c.question in on_page for c in control.shown_when):
        faults.add(where, "a revealed question cannot reveal another")
    if question.type in {AnswerType.EACH_CHOICE, AnswerType.CHOOSE_ROWS}:
        faults.add(where, f"{question.type} cannot be revealed on its own page")


def _check_condition(
    condition: Condition,
    where: str,
    seen: Mapping[str, Question],
    facts: frozenset[str],
    faults: Faults,
) -> None:
    if condition.fact:
        known = FACTS.get(condition.fact, set())
        if condition.fact not in facts:
            faults.add(where, f"the fact “{condition.fact}” is not known this early, or at all")
        for value in condition.values:
            if value not in known:
                faults.add(where, f"the fact “{condition.fact}” is never “{value}”")
        return
    question = seen.get(condition.question)
    if question is None:
        faults.add(where, f"looks at “{condition.question}”, which is not asked before it")
    elif question.type not in CHOICES:
        faults.add(where, f"looks at “{condition.question}”, which is not a choice")
    elif not question.options_from:
        _check_values(condition, question, where, faults)


def _check_values(condition: Condition, question: Question, where: str, faults: Faults) -> None:
    known = {option.value for option in question.options}
    for value in condition.values:
        if value not in known:
            faults.add(where, f"“{value}” is not an answer to “{question.id}”")
