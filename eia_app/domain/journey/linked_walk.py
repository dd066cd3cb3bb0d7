"""Answers of a walk that follow from rows: of groups, and of rows that pages select."""

from __future__ import annotations

from collections.abc import Iterable

from eia_app.domain.journey.asking import Asking, Situation
from eia_app.domain.journey.coverage import Coverage, shared_values
from eia_app.domain.journey.linked_rows import KnownRows, groups_of_ticks, ticks_in
from eia_app.domain.journey.tasks import Task, Visible
from eia_app.domain.questionnaire.answers import Key, Row, Value
from eia_app.domain.questionnaire.model import Edition, Group, Question, Section


class LinkedWalk(Asking):
    """Live answers that follow from rows: of groups, and of rows that are selected elsewhere."""

    def __init__(
        self,
        edition: Edition,
        groups: Iterable[Group],
        situation: Situation,
        known_rows: KnownRows,
    ) -> None:
        super().__init__(edition, groups, situation)
        self.known_rows = known_rows
        self.tasks: list[Task] = []
        self.values: dict[Key, Value] = {}
        self.coverage: dict[str, Coverage] = {}  # by the id of the list
        self.shared_from: dict[Key, str] = {}  # the row that answers for a group

    def _share(self) -> None:
        """Let rows about several groups answer for each group that is not asked itself."""
        asked_keys = {(group, q.id) for task in self.tasks for group, q in task.asked}
        shared = shared_values(self.edition, self.coverage, self.rows)
        for (group, question), (row, value) in shared.items():
            if (group, question) not in asked_keys:
                self.shared_from[group, question] = row
                if value is not None:
                    self.values[group, question] = value

    def _row_value(
        self, section: Section, question: Question, row: Row, visible: Visible
    ) -> Value | None:
        """Return the live value of a question of a row: given, or as the row is selected."""
        value = self.live_value(question, row.values.get(question.id), visible)
        if question.covers and section.id in self.coverage:
            return self.coverage[section.id].take(row.id, value)
        if question.filled_from and value is None:
            return self.groups_of_row(section.id, row.id) or None
        return value

    def groups_of_row(self, list_id: str, row: str) -> list[str]:
        """Return the groups on whose pages a row of a list is selected."""
        ticks = ticks_in(self.edition, list_id, self.values, self.rows).get(row, ())
        return groups_of_ticks(self.edition, self.groups, ticks, self.rows)
