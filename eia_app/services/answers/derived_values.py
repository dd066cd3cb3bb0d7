"""Answers of rows that follow from where the rows are selected, until somebody changes them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from eia_app.domain.questionnaire.answers import chosen
from eia_app.services.answers.conflicts import Values
from eia_app.services.assessment.content import StoredRow
from eia_app.services.assessment.loading import AssessmentContext


def saved_values(context: AssessmentContext, section: str, row: StoredRow) -> dict[str, Any]:
    """Return what a row says: what is stored, and the groups that follow until they are changed."""
    groups = context.journey.groups_of_row(section, str(row.id))
    derived = {
        question.id: groups
        for question in context.edition.by_id[section].row_questions
        if question.filled_from and groups
    }
    return {**derived, **row.values}


def without_derived(
    context: AssessmentContext, section: str, row_id: UUID, values: Values
) -> Values:
    """Return what is to be stored of a row: not the groups that follow from where it is selected.

    So they go on following, when the row is selected on another page or on one less.
    """
    derived = {
        question.id
        for question in context.edition.by_id[section].row_questions
        if question.filled_from
    }
    if derived.isdisjoint(values):
        return values
    groups = frozenset(context.journey.groups_of_row(section, str(row_id)))
    return {
        id_: value
        for id_, value in values.items()
        if id_ not in derived or not groups or chosen(value) != groups
    }
