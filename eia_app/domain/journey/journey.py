"""The way through an edition, computed from its definition and the answers, never stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from eia_app.domain.editions.answer_migration import NOTHING_CARRIED, ToConfirm
from eia_app.domain.journey.effects import GroupEffect, effects_of
from eia_app.domain.journey.routing import Decision, Route
from eia_app.domain.journey.traversal import Missing, Status, Task, TaskKey, Traversal, Visible
from eia_app.domain.questionnaire.answers import Answers, is_bare, too_long_or_out_of_range
from eia_app.domain.questionnaire.model import Edition, Group, Question, SectionKind


class Journey:
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
    ) -> None:
        self.edition, self.groups, self.answers = edition, tuple(groups), answers
        self.saved, self.changes = frozenset(saved), frozenset(changes)
        self.only, self.to_confirm = frozenset(only), carried
        self._traversal = Traversal(edition, self.groups, answers, override, carried)
        for task in self.tasks:
            task.status = self._status(task)

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
        return self.by_key.get((section, group))

    def is_locked(self, section: str, group: str | None = None) -> bool:
        """Return whether a task was not sent back. A task that lacks an answer is never locked."""
        if not self.only or not self.only.isdisjoint({(section, group), (section, None)}):
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
        """Return the questions that are shown, or revealed by an answer on the page itself."""
        questions = next(p.questions for p in task.section.pages if p.id == page)
        shown = task.shown.get(page, ())
        ids = {question.id for question in shown}
        return [q for q in questions if q in shown or any(c.question in ids for c in q.shown_when)]

    def problems(
        self, task: Task, questions: Iterable[Question], given: Mapping[str, Any]
    ) -> dict[str, str]:
        """Return messages about the wrong values of a page or row, by question id.

        `given` holds a value (or None) for each question. A question that is not shown has none.
        """
        visible = self._visible_answers(task, given)
        messages = {}
        for question in questions:
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
        return [question for question in questions if self._traversal.is_shown(question, visible)]

    def each_of(self, question: Question, task: Task) -> list[str]:
        """Return the values that an each_choice question of this task asks about."""
        return self._traversal.each_of(question, self._visible_answers(task, {}))

    def _visible_answers(self, task: Task, given: Mapping[str, Any]) -> Visible:
        visible = dict(task.visible)
        if task.section.kind is not SectionKind.LIST:
            visible.update(self._live_in(*task.key))
        visible.update(given)
        return visible

    def _live_in(self, section: str, group: str | None) -> dict[str, Any]:
        ids = {question.id for question in self.edition.by_id[section].questions}
        return {q: v for (g, q), v in self._traversal.values.items() if g == group and q in ids}

    def _problem(self, question: Question, value: Any, visible: Visible) -> str:
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
        section, group = task.key
        if task.section.kind is SectionKind.LIST and self._traversal.rows.get(section):
            return True
        return any(
            (group, question.id) in self._traversal.values for question in task.section.questions
        )
