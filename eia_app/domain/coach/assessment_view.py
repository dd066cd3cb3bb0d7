"""The answers of an assessment by meaning, as the rules read them: never by question id."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from uuid import UUID

from eia_app.domain.coach.action_links import ActionLinks, place_of_shared
from eia_app.domain.journey.effects import GroupEffect
from eia_app.domain.journey.journey import Journey
from eia_app.domain.journey.tasks import TaskKey
from eia_app.domain.questionnaire.answers import Answers, Row, Value, chosen
from eia_app.domain.questionnaire.council import Council
from eia_app.domain.questionnaire.model import WRITTEN, AnswerType, Edition, Group, Question
from eia_app.domain.review.review import Location
from eia_app.domain.text.conversions import day
from eia_app.domain.working_days import WorkingDays

THESE = "these groups"
NOT_A_LINK = WRITTEN - {AnswerType.LINK}


@dataclass(frozen=True)
class AuthoredText:
    """An answer in free text, with its place."""

    place: Location
    text: str


@dataclass(frozen=True)
class AssessmentView:
    """The answers that rules check, as of `today`.

    `copied` holds the fingerprints of sentences of other assessments (see `text_analysis`). With
    `task`, rules that go through the groups or the texts go through those of that task alone.
    """

    journey: Journey
    council: Council
    today: date
    days: WorkingDays
    copied: Collection[int] = field(default=frozenset())
    task: TaskKey | None = None

    @property
    def edition(self) -> Edition:
        return self.journey.edition

    @cached_property
    def live(self) -> Answers:
        return self.journey.live

    # What was answered

    def value(self, meaning: str, group: str | None = None) -> Value | None:
        return self.live.get(self.edition.means(meaning), group)

    def text(self, meaning: str, group: str | None = None) -> str:
        value = self.value(meaning, group)
        return value.strip() if isinstance(value, str) else ""

    def answer_means(self, meaning: str, value: str) -> bool:
        """Return whether the answer is or contains a value that the edition declares by `value`."""
        return not chosen(self.value(meaning)).isdisjoint(self.edition.values_meaning(value))

    def date(self, meaning: str) -> date | None:
        return day(self.text(meaning))

    def rows(self, meaning: str) -> list[Row]:
        return list(self.live.rows.get(self.edition.means(meaning), ()))

    def cell(self, row: Row, meaning: str) -> str:
        value = row.values.get(self.edition.means(meaning))
        return value.strip() if isinstance(value, str) else ""

    def is_asked(self, meaning: str) -> bool:
        """Return whether the section of this question or list is part of the journey."""
        section = self.section(meaning)
        return any(task.section.id == section and task.shown for task in self.journey.tasks)

    def has_missing_rows(self, meaning: str) -> bool:
        """Return whether the edition itself requires more rows of this list, or a reason."""
        section = self.section(meaning)
        return any(
            missing.section == section and missing.row is None for missing in self.journey.missing
        )

    def section(self, meaning: str) -> str:
        """Return the id of the section that holds a question, or of the list with this meaning.

        It is "" if the edition declares neither.
        """
        id_ = self.edition.means(meaning)
        if id_ in self.edition.questions:
            return self.edition.section_of[id_].id
        return id_ if id_ in self.edition.by_id else ""

    # Groups

    @cached_property
    def effects(self) -> list[GroupEffect]:
        return self.journey.effects

    @property
    def checked_groups(self) -> Iterator[tuple[Group, GroupEffect]]:
        """Yield the groups of this view with the effect on each: one group if it is of one task."""
        task_group = self.task[1] if self.task else None
        for effect in self.effects:
            group = self.journey.group(effect.group)
            if group is not None and task_group in {None, group.id}:
                yield group, effect

    def is_serious(self, effect: GroupEffect) -> bool:
        """Return whether the effect is negative and at the top of the scale of severity."""
        return effect.negative and effect.severity in self.edition.values_meaning("serious")

    def has_action(self, group: str) -> bool:
        """Return whether an action is for this group or everyone, or selected on its page."""
        acted_for = self._acted_for | self.links.groups
        return group in acted_for or not self._everyone.isdisjoint(acted_for)

    @cached_property
    def links(self) -> ActionLinks:
        return ActionLinks(self.journey)

    def each_reason(self) -> Iterator[tuple[Group, GroupEffect]]:
        """Yield the groups of this view as `checked_groups` does, but one reason that stands for
        several groups once, with a name for all of them.
        """
        rows: set[str] = set()
        for group, effect in self.checked_groups:
            row = self.shared_row("explanation", group.id)
            if row is None:
                yield group, effect
            elif row not in rows:
                rows.add(row)
                yield replace(group, people=THESE) if self.is_of_several(row) else group, effect

    def is_of_several(self, row: str) -> bool:
        """Return whether a row answers for more than one group."""
        groups = {group for (group, _), id_ in self.journey.shared_from.items() if id_ == row}
        return len(groups) > 1

    def shared_row(self, meaning: str, group: str | None) -> str | None:
        """Return the id of the row that answers for this group; None if a page of its own does."""
        return self.journey.shared_from.get((group, self.edition.means(meaning)))

    @cached_property
    def _acted_for(self) -> frozenset[str]:
        question = self.edition.means("action_groups")
        return frozenset().union(
            *(chosen(row.values.get(question)) for row in self.rows("actions"))
        )

    @cached_property
    def _everyone(self) -> frozenset[str]:
        question = self.edition.questions.get(self.edition.means("action_groups"))
        return (
            frozenset(option.value for option in question.options if option.exclusive)
            if question
            else frozenset()
        )

    # Places and texts

    def place(self, meaning: str, group: str | None = None, row: Row | None = None) -> Location:
        """Return the place of a question; for the meaning of a list, that of the list or `row`."""
        id_, shared_row = self.edition.means(meaning), self.shared_row(meaning, group)
        if shared_row is not None:
            return place_of_shared(self.journey, meaning, shared_row)
        question = id_ if id_ in self.edition.questions else ""
        return Location(self.section(meaning), group or "", question, UUID(row.id) if row else None)

    @cached_property
    def texts(self) -> list[AuthoredText]:
        """Texts in the order of the edition: those of one task if the view is of one."""
        return list(self._authored_texts())

    def of_whole_assessment(self) -> AssessmentView:
        """Return this view of the whole assessment."""
        return replace(self, task=None) if self.task else self

    def _authored_texts(self) -> Iterator[AuthoredText]:
        for task in self.journey.tasks:
            if self.task in {None, task.key}:
                section = task.section.id
                for group, question in task.asked:
                    yield from self._text_of(question, section, group)
                for row in self.live.rows.get(section, ()) if task.rows else ():
                    yield from self._texts_of_row(task.rows.get(row.id, ()), section, row)

    def _text_of(
        self, question: Question, section: str, group: str | None
    ) -> Iterator[AuthoredText]:
        value = self.live.get(question.id, group)
        if question.type in NOT_A_LINK and isinstance(value, str):
            yield AuthoredText(Location(section, group or "", question.id), value)

    def _texts_of_row(
        self, questions: Collection[Question], section: str, row: Row
    ) -> Iterator[AuthoredText]:
        for question in questions:
            value = row.values.get(question.id)
            if question.type in NOT_A_LINK and isinstance(value, str):
                yield AuthoredText(Location(section, "", question.id, UUID(row.id)), value)
