"""One walk through an edition in its own order: what is shown, what counts, what is missing.

Answers of a branch no longer taken are left out of `values` and `rows`, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from eia_app.domain.editions.answer_migration import NOTHING_CARRIED, ToConfirm
from eia_app.domain.journey.effects import effects_of, how_many_negative
from eia_app.domain.journey.routing import Decision, Route, decide
from eia_app.domain.questionnaire.answers import Answers, Key, Row, Value, any_holds, is_empty
from eia_app.domain.questionnaire.model import (
    AnswerType,
    Edition,
    Group,
    Question,
    Section,
    SectionKind,
)
from eia_app.domain.questionnaire.row_words import AtLeast

Look = dict[str, Any]  # live answers by question id, as seen from one page
TaskKey = tuple[str, str | None]  # (section id, group id or None)
CONFIRM_ROW = "Confirm or change what was carried over, or take it away"


class Status(StrEnum):
    CANNOT_START = "cannot_start"
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    CARRIED_OVER = "carried_over"
    CHANGES_NEEDED = "changes_needed"
    DONE = "done"


@dataclass(frozen=True)
class Missing:
    """Something that must still be answered, and where; or, if `carried`, confirmed."""

    section: str
    group: str | None
    page: str
    question: str
    message: str
    row: str | None = None
    carried: bool = False


@dataclass
class Task:
    """One line of the task list: a section, or a section for one group."""

    section: Section
    group: Group | None
    status: Status = Status.NOT_STARTED
    missing: list[Missing] = field(default_factory=list)
    shown: dict[str, tuple[Question, ...]] = field(default_factory=dict)  # page id to questions
    rows: dict[str, tuple[Question, ...]] = field(default_factory=dict)  # row id to questions
    rows_needed: int = 0  # of a list, by the rules that hold
    look: Look = field(default_factory=dict)  # what its questions could see when it began

    @property
    def key(self) -> TaskKey:
        return (self.section.id, self.group.id if self.group else None)

    @property
    def title(self) -> str:
        return self.group.title if self.group else self.section.title

    @property
    def still_needed(self) -> str:
        """What a list still needs, in one sentence; "" when nothing is missing."""
        if any(each.row and not each.carried for each in self.missing):
            return "Complete every row, or take it away"
        return self.missing[0].message if self.missing else ""

    @property
    def pages(self) -> tuple[str, ...]:
        """The ids of the pages that have something to ask."""
        return tuple(page for page, questions in self.shown.items() if questions)


class Traversal:
    """What one walk found: tasks in order, live values and rows, and the route."""

    def __init__(
        self,
        edition: Edition,
        groups: Iterable[Group],
        answers: Answers,
        override: Decision | None = None,
        carried: ToConfirm = NOTHING_CARRIED,
    ) -> None:
        self.edition, self.groups = edition, tuple(groups)
        self.answers, self.override, self.carried = answers, override, carried
        self.tasks: list[Task] = []
        self.decision: Decision | None = None
        self.values: dict[Key, Value] = {}
        self.rows: dict[str, list[Row]] = {}
        self._look: Look = {}
        self._facts: dict[str, list[str]] = {}
        self._walk()

    def _walk(self) -> None:
        effect_section = self.edition.section_of.get(self.edition.means("effect"))
        for section in self.edition.sections:
            if any_holds(section.shown_when, self._look, self._facts):
                self._walk_section(section)
            elif self.decision is None and self._would_show(section):
                self.tasks.append(Task(section, None, Status.CANNOT_START))
            if section.id == self.edition.routing.decided_by:
                self._decide(section)
            if section is effect_section:
                effects = effects_of(self.edition, self.groups, self.values)
                self._facts["negative_groups"] = [how_many_negative(effects)]

    def _would_show(self, section: Section) -> bool:
        """Before the route is known, the tasks of a full EIA are shown as still to come."""
        return any_holds(section.shown_when, self._look, {"route": list(Route.STANDARD.fact)})

    def _decide(self, section: Section) -> None:
        complete = not any(t.missing for t in self.tasks if t.section is section)
        if complete:
            self.decision = self.override or decide(self.edition, self._look)
            self._facts["route"] = list(self.decision.route.fact)

    def _walk_section(self, section: Section) -> None:
        match section.kind:
            case SectionKind.QUESTIONS:
                self._walk_pages(section, None, self._look)
            case SectionKind.EACH_GROUP:
                for group in self.groups:
                    self._walk_pages(section, group, dict(self._look))
            case SectionKind.LIST:
                self._walk_list(section)

    def _walk_pages(self, section: Section, group: Group | None, look: Look) -> None:
        task, group_id = Task(section, group, look=dict(look)), group.id if group else None
        for page in section.pages:
            shown = []
            for question in page.questions:
                if not self.is_shown(question, look):
                    continue
                shown.append(question)
                key = (group_id, question.id)
                value = self._live_value(question, self.answers.values.get(key), look)
                self._keep(task, question, value, look)
                if value is not None:
                    self.values[key] = value
            task.shown[page.id] = tuple(shown)
        if task.pages:  # a task that asks nothing is no task
            self.tasks.append(task)

    def _keep(
        self,
        task: Task,
        question: Question,
        value: Value | None,
        look: Look,
        row: str | None = None,
    ) -> None:
        """Let later questions see this answer, or note that it is missing."""
        if value is not None:
            look[question.id] = value
        if self.is_missing(question, value, look):
            message, carried = question.required, False
        elif row is None and value is not None and self.carried.has(task.key[1], question.id):
            message, carried = f"Confirm or change: {question.ask}", True
        else:
            return
        page = question.page or task.section.pages[0].id
        task.missing.append(Missing(*task.key, page, question.id, message, row, carried))

    def is_missing(self, question: Question, value: Value | None, look: Mapping[str, Any]) -> bool:
        """Whether an answer is required here and not, or not wholly, given."""
        is_table = question.type is AnswerType.EACH_CHOICE
        if not question.required or not (is_table or is_empty(value)):
            return False
        if not any_holds(question.required_when, look, self._facts):
            return False
        given = value if isinstance(value, dict) else {}
        return not is_table or any(key not in given for key in self.each_of(question, look))

    def is_shown(self, question: Question, look: Mapping[str, Any]) -> bool:
        """Whether a question is asked, given the answers that it can see."""
        if question.type is AnswerType.EACH_CHOICE and not self.each_of(question, look):
            return False
        if question.type is AnswerType.CHOOSE_ROWS and not self.rows.get(question.rows_of):
            return False
        return any_holds(question.shown_when, look, self._facts)

    def each_of(self, question: Question, look: Mapping[str, Any]) -> list[str]:
        """What an each_choice question asks about: the options chosen earlier, without none."""
        exclusive = {o.value for o in self.edition.questions[question.of].options if o.exclusive}
        return [value for value in look.get(question.of, []) if value not in exclusive]

    def _live_value(self, question: Question, value: Value | None, look: Look) -> Value | None:
        """The part of a stored answer that still refers to something."""
        if isinstance(value, dict):
            value = {key: value[key] for key in self.each_of(question, look) if key in value}
        if question.type is AnswerType.CHOOSE_ROWS and isinstance(value, list):
            known = {row.id for row in self.rows.get(question.rows_of, ())}
            value = [id_ for id_ in value if id_ in known]
        return None if is_empty(value) else value

    def _walk_list(self, section: Section) -> None:
        task = Task(section, None, look=dict(self._look))
        self.tasks.append(task)
        above = self._walk_above(task)
        at_least = section.row.at_least if section.row else ()
        rules = [rule for rule in at_least if any_holds(rule.when, self._look, self._facts)]
        task.rows_needed = max((rule.rows for rule in rules), default=0)
        rows = self.answers.rows.get(section.id, ())
        instead = None if rows else section.empty_question
        if instead and not self.is_shown(instead, self._look):
            instead = None
        task.shown[section.pages[0].id] = (
            *above,
            *section.row_questions,
            *filter(None, [instead]),
        )
        if rows:
            self.rows[section.id] = [self._live_row(task, row) for row in rows]
        if instead is None or not self._has_reason(task, instead):
            self._check_length(task, rules, len(rows))

    def _walk_above(self, task: Task) -> list[Question]:
        """Return the questions of a list itself that are shown; its rows see their answers."""
        shown = []
        for question in task.section.questions_above:
            if self.is_shown(question, task.look):
                shown.append(question)
                self._own_answer(task, question, task.look)
        return shown

    def _own_answer(self, task: Task, question: Question, look: Look) -> Value | None:
        """Keep and return the answer to a question of a list itself, or note that it is missing."""
        value = self._live_value(question, self.answers.get(question.id), look)
        self._keep(task, question, value, look)
        if value is not None:
            self.values[None, question.id] = value
        return value

    def _live_row(self, task: Task, row: Row) -> Row:
        look, values, shown = dict(task.look), {}, []
        for question in task.section.row_questions:
            if self.is_shown(question, look):
                shown.append(question)
                value = self._live_value(question, row.values.get(question.id), look)
                self._keep(task, question, value, look, row.id)
                if value is not None:
                    values[question.id] = value
        task.rows[row.id] = tuple(shown)
        if row.id in self.carried.rows:
            page = task.section.pages[0].id
            task.missing.append(Missing(*task.key, page, "", CONFIRM_ROW, row.id, carried=True))
        return Row(row.id, values)

    def _has_reason(self, task: Task, instead: Question) -> bool:
        """Whether an empty list has the reason it needs, or is known to need it."""
        value = self._own_answer(task, instead, dict(task.look))
        return value is not None or any(lack.question == instead.id for lack in task.missing)

    def _check_length(self, task: Task, rules: list[AtLeast], rows: int) -> None:
        short = next((rule for rule in rules if rows < rule.rows), None)
        if short is not None:
            page = task.section.pages[0].id
            task.missing.append(Missing(*task.key, page, "", short.message))
