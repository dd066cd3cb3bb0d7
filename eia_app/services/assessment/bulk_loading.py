"""Several assessments taken from the shelf together, in as many queries as one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.services.assessment.loading import AssessmentContext, Stored, StoredRow
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
    """Each of them opened, in the same order. Only for drafts: none may have been sent back.

    It asks nobody's permission: the caller does.
    """
    ids = [each.id for each in assessments]
    answers, rows, states = _answers(session, ids), _rows(session, ids), _states(session, ids)
    return [
        AssessmentContext(
            session=session,
            forms=forms,
            assessment=it,
            frozen=frozen_edition(session, it.edition_id, forms.council.review_group),
            stored=answers[it.id],
            rows=rows[it.id],
            states=states[it.id],
            changes=[],
            only=[],
        )
        for it in assessments
    ]


def _answers(session: Session, ids: list[UUID]) -> dict[UUID, dict[tuple[str, str], Stored]]:
    columns = (Answer.assessment_id, Answer.group_id, Answer.question, Answer.value)
    wanted = select(*columns, Answer.revision).where(Answer.assessment_id.in_(ids))
    found: dict[UUID, dict[tuple[str, str], Stored]] = defaultdict(dict)
    for id_, group, question, value, revision in session.execute(wanted):
        found[id_][group, question] = Stored(value, revision)
    return found


def _rows(session: Session, ids: list[UUID]) -> dict[UUID, dict[UUID, StoredRow]]:
    found: dict[UUID, dict[UUID, StoredRow]] = defaultdict(dict)
    tables: tuple[Any, ...] = (ListRow, MitigatingAction)
    for table in tables:
        mine = table.assessment_id.in_(ids), table.removed_at.is_(None)
        for row in session.scalars(select(table).where(*mine)):
            found[row.assessment_id][row.id] = row
    return found


def _states(session: Session, ids: list[UUID]) -> dict[UUID, dict[tuple[str, str], SectionState]]:
    wanted = select(SectionState).where(SectionState.assessment_id.in_(ids))
    found: dict[UUID, dict[tuple[str, str], SectionState]] = defaultdict(dict)
    for state in session.scalars(wanted):
        found[state.assessment_id][state.section, state.group_id] = state
    return found
