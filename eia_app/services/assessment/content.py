"""The content of an assessment at one moment: a value that is never changed, only replaced.

All that is computed from it (answers, journey, choices) is cached beside what it was computed from,
so nothing has to be invalidated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from sqlalchemy.orm.attributes import set_committed_value

from eia_app.domain.coach.assessment_view import AssessmentView
from eia_app.domain.coach.blocking import tasks_to_correct
from eia_app.domain.editions.answer_migration import ToConfirm
from eia_app.domain.journey.asking import Situation
from eia_app.domain.journey.journey import Journey
from eia_app.domain.journey.routing import Decision, Route
from eia_app.domain.journey.stored_values import local_groups, override, readable, readable_row
from eia_app.domain.journey.tasks import TaskKey
from eia_app.domain.questionnaire.answers import Answers, Row
from eia_app.domain.questionnaire.choices import Choices, choices_for
from eia_app.domain.questionnaire.model import Edition, Group
from eia_app.services.assessment.calendar import working_days
from eia_app.services.assessment.people_names import PeopleNames
from eia_app.storage.forms.folder import Frozen
from eia_app.storage.models.assessment import Assessment, ListRow, MitigatingAction, SectionState

if TYPE_CHECKING:
    from eia_app.domain.questionnaire.council import Council

StoredRow = ListRow | MitigatingAction
AnswerKey = tuple[str, str]  # the id of a group or "", and of a question
StateKey = tuple[str, str]  # the id of a section, and of a group or ""


class Stored(NamedTuple):
    """A stored answer, with the revision that its section had when it was saved.

    `carried` says that it was carried over, and that nobody has confirmed or changed it yet.
    """

    value: Any
    revision: int
    carried: bool = False


@dataclass(frozen=True)
class AssessmentContent:
    """The edition, the answers and what follows from them.

    The rows and states are entities of the session; `answers` has their values as they were when
    this was made.
    """

    frozen: Frozen
    council: Council
    people: PeopleNames
    groups: tuple[Group, ...]  # the protected characteristics, then the local ones of its start
    override: Decision | None
    stored: Mapping[AnswerKey, Stored]
    rows: Mapping[UUID, StoredRow]
    states: Mapping[StateKey, SectionState]
    changes: tuple[TaskKey, ...] = ()  # sent back, and not saved since
    only: tuple[TaskKey, ...] = ()  # sent back: nothing else that is complete may be changed
    is_signed: bool = False
    answers: Answers = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "answers", _answers(self.stored, self.rows))

    @property
    def edition(self) -> Edition:
        return self.frozen.edition

    @cached_property
    def journey(self) -> Journey:
        journey = Journey(
            self.edition,
            self.groups,
            self.answers,
            saved=[(section, group or None) for section, group in self.states],
            changes=self.changes,
            only=self.only,
            override=self.override,
            carried=self.to_confirm,
            situation=Situation(self.council.thresholds, is_signed=self.is_signed),
        )
        if self.only:  # a change may need another in a section that was not sent back
            view = AssessmentView(journey, self.council, date.min, working_days())
            journey.only |= tasks_to_correct(view)
        return journey

    @property
    def to_confirm(self) -> ToConfirm:
        """The answers and rows that were carried over and are still to be confirmed or changed."""
        answers = [
            (group or None, question)
            for (group, question), stored in self.stored.items()
            if stored.carried
        ]
        rows = [str(row.id) for row in self.rows.values() if row.carried]
        return ToConfirm(frozenset(answers), frozenset(rows))

    @cached_property
    def choices(self) -> Choices:
        choices = choices_for(
            self.edition, self.groups, self.council, self.answers, self.people.active
        )
        return replace(choices, former=self.people.former)


def _answers(stored: Mapping[AnswerKey, Stored], rows: Mapping[UUID, StoredRow]) -> Answers:
    values = {(group or None, question): s.value for (group, question), s in stored.items()}
    rows_by_section: dict[str, list[Row]] = {}
    for row in sorted(rows.values(), key=lambda row: row.position):
        rows_by_section.setdefault(row.section, []).append(Row(str(row.id), row.values))
    return Answers(values, rows_by_section)


def groups_of(assessment: Assessment, edition: Edition) -> tuple[Group, ...]:
    return (*edition.groups, *local_groups(assessment.local_groups))


def override_of(assessment: Assessment) -> Decision | None:
    """Return the route that the equality lead set instead of the computed one, if any."""
    stored = override(assessment.override)
    return Decision(Route(stored["route"]), (stored["reason"],)) if stored else None


def stored_answer(
    edition: Edition, question: str, value: Any, revision: int, carried: bool = False
) -> Stored:
    """Return an answer as read, without what an older or wrong writer left: see stored_values."""
    return Stored(readable(edition.questions.get(question), value), revision, carried)


def make_readable(edition: Edition, row: StoredRow) -> None:
    """Leave out of a row what an older or wrong writer left. It does not count as a change."""
    values = readable_row(edition, row.values)
    if values != row.values:
        set_committed_value(row, "values", values)
