"""Assesses something again: a new assessment that begins with what the last one said.

Every answer comes over to be confirmed or changed. What belongs to its own time stays behind: the
state and sign-off, people, how far actions got, actions that are over, and dates that have passed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from eia_app.domain.calendar import local_date
from eia_app.domain.editions.answer_migration import (
    MigratedValue,
    MigrationOutcome,
    MigrationPlan,
    Side,
    carry,
)
from eia_app.domain.questionnaire.answers import Answers, Row, Value
from eia_app.domain.questionnaire.model import AnswerType, Edition
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.states import Transition
from eia_app.services.answers import action_progress, orphaned_answers
from eia_app.services.answers.derived_values import without_derived
from eia_app.services.answers.rows import fill_row, new_row
from eia_app.services.assessment import register as assessment_register
from eia_app.services.assessment.content import Stored
from eia_app.services.assessment.derived_columns import flush, update_derived_columns
from eia_app.services.assessment.events import record
from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.services.attachments import read as attachments_read
from eia_app.services.editions.migrate_edition import side
from eia_app.services.workflow import start as workflow_start
from eia_app.storage.models.assessment import Answer, Assessment
from eia_app.storage.models.attachments import Attachment
from eia_app.storage.models.people import Person


def assess_again(
    context: AssessmentContext, *, by: Person, now: datetime, id_: UUID
) -> AssessmentContext:
    """Start a new assessment of the same thing, with every answer to be confirmed.

    Raise Denied. The same `id_` again gives back the one already started.
    """
    permissions.require(Transition.ASSESS_AGAIN, by, context.assessment)
    session, forms, before = context.session, context.forms, context.assessment
    new = workflow_start.begin(
        session, forms, title=before.title, by=by, now=now, id_=id_, follows=before
    )
    if new is None:
        return load_assessment(session, forms, id_)
    new_side = side(new, new.edition)
    migration = carry(
        Side(context.edition, context.groups), new_side, _worth_carrying(context, now)
    )
    orphaned_answers.add(context, id_, migration.with_outcome(MigrationOutcome.GONE), now=now)
    ids = _fill(new, migration, by, now)
    _bring_files(context, new, ids)
    update_derived_columns(new, now=now)
    detail: dict[str, object] = {"to": new.assessment.reference}
    record(session, before, Transition.ASSESS_AGAIN, by=by, now=now, detail=detail)
    return new


def followed_by(context: AssessmentContext, person: Person) -> Sequence[Assessment]:
    """Return the later assessments of the same thing that this person may read, in their order."""
    later = Assessment.follows == context.assessment.reference
    assessments = select(Assessment).where(later, assessment_register.visible_to(person))
    return context.session.scalars(assessments.order_by(Assessment.started_at)).all()


def followed(context: AssessmentContext, person: Person) -> Assessment | None:
    """Return the assessment that this one looks at again, if this person may read it."""
    if not context.assessment.follows:
        return None
    earlier = Assessment.reference == context.assessment.follows
    return context.session.scalar(
        select(Assessment).where(earlier, assessment_register.visible_to(person))
    )


def _worth_carrying(context: AssessmentContext, now: datetime) -> Answers:
    """Return the answers that counted, without those that belong to their own time."""
    live, edition, today = context.journey.live, context.edition, local_date(now).isoformat()
    of_actions = edition.means("actions")
    over = {
        str(row.id)
        for row in action_progress.rows(context)
        if action_progress.is_over(context, row)
    }
    values = {
        key: value
        for key, value in live.values.items()
        if key not in context.journey.shared_from and not _has_passed(edition, key[1], value, today)
    }
    rows = {
        section: [_as_written(context, section, row) for row in live_rows]
        for section, live_rows in live.rows.items()
    }
    rows[of_actions] = [
        _begun_anew(edition, row, today) for row in rows.get(of_actions, ()) if row.id not in over
    ]
    return Answers(values, rows)


def _as_written(context: AssessmentContext, section: str, row: Row) -> Row:
    """Return a row without what follows from where it is selected: it follows there again."""
    return Row(row.id, dict(without_derived(context, section, UUID(row.id), row.values)))


def _begun_anew(edition: Edition, row: Row, today: str) -> Row:
    """Return an action as it was promised, without its progress."""
    followed = edition.values_meaning("action_followed")
    return Row(
        row.id,
        {
            id_: value
            for id_, value in row.values.items()
            if id_ not in followed and not _has_passed(edition, id_, value, today)
        },
    )


def _has_passed(edition: Edition, id_: str, value: Value, today: str) -> bool:
    is_date = edition.questions[id_].type is AnswerType.DATE
    return is_date and str(value) < today


def _bring_files(context: AssessmentContext, new: AssessmentContext, ids: dict[str, UUID]) -> None:
    """Attach the files of the rows that came over to the new rows. Contents are stored once for
    both.
    """
    names = ("name", "type", "size", "sha256", "by_id", "at")
    for row_id, files in attachments_read.present(context).items():
        own = ids.get(str(row_id))
        for file in files if own else ():
            attachments_read.hold(new.session, file.sha256)
            copied = {name: getattr(file, name) for name in names}
            section = new.rows[own].section if own else ""
            new.session.add(
                Attachment(assessment_id=new.assessment.id, section=section, row_id=own, **copied)
            )
    flush(new.session)


def _fill(
    new: AssessmentContext, migration: MigrationPlan, by: Person, now: datetime
) -> dict[str, UUID]:
    """Write what is carried into the new assessment, all of it to be confirmed.

    Gives the id of each new row by that of the one it comes from.
    """
    alive = [value for value in migration.answers if value.outcome is not MigrationOutcome.GONE]
    ids = {row: uuid4() for row, to in migration.rows.items() if to}
    for id_, own in ids.items():
        row = new_row(new, migration.rows[id_], own)
        row.carried = True
        values = _values((value for value in alive if value.row == id_), new.edition, ids)
        fill_row(new, row, values, by=by, now=now)
    answers = [_answer(new, value, ids, by, now) for value in alive if value.row is None]
    new.session.add_all(answers)
    new.renew(
        stored={
            (answer.group_id, answer.question): Stored(answer.value, answer.revision, carried=True)
            for answer in answers
        }
    )
    flush(new.session)
    return ids


def _values(
    parts: Iterable[MigratedValue], edition: Edition, ids: dict[str, UUID]
) -> dict[str, Any]:
    return {value.question.id: _with_own_rows(value, edition, ids) for value in parts}


def _with_own_rows(migrated: MigratedValue, edition: Edition, ids: dict[str, UUID]) -> Value:
    """Return the answer; where it names rows, with those of the new assessment."""
    question = edition.questions[migrated.question.id]
    if question.type is AnswerType.CHOOSE_ROWS and isinstance(migrated.value, list):
        return [str(ids.get(choice, choice)) for choice in migrated.value]
    return migrated.value


def _answer(
    new: AssessmentContext, migrated: MigratedValue, ids: dict[str, UUID], by: Person, now: datetime
) -> Answer:
    return Answer(
        assessment_id=new.assessment.id,
        group_id=migrated.group.id if migrated.group else "",
        question=migrated.question.id,
        section=migrated.to,
        value=_with_own_rows(migrated, new.edition, ids),
        revision=0,
        by_id=by.id,
        at=now,
        carried=True,
    )
