"""Short ways to walk the small edition with answers written as in a table."""

from __future__ import annotations

from typing import Any

from eia_app.domain.journey.journey import Journey
from eia_app.domain.journey.routing import Route
from eia_app.domain.journey.tasks import TaskKey
from eia_app.domain.questionnaire.answers import Answers, Row
from eia_app.domain.questionnaire.choices import choices_for
from eia_app.domain.questionnaire.council import Council
from eia_app.domain.questionnaire.model import Edition
from tests.factories import TINY_ROUTES, TINY_USUAL, complete_journey


class Walker:
    """Makes journeys of the small edition for the groups of its council."""

    def __init__(self, edition: Edition, council: Council) -> None:
        self.edition, self.council = edition, council
        self.groups = (*edition.groups, *council.local_groups)

    def __call__(self, answers: Answers | None = None, **more: Any) -> Journey:
        return Journey(self.edition, self.groups, answers or Answers(), **more)

    def answered(self, rows: Any = None, /, **values: Any) -> Answers:
        """Answers by question id; `group__question` for one group. Rows are named r1, r2, …"""
        keyed = {}
        for name, value in values.items():
            group, _, question = name.rpartition("__")
            keyed[group or None, question] = value
        numbered = {
            section: [Row(f"r{n}", row) for n, row in enumerate(found, 1)]
            for section, found in (rows or {}).items()
        }
        return Answers(keyed, numbered)

    def complete(self, route: Route = Route.STANDARD, **wanted: Any) -> Journey:
        """A journey in which everything that is asked for is answered."""
        choices = choices_for(
            self.edition, self.groups, self.council, Answers(), {"p1": "Pat Person"}
        )
        return complete_journey(self(), choices, {**TINY_USUAL, **TINY_ROUTES[route], **wanted})


def statuses(journey: Journey) -> dict[str, str]:
    """Each task of the list with its status, as `section` or `section/group`."""
    return {name(task.key): task.status.value for task in journey.tasks}


def name(key: TaskKey) -> str:
    section, group = key
    return f"{section}/{group}" if group else section
