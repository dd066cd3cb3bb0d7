"""Faults that only show when a whole edition is seen: references, order, what a type needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from eia_app.domain.checked_tables import UNKNOWN, FaultList, twins
from eia_app.domain.questionnaire.check_conditions import check_condition, check_reveal, facts_known
from eia_app.domain.questionnaire.check_groups import check_all_groups, check_group
from eia_app.domain.questionnaire.check_linked_questions import faults_of_links
from eia_app.domain.questionnaire.check_meanings import check_meanings, check_routing
from eia_app.domain.questionnaire.check_rows import (
    faults_of_help,
    faults_of_place,
    faults_of_rows,
)
from eia_app.domain.questionnaire.council import LISTS
from eia_app.domain.questionnaire.model import (
    MANY,
    AnswerType,
    Edition,
    Question,
    Section,
    SectionKind,
)

OPTIONS_FROM = {"", "groups", "objectives", *LISTS}
SEEN_LATER = {SectionKind.QUESTIONS, SectionKind.ALL_GROUPS}  # a condition may look at them
Seen = Mapping[str, Question]


def check_edition(
    edition: Edition,
    name: str,
    files: Mapping[str, Section],
    order: Sequence[str],
    faults: FaultList,
) -> None:
    """Add a fault for each reference, order or key of the edition that cannot work."""
    main = f"{name}/edition.toml"
    if name.rpartition("/")[2] != edition.id:
        faults.add(main, f"id “{edition.id}” is not the name of its folder")
    _check_order(edition, name, files, order, faults)
    ids = [q.id for section in files.values() for q in section.questions]
    _no_twins(main, "question", ids, faults)
    check_routing(edition, main, faults)
    check_meanings(edition, main, faults)
    for group in edition.groups:
        check_group(edition, group, main, faults)
    where = {section.id: f"{name}/sections/{file}" for file, section in files.items()}
    seen: dict[str, Question] = {}
    done: list[str] = []
    for section in edition.sections:
        _SectionCheck(edition, section, where[section.id], done, faults).run(seen)
        done.append(section.id)


def _no_twins(where: str, kind: str, ids: Iterable[str], faults: FaultList) -> None:
    for id_, times in twins(ids):
        faults.add(where, f"{kind} “{id_}” is there {times} times")


def _check_order(
    edition: Edition,
    name: str,
    files: Mapping[str, Section],
    order: Sequence[str],
    faults: FaultList,
) -> None:
    main = f"{name}/edition.toml"
    ids = [section.id for section in files.values()]
    _no_twins(main, "section", order, faults)
    _no_twins(f"{name}/sections", "section", ids, faults)
    for id_ in order:
        if id_ not in edition.by_id:
            faults.add(main, f"section “{id_}” has no file")
    for file, section in files.items():
        where = f"{name}/sections/{file}"
        if section.id not in order:
            faults.add(where, f"section “{section.id}” is in no part of edition.toml")
        if file[3:] != f"{section.id.replace('_', '-')}.toml" or not file[:2].isdigit():
            faults.add(where, f"the file of “{section.id}” has another name than its section")


class _SectionCheck:
    """Checks one section, given the questions `seen` and the sections `done` before it."""

    def __init__(
        self, edition: Edition, section: Section, where: str, done: Sequence[str], faults: FaultList
    ) -> None:
        self.edition, self.section, self.where = edition, section, where
        self.done, self.faults = tuple(done), faults
        self.facts = facts_known(edition, done)

    def run(self, seen: dict[str, Question]) -> None:
        """Check the section; add its questions to `seen` if later sections may look at them."""
        section = self.section
        for condition in section.shown_when:
            check_condition(condition, self.where, seen, self.facts, self.faults)
        for id_ in section.after:
            if id_ not in self.done:
                self.faults.add(self.where, f"after: “{id_}” is not an earlier section")
        if not section.questions:
            self.faults.add(self.where, "the section has no questions")
        self._pages()
        before = dict(seen)
        for fault in check_all_groups(section):
            self.faults.add(self.where, fault)
        own = seen if section.kind in SEEN_LATER else dict(seen)
        for page in section.pages:
            here: dict[str, Question] = {}
            for question in page.questions:
                spot = f"{self.where} {question.id}"
                sees_none = question.when_empty or section.kind is SectionKind.ALL_GROUPS
                visible = before if sees_none else {**own, **here}
                self._question(question, spot, own)
                self._help(question, spot, {**own, **here})
                check_reveal(question, page, spot, here, self.faults)
                conditions = (*question.shown_when, *question.required_when, *question.asks)
                for condition in conditions:
                    check_condition(condition, spot, visible, self.facts, self.faults)
                if not question.when_empty:
                    here[question.id] = question
            own.update(here)
        self._list(before)

    def _pages(self) -> None:
        known = {page.id for page in self.section.page_tables} or {""}
        for question in self.section.question_tables:
            if question.page not in known:
                named = f"question {question.id} names page “{question.page}”"
                self.faults.add(self.where, f"{named}: there is none")
        for page in self.section.pages:
            if not page.questions:
                self.faults.add(f"{self.where} page {page.id}", "the page has no questions")

    def _list(self, seen: Seen) -> None:
        row, is_list = self.section.row, self.section.kind is SectionKind.LIST
        if is_list != (row is not None):
            self.faults.add(self.where, "“row” is missing" if is_list else f"“row” {UNKNOWN}")
        if row is None:
            return
        if len(self.section.pages) > 1:
            self.faults.add(self.where, "a list has one page")
        own = {q.id for q in self.section.row_questions}
        for id_ in row.summary:
            if id_ not in own:
                self.faults.add(self.where, f"summary: there is no question “{id_}” in the row")
        if sum(q.when_empty for q in self.section.questions) > 1:
            self.faults.add(self.where, "a list has one when_empty question")
        for fault in faults_of_rows(self.section):
            self.faults.add(f"{self.where} [row]", fault)
        for rule in row.at_least:
            for condition in rule.when:
                check_condition(condition, self.where, seen, self.facts, self.faults)

    def _question(self, question: Question, where: str, earlier: Seen) -> None:
        """Check a question; an each_choice is about one of the `earlier`, on earlier pages."""
        faults = (*_needs(question), *self._references(question, earlier))
        for fault in (*faults, *faults_of_place(question, self.section)):
            self.faults.add(where, fault)
        if self.section.kind is not SectionKind.LIST and question.when_empty:
            self.faults.add(where, "when_empty belongs to a list")

    def _help(self, question: Question, where: str, seen: Seen) -> None:
        for fault in faults_of_help(question, seen, self.section):
            self.faults.add(where, fault)

    def _references(self, question: Question, earlier: Seen) -> Iterable[str]:
        if question.options_from not in OPTIONS_FROM:
            yield f"options_from: there is no list “{question.options_from}”"
        if question.type is AnswerType.EACH_CHOICE:
            question_of = earlier.get(question.of)
            if question_of is None or question_of.type is not AnswerType.CHOOSE_MANY:
                yield "`of` must be a choose_many of an earlier page"
        yield from faults_of_links(self.edition, self.section, question, self.done)


def _needs(question: Question) -> Iterable[str]:
    """Yield a fault for each key that a question of this type needs or must not have."""
    kind = question.type
    if kind is AnswerType.EACH_CHOICE and not question.options:
        yield "needs options"
    if kind in {AnswerType.CHOOSE_ONE, AnswerType.CHOOSE_MANY}:
        # A council's list may be empty, and then a required question could never be answered.
        from_council = question.options_from not in {"", "groups"}
        if not question.options and (
            not question.options_from or (from_council and question.required)
        ):
            yield "needs options" if not from_council else "needs an option besides the council’s"
    if kind not in MANY and any(o.exclusive for o in question.options):
        yield "an exclusive option belongs to a choose_many or a choose_rows"
    if kind in {AnswerType.DATE, AnswerType.NUMBER, AnswerType.LINK} and not question.bad:
        yield "needs “bad”, the sentence for a value that cannot be read"
    if question.counts_people and kind not in {AnswerType.NUMBER, AnswerType.TEXT}:
        yield "counts_people belongs to a number or a text"
    if question.required_when and not question.required:
        yield "required_when needs the message “required”"
    low, high = question.at_least, question.at_most
    if low is not None and high is not None and low > high:
        yield "at_least is more than at_most"
