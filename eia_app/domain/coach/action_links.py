"""Selected actions and their places, in editions whose pages and rows select actions."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from uuid import UUID

from eia_app.domain.coach.text_analysis import is_thin
from eia_app.domain.journey.coverage import SHARED
from eia_app.domain.journey.journey import Journey
from eia_app.domain.journey.linked_rows import Tick, declined_because, groups_of_ticks
from eia_app.domain.questionnaire.answers import Row, Value
from eia_app.domain.questionnaire.linked_questions import questions_about_rows
from eia_app.domain.questionnaire.model import SectionKind
from eia_app.domain.review.review import Location


class ActionLinks:
    """The actions that are selected on pages and in rows, and reasons for selecting none."""

    def __init__(self, journey: Journey) -> None:
        self.journey, self.live = journey, journey.live
        actions = journey.edition.means("actions")
        self.questions = list(questions_about_rows(journey.edition, actions)) if actions else []
        self.sections = {section.id: section for section, _ in self.questions}

    @cached_property
    def ticks(self) -> list[Tick]:
        ticks = self.journey.ticks(self.journey.edition.means("actions")) if self.questions else {}
        return [tick for row_ticks in ticks.values() for tick in row_ticks]

    @cached_property
    def groups(self) -> frozenset[str]:
        """The groups on whose pages, or in whose rows, an action is selected."""
        groups, rows = self.journey.groups, self.live.rows
        return frozenset(groups_of_ticks(self.journey.edition, groups, self.ticks, rows))

    def is_declined(self, group: str) -> bool:
        """Return whether a reason of more than a few words is given for doing nothing for it."""
        answers = {id_: value for (owner, id_), value in self.live.values.items() if owner == group}
        pages = [s for s in self.sections.values() if s.kind is SectionKind.EACH_GROUP]
        return any(self._is_reason(answers, section.id) for section in pages)

    def takes_up(self, section_id: str, row: Row) -> bool:
        """Return whether a row of another list selects an action, or says why it selects none."""
        is_selected = any(tick.row == row.id for tick in self.ticks)
        return is_selected or self._is_reason(row.values, section_id)

    def _is_reason(self, answers: Mapping[str, Value], section_id: str) -> bool:
        reasons = declined_because(answers, self.sections[section_id])
        return any(not is_thin(reason) for reason in reasons)


def place_of_shared(journey: Journey, meaning: str, row: str) -> Location:
    """Return the place of a question of a row that answers for several groups."""
    own_meanings = {own: shared for shared, own in SHARED.items()}
    for section_id, rows in journey.live.rows.items():
        if any(live_row.id == row for live_row in rows):
            question_ids = {q.id for q in journey.edition.by_id[section_id].row_questions}
            names = journey.edition.values_meaning(own_meanings[meaning])
            return Location(
                section_id, "", next(id_ for id_ in names if id_ in question_ids), UUID(row)
            )
    raise LookupError(row)
