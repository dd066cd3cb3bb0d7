"""The way through an edition, computed from its definition and the answers, never stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from eia_app.domain.editions.answer_migration import NOTHING_CARRIED, ToConfirm
from eia_app.domain.journey.asking import BEFORE_SIGNING, Situation
from eia_app.domain.journey.effects import GroupEffect, effects_of
from eia_app.domain.journey.linked_journey import LinkedJourney
from eia_app.domain.journey.routing import Decision, Route
from eia_app.domain.journey.settled_walk import walk
from eia_app.domain.journey.tasks import Missing, Status, Task, TaskKey
from eia_app.domain.questionnaire.answers import Answers, is_bare, too_long_or_out_of_range
from eia_app.domain.questionnaire.evaluate_conditions import look_of_group
from eia_app.domain.questionnaire.group_questions import answer_key, for_group, task_group
from eia_app.domain.questionnaire.model import Edition, Group, Question, SectionKind


class Journey(LinkedJourney):
    """Tasks with their statuses, live answers and route, computed from edition and answers.

    `saved` names the tasks somebody has saved; `changes` those that were sent back and not saved
    since. With `only`, those tasks alone may be changed, and the incomplete ones.
    """

    def __init__(
        self,
        edition: Edition,
        groups: Iterable[Group],
        answers: Answers,
        *,
        saved: Iterable[TaskKey] = (),
        changes: Iterable[TaskKey] = (),
        only: Iterable[TaskKey] = (),
        override: Decision | None = None,
        carried: ToConfirm = NOTHING_CARRIED,
        situation: Situation = BEFORE_SIGNING,
    ) -> None:
        self.edition, self.groups, self.answers = edition, tuple(groups), answers
        self.saved, self.changes = frozenset(saved), self._tasks_of(changes)
        self.only, self.to_confirm = self._tasks_of(only), carried
        self.situation = situation
        self._traversal = walk(edition, self.groups, answers, override, carried, situation)
        for task in self.tasks:
            task.status = self._status(task)

    def _tasks_of(self, places: Iterable[TaskKey]) -> frozenset[TaskKey]:
        """Return the keys of the tasks that hold these sections, or groups of them."""
        return frozenset(self.task_key(*place) for place in places)

    def task_key(self, section: str, group: str | None = None) -> TaskKey:
        """Return the key of the task that asks about a section, or about a group in it."""
        return (section, task_group(self.edition, section, group))

    @property
    def tasks(self) -> list[Task]:
        return self._traversal.tasks

    @property
    def decision(self) -> Decision | None:
        """Return the route and its reasons; None until the quick check is complete."""
        return self._traversal.decision

    @property
    def live(self) -> Answers:
        """Return the answers that count: those of the branches taken."""
        return Answers(self._traversal.values, self._traversal.rows)

    @property
    def route(self) -> Route | None:
        return self.decision.route if self.decision else None

    @property
    def missing(self) -> list[Missing]:
        return [missing for task in self.tasks for missing in task.missing]

    @property
    def is_complete(self) -> bool:
        """Return whether every required question on this route has been answered."""
        return self.decision is not None and not self.missing

    @cached_property
    def by_key(self) -> Mapping[TaskKey, Task]:
        return {task.key: task for task in self.tasks}

    def task(self, section: str, group: str | None = None) -> Task | None:
        """Return the task that asks about a section, or about a group in it."""
        return self.by_key.get(self.task_key(section, group))

    def is_locked(self, section: str, group: str | None = None) -> bool:
        """Return whether a task was not sent back. A task that lacks an answer is never locked."""
        own = {self.task_key(section, group), (section, None)}
        if not self.only or not self.only.isdisjoint(own):
            return False
        task = self.task(section, group)
        return task is None or not task.missing

    def may_visit(self, section: str, group: str | None, page: str) -> bool:
        """Return whether a page’s task can start and the pages before it are complete."""
        task = self.task(section, group)
        if task is None or task.status is Status.CANNOT_START or page not in task.pages:
            return False
        return page in task.pages[: self._first_open(task) + 1]

    def first_page(self, task: Task) -> str:
        """Return the page at which to begin or to go on."""
        return task.pages[min(self._first_open(task), len(task.pages) - 1)]

    def _first_open(self, task: Task) -> int:
        """Return the index of the first page that misses an answer; past the end if none does."""
        unfinished = {missing.page for missing in task.missing}
        pages = task.pages
        return next((i for i, page in enumerate(pages) if page in unfinished), len(pages))

    @cached_property
    def effects(self) -> list[GroupEffect]:
        """Return the live effect on each group that has been considered."""
        return effects_of(self.edition, self.groups, self._traversal.values)

    def group(self, group_id: str | None) -> Group | None:
        return next((group for group in self.groups if group.id == group_id), None)

    # One page

    def on_page(self, task: Task, page: str) -> list[Question]:
        """Return the questions that are shown, or revealed by an answer on the page itself.

        A page about every group asks each question once for each group.
        """
        if task.section.kind is SectionKind.ALL_GROUPS:
            return self._of_every_group(task)
        questions = next(p.questions for p in task.section.pages if p.id == page)
        shown = task.shown.get(page, ())
        ids = {question.id for question in shown}
        return [
            q
            for q in filter(self._traversal.is_time_for, questions)
            if q in shown or any(c.question in ids for c in q.shown_when)
        ]

    def _of_every_group(self, task: Task) -> list[Question]:
        is_only = len(task.section.questions) == 1
        return [
            for_group(question, group, is_only=is_only)
            for group in self.groups
            for question in task.by_group[group.id]
        ]

    def of_row(self, task: Task) -> list[Question]:
        """Return what the page of a row may ask."""
        return list(filter(self._traversal.is_time_for, task.section.row_questions))

    def problems(
        self, task: Task, questions: Iterable[Question], given: Mapping[str, Any]
    ) -> dict[str, str]:
        """Return messages about the wrong values of a page or row, by question id.

        `given` holds a value (or None) for each question. A question that is not shown has none.
        """
        page_visible = self._visible_answers(task, given)
        messages = {}
        for question in questions:
            visible = self._visible_to(question, page_visible)
            if self._traversal.is_shown(question, visible):
                message = self._problem(question, given.get(question.id), visible)
                if message:
                    messages[question.id] = message
        return messages

    def shown_among(
        self, task: Task, questions: Iterable[Question], given: Mapping[str, Any]
    ) -> list[Question]:
        """Return the questions of a page that are asked when these values are given."""
        visible = self._visible_answers(task, given)
        return [
            question
            for question in questions
            if self._traversal.is_shown(question, self._visible_to(question, visible))
        ]

    def wording(self, task: Task, question: Question, given: Mapping[str, Any]) -> str:
        """Return how a question of a page or row asks when these values are given."""
        if not question.asks:
            return question.ask
        return self._traversal.wording(question, self._visible_answers(task, given))

    def each_of(self, question: Question, task: Task) -> list[str]:
        """Return the values that an each_choice asks about: chosen earlier, and not exclusive."""
        return self._traversal.each_of(question, self._visible_answers(task, {}))

    def _visible_answers(self, task: Task, given: Mapping[str, Any]) -> dict[str, Any]:
        visible = dict(task.visible)
        if task.section.kind is not SectionKind.LIST:
            visible.update(self._live_in(*task.key))
        visible.update(given)
        return visible

    def _visible_to(self, question: Question, visible: dict[str, Any]) -> dict[str, Any]:
        """Return what a question sees; on a page about every group, what is of its own group."""
        group, _ = answer_key(None, question.id)
        return look_of_group(visible, group) if group else visible

    def _live_in(self, section: str, group: str | None) -> dict[str, Any]:
        ids = {question.id for question in self.edition.by_id[section].questions}
        return {q: v for (g, q), v in self._traversal.values.items() if g == group and q in ids}

    def _problem(self, question: Question, value: Any, visible: Mapping[str, Any]) -> str:
        if self._traversal.is_missing(question, value, visible):
            return question.required
        if question.refuse_bare and isinstance(value, str) and is_bare(value):
            return question.refuse_bare
        return too_long_or_out_of_range(question, value)

    # Statuses

    def _status(self, task: Task) -> Status:
        if task.status is Status.CANNOT_START or not self._can_start(task):
            return Status.CANNOT_START
        if task.key in self.changes:
            return Status.CHANGES_NEEDED
        if any(missing.carried for missing in task.missing):
            return Status.CARRIED_OVER
        started = task.key in self.saved or self._has_answers(task)
        if not started:
            return Status.NOT_STARTED
        return Status.IN_PROGRESS if task.missing else Status.DONE

    def _can_start(self, task: Task) -> bool:
        before = [t for t in self.tasks if t.section.id in task.section.after]
        return not any(t.missing or t.status is Status.CANNOT_START for t in before)

    def _has_answers(self, task: Task) -> bool:
        if task.section.kind is SectionKind.LIST and self._traversal.rows.get(task.section.id):
            return True
        return any((group, question.id) in self._traversal.values for group, question in task.asked)
