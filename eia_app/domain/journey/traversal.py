"""One traversal of an edition in its own order: shown questions, live and missing answers.

Answers of a branch no longer taken are left out of `values` and `rows`, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from eia_app.domain.editions.answer_migration import NOTHING_CARRIED, ToConfirm
from eia_app.domain.journey.effects import effects_of, negative_groups_fact
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

Visible = dict[str, Any]  # live answers by question id, as seen from one page
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
    """A place that must still be answered or, if `carried`, confirmed."""

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
    visible: Visible = field(default_factory=dict)  # as of its first question

    @property
    def key(self) -> TaskKey:
        return (self.section.id, self.group.id if self.group else None)

    @property
    def title(self) -> str:
        return self.group.title if self.group else self.section.title

    @property
    def still_needed(self) -> str:
        """Return one sentence on the missing answers of a list; "" if nothing is missing."""
        if any(missing.row and not missing.carried for missing in self.missing):
            return "Complete every row, or take it away"
        return self.missing[0].message if self.missing else ""

    @property
    def pages(self) -> tuple[str, ...]:
        """Return the ids of the pages that have something to ask."""
        return tuple(page for page, questions in self.shown.items() if questions)


class Traversal:
    """The results of one traversal: tasks in order, live values and rows, and the route."""

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
        self._visible: Visible = {}
        self._facts: dict[str, list[str]] = {}
        self._traverse()

    def _traverse(self) -> None:
        effect_section = self.edition.section_of.get(self.edition.means("effect"))
        for section in self.edition.sections:
            if any_holds(section.shown_when, self._visible, self._facts):
                self._traverse_section(section)
            elif self.decision is None and self._would_show(section):
                self.tasks.append(Task(section, None, Status.CANNOT_START))
            if section.id == self.edition.routing.decided_by:
                self._decide(section)
            if section is effect_section:
                effects = effects_of(self.edition, self.groups, self.values)
                self._facts["negative_groups"] = [negative_groups_fact(effects)]

    def _would_show(self, section: Section) -> bool:
        """Return whether a full EIA has a section, which is listed as to come before the route."""
        return any_holds(section.shown_when, self._visible, {"route": list(Route.STANDARD.fact)})

    def _decide(self, section: Section) -> None:
        complete = not any(t.missing for t in self.tasks if t.section is section)
        if complete:
            self.decision = self.override or decide(self.edition, self._visible)
            self._facts["route"] = list(self.decision.route.fact)

    def _traverse_section(self, section: Section) -> None:
        match section.kind:
            case SectionKind.QUESTIONS:
                self._traverse_pages(section, None, self._visible)
            case SectionKind.EACH_GROUP:
                for group in self.groups:
                    self._traverse_pages(section, group, dict(self._visible))
            case SectionKind.LIST:
                self._traverse_list(section)

    def _traverse_pages(self, section: Section, group: Group | None, visible: Visible) -> None:
        task, group_id = Task(section, group, visible=dict(visible)), group.id if group else None
        for page in section.pages:
            shown = []
            for question in page.questions:
                if not self.is_shown(question, visible):
                    continue
                shown.append(question)
                key = (group_id, question.id)
                value = self._live(question, self.answers.values.get(key), visible)
                self._add_answer(task, question, value, visible)
                if value is not None:
                    self.values[key] = value
            task.shown[page.id] = tuple(shown)
        if task.pages:  # a task that asks nothing is no task
            self.tasks.append(task)

    def _add_answer(
        self,
        task: Task,
        question: Question,
        value: Value | None,
        visible: Visible,
        row: str | None = None,
    ) -> None:
        """Let later questions see this answer, or add it to the missing ones."""
        if value is not None:
            visible[question.id] = value
        if self.is_missing(question, value, visible):
            message, carried = question.required, False
        elif row is None and value is not None and self.carried.has(task.key[1], question.id):
            message, carried = f"Confirm or change: {question.ask}", True
        else:
            return
        page = question.page or task.section.pages[0].id
        task.missing.append(Missing(*task.key, page, question.id, message, row, carried))

    def is_missing(self, question: Question, value: Value | None, visible: Visible) -> bool:
        """Return whether an answer is required here and not, or not wholly, given."""
        is_table = question.type is AnswerType.EACH_CHOICE
        if not question.required or not (is_table or is_empty(value)):
            return False
        if not any_holds(question.required_when, visible, self._facts):
            return False
        given = value if isinstance(value, dict) else {}
        return not is_table or any(key not in given for key in self.each_of(question, visible))

    def is_shown(self, question: Question, visible: Mapping[str, Any]) -> bool:
        """Return whether a question is asked, given the answers that it can see."""
        if question.type is AnswerType.EACH_CHOICE and not self.each_of(question, visible):
            return False
        if question.type is AnswerType.CHOOSE_ROWS and not self.rows.get(question.rows_of):
            return False
        return any_holds(question.shown_when, visible, self._facts)

    def each_of(self, question: Question, visible: Mapping[str, Any]) -> list[str]:
        """Return the values that an each_choice asks about: chosen earlier, and not exclusive."""
        exclusive = {o.value for o in self.edition.questions[question.of].options if o.exclusive}
        return [value for value in visible.get(question.of, []) if value not in exclusive]

    def _live(self, question: Question, value: Value | None, visible: Visible) -> Value | None:
        """Return the part of a stored answer that still refers to something."""
        if isinstance(value, dict):
            value = {key: value[key] for key in self.each_of(question, visible) if key in value}
        if question.type is AnswerType.CHOOSE_ROWS and isinstance(value, list):
            known = {row.id for row in self.rows.get(question.rows_of, ())}
            value = [id_ for id_ in value if id_ in known]
        return None if is_empty(value) else value

    def _traverse_list(self, section: Section) -> None:
        task = Task(section, None, visible=dict(self._visible))
        self.tasks.append(task)
        rows = self.answers.rows.get(section.id, ())
        instead = None if rows else section.empty_question
        if instead and not self.is_shown(instead, self._visible):
            instead = None
        task.shown[section.pages[0].id] = (*section.row_questions, *filter(None, [instead]))
        if rows:
            self.rows[section.id] = [self._live_row(task, row) for row in rows]
        if instead is None or not self._has_reason(task, instead):
            self._check_length(task, section, len(rows))

    def _live_row(self, task: Task, row: Row) -> Row:
        visible, values, shown = dict(self._visible), {}, []
        for question in task.section.row_questions:
            if self.is_shown(question, visible):
                shown.append(question)
                value = self._live(question, row.values.get(question.id), visible)
                self._add_answer(task, question, value, visible, row.id)
                if value is not None:
                    values[question.id] = value
        task.rows[row.id] = tuple(shown)
        if row.id in self.carried.rows:
            page = task.section.pages[0].id
            task.missing.append(Missing(*task.key, page, "", CONFIRM_ROW, row.id, carried=True))
        return Row(row.id, values)

    def _has_reason(self, task: Task, instead: Question) -> bool:
        """Return whether an empty list has the reason it needs, or already misses it."""
        value = self._live(instead, self.answers.get(instead.id), self._visible)
        self._add_answer(task, instead, value, dict(self._visible))
        if value is not None:
            self.values[None, instead.id] = value
        return value is not None or bool(task.missing)

    def _check_length(self, task: Task, section: Section, rows: int) -> None:
        for rule in section.row.at_least if section.row else ():
            if rows < rule.rows and any_holds(rule.when, self._visible, self._facts):
                page = section.pages[0].id
                task.missing.append(Missing(section.id, None, page, "", rule.message))
                return
