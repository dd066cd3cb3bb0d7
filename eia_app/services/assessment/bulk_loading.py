"""Several assessments read together, in as many queries as one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.questionnaire.model import Edition
from eia_app.services.assessment.content import (
    AnswerKey,
    StateKey,
    Stored,
    StoredRow,
    stored_answer,
)
from eia_app.services.assessment.loading import AssessmentContext, build_context
from eia_app.storage.forms.folder import Forms, frozen_edition
from eia_app.storage.models.assessment import (
    Answer,
    Assessment,
    ListRow,
    MitigatingAction,
    SectionState,
)


def load_drafts(
    session: Session, forms: Forms, assessments: Sequence[Assessment]
) -> list[AssessmentContext]:
    """Return a context for each, in the same order. Only for drafts: none may have been sent back.

    Permissions are for the caller to check.
    """
    frozen = {
        assessment.id: frozen_edition(session, assessment.edition_id, forms.council.review_group)
        for assessment in assessments
    }
    answers = _answers(session, {id_: edition.edition for id_, edition in frozen.items()})
    rows, states = _rows(session, list(frozen)), _states(session, list(frozen))
    return [
        build_context(
            session,
            forms,
            assessment,
            frozen[assessment.id],
            stored=answers[assessment.id],
            rows=rows[assessment.id],
            states=states[assessment.id],
        )
        for assessment in assessments
    ]


def _answers(
    session: Session, editions: dict[UUID, Edition]
) -> dict[UUID, dict[AnswerKey, Stored]]:
    columns = Answer.assessment_id, Answer.group_id, Answer.question, Answer.value, Answer.revision
    of_these = select(*columns).where(Answer.assessment_id.in_(list(editions)))
    answers: dict[UUID, dict[AnswerKey, Stored]] = defaultdict(dict)
    for id_, group, question, value, revision in session.execute(of_these):
        stored = stored_answer(editions[id_], question, value, revision)
        answers[id_][group, question] = stored
    return answers


def _rows(session: Session, ids: list[UUID]) -> dict[UUID, dict[UUID, StoredRow]]:
    rows: dict[UUID, dict[UUID, StoredRow]] = defaultdict(dict)
    tables: tuple[Any, ...] = (ListRow, MitigatingAction)
    for table in tables:
        present = table.assessment_id.in_(ids), table.removed_at.is_(None)
        for row in session.scalars(select(table).where(*present)):
            rows[row.assessment_id][row.id] = row
    return rows


def _states(session: Session, ids: list[UUID]) -> dict[UUID, dict[StateKey, SectionState]]:
    of_these = select(SectionState).where(SectionState.assessment_id.in_(ids))
    states: dict[UUID, dict[StateKey, SectionState]] = defaultdict(dict)
    for state in session.scalars(of_these):
        states[state.assessment_id][state.section, state.group_id] = state
    return states
