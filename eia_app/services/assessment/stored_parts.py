"""The statements that read what is stored of one assessment."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from eia_app.domain.questionnaire.model import Edition
from eia_app.services.assessment.content import (
    AnswerKey,
    StateKey,
    Stored,
    StoredRow,
    stored_answer,
)
from eia_app.storage.models.assessment import Answer, ListRow, MitigatingAction, SectionState
from eia_app.storage.models.training import WITH_PRACTICE

AnyRow = TypeVar("AnyRow", ListRow, MitigatingAction)


def _present(table: type[AnyRow]) -> Select[AnyRow]:
    """Return the statement for the rows of one assessment that were not taken away."""
    return select(table).where(table.assessment_id == bindparam("id"), table.removed_at.is_(None))


# Every page reads these, so they are put together once. Of the answers, only what pages need.
# They are read WITH_PRACTICE: of an assessment that was loaded there is nothing to leave out.
ANSWERS = select(
    Answer.group_id, Answer.question, Answer.value, Answer.revision, Answer.carried
).where(Answer.assessment_id == bindparam("id"))
ROWS, ACTIONS = _present(ListRow), _present(MitigatingAction)
STATES = select(SectionState).where(SectionState.assessment_id == bindparam("id"))


def read_answers(
    session: Session, assessment_id: UUID, edition: Edition
) -> dict[AnswerKey, Stored]:
    rows = session.execute(ANSWERS, {"id": assessment_id}, execution_options=WITH_PRACTICE)
    return {
        (group, question): stored_answer(edition, question, *rest)
        for group, question, *rest in rows
    }


def read_rows(session: Session, assessment_id: UUID) -> dict[UUID, StoredRow]:
    options: dict[str, Any] = {"params": {"id": assessment_id}, "execution_options": WITH_PRACTICE}
    rows: dict[UUID, StoredRow] = {row.id: row for row in session.scalars(ROWS, **options)}
    rows.update({action.id: action for action in session.scalars(ACTIONS, **options)})
    return rows


def read_states(session: Session, assessment_id: UUID) -> dict[StateKey, SectionState]:
    states = session.scalars(STATES, {"id": assessment_id}, execution_options=WITH_PRACTICE)
    return {(state.section, state.group_id): state for state in states}
