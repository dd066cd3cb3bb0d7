"""Saves what was typed on pages of questions. Replaced values are kept."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from eia_app.domain.errors import NotAllowed
from eia_app.domain.questionnaire.group_questions import page_id_of, task_group
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.permissions import Permission
from eia_app.services.answers.conflicts import (
    Values,
    same,
    stored_key,
    to_save,
    without_clashes,
)
from eia_app.services.assessment.content import AnswerKey, Stored, StoredRow
from eia_app.services.assessment.derived_columns import (
    flush,
    update_derived_columns,
)
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.storage.models.assessment import (
    Answer,
    ReplacedValue,
    SectionState,
)
from eia_app.storage.models.people import Person

LOCKED = "This section was not sent back, so it cannot be changed now."


def save_answers(
    context: AssessmentContext,
    section: str,
    group: str | None,
    values: Values,
    *,
    by: Person,
    now: datetime,
    seen: int | None = None,
    confirms: bool = True,
) -> None:
    """Save a page's answers, by question id (None removes an answer).

    A page about every group has no `group`, and its questions an id for each group (see
    `group_questions`); answers about one of its groups may be given as those of that group.
    `seen` is the section's revision when the page was drawn; None means now. What others saved
    since in questions that this person did not touch is left as it is. What was carried over is
    confirmed by saving it as it is, if the save `confirms`. Raise Denied, NotAllowed when the
    assessment can no longer be edited or the section was not sent back, and Stale with every
    question that both changed.
    """
    permissions.require(Permission.EDIT, by, context.assessment)
    group, values = _of_task(context, section, group, values)
    seen = context.revision(section, group) if seen is None else seen
    changed = to_save(context, group, values, confirms=confirms)
    if seen != context.revision(section, group):
        changed = without_clashes(context, section, group, changed, seen)
    if not changed and (section, group or "") in context.states:
        return
    require_unlocked(context, section, group)
    revision = bump_section_revision(context, section, group, by, now)
    by_key = {stored_key(group, question): value for question, value in changed.items()}
    old = _answers_to(context, by_key)
    for key, value in by_key.items():
        _put(context, section, *key, value, revision, old.get(key), by, now)
    saved = {key: Stored(value, revision) for key, value in by_key.items()}
    context.renew(stored={**context.stored, **saved})
    update_derived_columns(context, now=now)


def _of_task(
    context: AssessmentContext, section: str, group: str | None, values: Values
) -> tuple[str | None, Values]:
    """Return the group of the task that asks, and the values as its page calls the questions."""
    own_group = task_group(context.edition, section, group)
    if group is None or own_group == group:
        return group, values
    return None, {page_id_of(group, question): value for question, value in values.items()}


def require_unlocked(context: AssessmentContext, section: str, group: str | None = None) -> None:
    """Raise NotAllowed for a section that was not sent back while changes are made."""
    if context.journey.is_locked(section, group):
        raise NotAllowed(LOCKED)


def bump_section_revision(
    context: AssessmentContext, section: str, group: str | None, by: Person, now: datetime
) -> int:
    """Raise the section's revision and return it. Raise Stale if somebody else does so now."""
    key = (section, group or "")
    state = context.states.get(key)
    if state is None:
        state = SectionState(
            assessment_id=context.assessment.id, section=section, group_id=group or ""
        )
        context.session.add(state)
    state.saved_by_id, state.saved_at = by.id, now
    flag_modified(state, "saved_at")  # raised even if all this happens within one tick of the clock
    flush(context.session)
    if key not in context.states:
        context.renew(states={**context.states, key: state})
    return state.revision


def _answers_to(context: AssessmentContext, keys: Collection[AnswerKey]) -> dict[AnswerKey, Answer]:
    """Return the stored answers with these keys."""
    answers = select(Answer).where(
        Answer.assessment_id == context.assessment.id,
        Answer.group_id.in_({group for group, _ in keys}),
        Answer.question.in_({question for _, question in keys}),
    )
    return {
        (answer.group_id, answer.question): answer for answer in context.session.scalars(answers)
    }


def _put(
    context: AssessmentContext,
    section: str,
    group_id: str,
    question: str,
    value: Any,
    revision: int,
    stored: Answer | None,
    by: Person,
    now: datetime,
) -> None:
    if stored is None:
        stored = Answer(
            assessment_id=context.assessment.id,
            group_id=group_id,
            question=question,
            section=section,
        )
        context.session.add(stored)
    elif not same(context, group_id, question, value):
        context.session.add(
            replaced_value(stored, section, question, stored.value, by, now, group_id)
        )
    stored.value, stored.revision, stored.by_id, stored.at = value, revision, by.id, now
    stored.carried = False


def replaced_value(
    stored: Answer | StoredRow,
    section: str,
    question: str,
    value: Any,
    by: Person,
    now: datetime,
    group: str = "",
) -> ReplacedValue:
    return ReplacedValue(
        assessment_id=stored.assessment_id,
        section=section,
        group_id=group,
        row_id=None if isinstance(stored, Answer) else stored.id,
        question=question,
        value=value,
        revision=stored.revision,
        by_id=stored.by_id,
        at=stored.at,
        replaced_by_id=by.id,
        replaced_at=now,
    )
