"""Carries a draft over to a newer edition: each answer is kept, moved, or shown as not asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm.attributes import flag_modified

from eia_app.domain.editions.answer_migration import (
    MigratedValue,
    MigrationOutcome,
    MigrationPlan,
    Side,
    carry,
)
from eia_app.domain.errors import NotAllowed
from eia_app.domain.questionnaire.choices import in_words
from eia_app.domain.questionnaire.group_questions import task_group
from eia_app.domain.questionnaire.model import Edition, SectionKind
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.states import Transition
from eia_app.services.answers import orphaned_answers
from eia_app.services.answers.orphaned_answers import Line, in_line
from eia_app.services.assessment.content import Stored, StoredRow
from eia_app.services.assessment.derived_columns import (
    columns_of_action,
    flush,
    update_derived_columns,
)
from eia_app.services.assessment.edition_freeze import coming, freeze
from eia_app.services.assessment.events import record
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.guidance.guide import ANY_GROUP
from eia_app.storage.models.assessment import Answer
from eia_app.storage.models.attachments import Attachment
from eia_app.storage.models.people import Person

ANOTHER = "There is another edition by now. Look at what it would change before you carry over."


@dataclass(frozen=True)
class Plan:
    """The effects of carrying over to an edition (such as eia/2027-1). Nothing is done yet."""

    edition: str
    kept: int
    moved: Sequence[Line]
    reworded: Sequence[Line]
    gone: Sequence[Line]
    new: Sequence[tuple[str, str]]  # the section, and what it asks
    groups: Sequence[str]  # that are asked about now, and were not before


def newer(context: AssessmentContext) -> str:
    """Return the edition of new assessments, if this one is answered against an older; else ""."""
    return context.forms.newest if context.forms.has_newer(context.frozen.name) else ""


def plan(context: AssessmentContext) -> Plan:
    """Return the effects of carrying over to the newest edition. Raise BadDefinition for a faulty
    one.
    """
    before = Side(context.edition, context.groups)
    now = side(context, coming(context.session, context.forms))
    migration = carry(before, now, context.answers)
    section_of = now.edition.section_of
    return Plan(
        edition=context.forms.newest,
        kept=len(migration.with_outcome(MigrationOutcome.KEPT)),
        moved=_lines(context, migration, MigrationOutcome.MOVED, now),
        reworded=_lines(context, migration, MigrationOutcome.REWORDED, now),
        gone=_lines(context, migration, MigrationOutcome.GONE, now),
        new=[(section_of[q.id].title, in_words(ANY_GROUP, q.ask)) for q in migration.new],
        groups=[group.title for group in now.groups if before.group(group.id) is None],
    )


def _lines(
    context: AssessmentContext, migration: MigrationPlan, outcome: MigrationOutcome, now: Side
) -> list[Line]:
    """Return the answers in their old words, each with what is different now."""
    return [
        replace(in_line(context, value), notes=_notes(value, migration, now))
        for value in migration.with_outcome(outcome)
    ]


def _notes(value: MigratedValue, migration: MigrationPlan, now: Side) -> list[str]:
    if value.outcome is MigrationOutcome.GONE:
        has_row = value.row is None or bool(migration.rows[value.row])
        is_asked = has_row and now.asks(value.question.id, value.group.id if value.group else None)
        return [orphaned_answers.ASKED_AGAIN] if is_asked else []
    moved = (
        [f"Now in “{now.edition.by_id[value.to].title}”"]
        if value.outcome is MigrationOutcome.MOVED
        else []
    )
    return [*moved, *(f"Now: {words}" for words in value.now)]


def side(context: AssessmentContext, edition: Edition) -> Side:
    """Return an edition with the groups that this council asks about now."""
    return Side(edition, (*edition.groups, *context.council.local_groups))


def carry_over(context: AssessmentContext, to: str, *, by: Person, now: datetime) -> None:
    """Answer against the newest edition from now on. `to` is its name, as the person saw it.

    What is asked in other words or elsewhere is to be confirmed. Raise Denied; NotAllowed when it
    is not a draft, or when `to` is not the newest any more; EditionChanged. A second press does
    nothing.
    """
    permissions.require(Transition.CARRY_OVER, by, context.assessment)
    if to == context.frozen.name:
        return
    if not to or to != newer(context):
        raise NotAllowed(ANOTHER)
    before, frozen = context.frozen.name, freeze(context.session, context.forms, to, now=now)
    new_side = side(context, frozen.edition)
    migration = carry(Side(context.edition, context.groups), new_side, context.answers)
    orphaned_answers.add(
        context, context.assessment.id, migration.with_outcome(MigrationOutcome.GONE), now=now
    )
    applier = _Applier(context, migration, new_side, now)
    applier.carry()
    assessment = context.assessment
    assessment.edition_id = frozen.id
    assessment.local_groups = [asdict(group) for group in context.council.local_groups]
    context.renew(frozen=frozen, stored=applier.stored, rows=applier.rows, states=applier.states)
    for row in context.rows.values():
        columns_of_action(context.edition, row)
    flush(context.session)
    update_derived_columns(context, now=now)
    counts = {outcome.value: len(migration.with_outcome(outcome)) for outcome in MigrationOutcome}
    detail: dict[str, object] = {"from": before, "to": to, **counts}
    record(context.session, assessment, Transition.CARRY_OVER, by=by, now=now, detail=detail)


class _Applier:
    """Does to what is stored of an assessment what a migration plan says.

    What is left of it is in `stored`, `rows` and `states`.
    """

    def __init__(
        self, context: AssessmentContext, migration: MigrationPlan, new_side: Side, now: datetime
    ) -> None:
        self.context, self.plan, self.target, self.now = context, migration, new_side, now
        self.stored, self.rows = dict(context.stored), dict(context.rows)
        self.states = dict(context.states)
        self.alive = [
            value for value in migration.answers if value.outcome is not MigrationOutcome.GONE
        ]

    def carry(self) -> None:
        self._raise_revisions()
        self._carry_answers()
        self._carry_rows()
        flush(self.context.session)

    def _raise_revisions(self) -> None:
        """A page that is open somewhere still shows the older questions."""
        for key, state in self.context.states.items():
            if self._is_task(*key):
                flag_modified(state, "saved_at")
            else:
                del self.states[key]
                self.context.session.delete(state)
        flush(self.context.session)

    def _is_task(self, section: str, group: str) -> bool:
        section_there = self.target.edition.by_id.get(section)
        if section_there is None or (section_there.kind is SectionKind.EACH_GROUP) is not bool(
            group
        ):
            return False
        return not group or self.target.group(group) is not None

    def _carry_answers(self) -> None:
        values = {
            (_group(value), value.question.id): value for value in self.alive if not value.row
        }
        answers = select(Answer).where(Answer.assessment_id == self.context.assessment.id)
        for answer in self.context.session.scalars(answers).all():
            key = (answer.group_id, answer.question)
            value = values.get(key)
            if value is None:  # not asked any more, or taken away before
                del self.stored[key]
                self.context.session.delete(answer)
            else:
                self._carry_answer(answer, value)

    def _carry_answer(self, answer: Answer, value: MigratedValue) -> None:
        answer.section, answer.value = value.to, value.value
        answer.carried = answer.carried or value.needs_confirming
        if (
            value.outcome is not MigrationOutcome.KEPT
        ):  # not what an open page of this section was drawn with
            answer.revision = self._revision(value.to, answer.group_id)
        stored = Stored(answer.value, answer.revision, answer.carried)
        self.stored[answer.group_id, answer.question] = stored

    def _revision(self, section: str, group_id: str) -> int:
        own_group = task_group(self.target.edition, section, group_id)
        state = self.states.get((section, own_group or ""))
        return state.revision if state else 0

    def _carry_rows(self) -> None:
        for id_, row in self.context.rows.items():
            parts = [value for value in self.alive if value.row == str(id_)]
            self._carry_row(row, self.plan.rows[str(id_)], parts)

    def _carry_row(self, row: StoredRow, to: str, parts: Sequence[MigratedValue]) -> None:
        row.revision += 1
        if not to:
            del self.rows[row.id]
            row.removed_at = self.now
            return
        if to != row.section:
            attachments = update(Attachment).where(Attachment.row_id == row.id)
            self.context.session.execute(attachments.values(section=to))
        values: dict[str, Any] = {value.question.id: value.value for value in parts}
        row.carried = row.carried or any(value.needs_confirming for value in parts)
        row.section, row.values = to, values


def _group(value: MigratedValue) -> str:
    return value.group.id if value.group else ""
