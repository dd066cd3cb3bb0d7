"""One traversal of an edition in its own order: shown questions, live and missing answers.

Answers of a branch no longer taken are left out of `values` and `rows`, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable

from eia_app.domain.editions.answer_migration import NOTHING_CARRIED, ToConfirm
from eia_app.domain.journey.asking import BEFORE_SIGNING, Asking, Situation
from eia_app.domain.journey.effects import effects_of, negative_groups_fact
from eia_app.domain.journey.routing import Decision, Route, decide
from eia_app.domain.journey.tasks import Missing, Status, Task, Visible
from eia_app.domain.questionnaire.answers import Answers, Key, Row, Value
from eia_app.domain.questionnaire.evaluate_conditions import (
    AnswersByGroup,
    any_holds,
    look_of_group,
)
from eia_app.domain.questionnaire.model import (
    Edition,
    Group,
    Question,
    Section,
    SectionKind,
)

CONFIRM_ROW = "Confirm or change what was carried over, or take it away"


class Traversal(Asking):
    """The results of one traversal: tasks in order, live values and rows, and the route."""

    def __init__(
        self,
        edition: Edition,
        groups: Iterable[Group],
        answers: Answers,
        override: Decision | None = None,
        carried: ToConfirm = NOTHING_CARRIED,
        situation: Situation = BEFORE_SIGNING,
    ) -> None:
        super().__init__(edition, groups, situation)
        self.answers, self.override, self.carried = answers, override, carried
        self.tasks: list[Task] = []
        self.decision: Decision | None = None
        self.values: dict[Key, Value] = {}
        self._visible: Visible = {}
        self._traverse()

    def _traverse(self) -> None:
        undecided = set(self.edition.routing.decided_by)
        for section in self.edition.sections:
            is_walked = self._traverse_section(section)
            if not is_walked and self.decision is None and self._would_show(section):
                self.tasks.append(Task(section, None, Status.CANNOT_START))
            if section.id in undecided:
                undecided.remove(section.id)
                if not undecided:
                    self._decide()
            self._note_facts(section)

    def _would_show(self, section: Section) -> bool:
        """Return whether a full EIA has a section, which is listed as to come before the route."""
        facts = {**self.situation.thresholds, "route": list(Route.STANDARD.fact)}
        return any_holds(section.shown_when, self._visible, facts)

    def _decide(self) -> None:
        """Note the route, if every section that decides it is complete."""
        deciding = self.edition.routing.decided_by
        if not any(t.missing for t in self.tasks if t.section.id in deciding):
            thresholds = self.situation.thresholds
            self.decision = self.override or decide(self.edition, self._visible, thresholds)
            self._facts["route"] = list(self.decision.route.fact)

    def _note_facts(self, section: Section) -> None:
        """Note the facts that follow from a section that was just traversed."""
        if section is self.edition.section_of.get(self.edition.means("effect")):
            effects = effects_of(self.edition, self.groups, self.values)
            self._facts["negative_groups"] = [negative_groups_fact(effects)]
        if section.id == self.edition.means("engagement"):
            self._facts["engaged"] = ["somebody" if self.rows.get(section.id) else "nobody"]

    def _traverse_section(self, section: Section) -> bool:
        """Traverse a section if it is shown; return whether it is."""
        if section.kind is SectionKind.EACH_GROUP:
            return self._traverse_each_group(section)
        if not any_holds(section.shown_when, self._visible, self._facts):
            return False
        match section.kind:
            case SectionKind.QUESTIONS:
                self._traverse_pages(section, None, self._visible)
            case SectionKind.ALL_GROUPS:
                self._traverse_all_groups(section)
            case SectionKind.LIST:
                self._traverse_list(section)
        return True

    def _traverse_each_group(self, section: Section) -> bool:
        seen_by_group = [(group, look_of_group(self._visible, group.id)) for group in self.groups]
        shown = [
            (group, visible)
            for group, visible in seen_by_group
            if any_holds(section.shown_when, visible, self._facts)
        ]
        for group, visible in shown:
            self._traverse_pages(section, group, visible)
        return bool(shown)

    def _traverse_all_groups(self, section: Section) -> None:
        """Traverse a section that asks about every group on one page; it is one task."""
        task, page = Task(section, None, visible=dict(self._visible)), section.pages[0]
        for group in self.groups:
            visible = look_of_group(self._visible, group.id)
            shown = [question for question in page.questions if self.is_shown(question, visible)]
            for question in shown:
                value = self.live_value(
                    question, self.answers.values.get((group.id, question.id)), visible
                )
                self._add_answer(task, question, value, visible, group=group.id)
                if value is not None:
                    self.values[group.id, question.id] = value
            task.by_group[group.id] = tuple(shown)
        shown_ids = {question.id for _, question in task.asked}
        task.shown[page.id] = tuple(q for q in page.questions if q.id in shown_ids)
        for question in page.questions:
            self._visible[question.id] = AnswersByGroup(
                {g: value for (g, q), value in self.values.items() if g and q == question.id}
            )
        if task.pages:
            self.tasks.append(task)

    def _traverse_pages(self, section: Section, group: Group | None, visible: Visible) -> None:
        task, group_id = Task(section, group, visible=dict(visible)), group.id if group else None
        for page in section.pages:
            shown = []
            for question in page.questions:
                if not self.is_shown(question, visible):
                    continue
                shown.append(question)
                key = (group_id, question.id)
                value = self.live_value(question, self.answers.values.get(key), visible)
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
        group: str | None = None,
    ) -> None:
        """Let later questions see this answer, or note that it is missing.

        `group` is the one that a question of a page about every group is asked about.
        """
        section_id, task_group = task.key
        group = group or task_group
        if value is not None:
            visible[question.id] = value
        if self.is_missing(question, value, visible):
            message, carried = question.required, False
        elif row is None and value is not None and self.carried.has(group, question.id):
            message, carried = f"Confirm or change: {self.wording(question, visible)}", True
        else:
            return
        page = question.page or task.section.pages[0].id
        task.missing.append(Missing(section_id, group, page, question.id, message, row, carried))

    def _traverse_list(self, section: Section) -> None:
        task = Task(section, None, visible=dict(self._visible))
        self.tasks.append(task)
        rows = self.answers.rows.get(section.id, ())
        instead = None if rows else section.empty_question
        if instead and not self.is_shown(instead, self._visible):
            instead = None
        row_questions = filter(self.is_time_for, section.row_questions)
        task.shown[section.pages[0].id] = (*row_questions, *filter(None, [instead]))
        if rows:
            self.rows[section.id] = [self._live_row(task, row) for row in rows]
        if instead is None or not self._has_reason(task, instead):
            self._check_length(task, section, len(rows))

    def _live_row(self, task: Task, row: Row) -> Row:
        visible, values, shown = dict(self._visible), {}, []
        for question in task.section.row_questions:
            if self.is_shown(question, visible):
                shown.append(question)
                value = self.live_value(question, row.values.get(question.id), visible)
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
        value = self.live_value(instead, self.answers.get(instead.id), self._visible)
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
