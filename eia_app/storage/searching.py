"""What is searched is kept folded beside the text that it comes from, in the same row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, or_
from sqlalchemy.engine.default import DefaultExecutionContext

from eia_app.domain.folding import folded, words_of

OF_ASSESSMENT = ("title", "reference", "service", "decision_body")


def words_of_assessment(values: Mapping[str, Any]) -> str:
    """Return one folded text of all that an assessment is found by, a line for each column."""
    return "\n".join(folded(values.get(name) or "") for name in OF_ASSESSMENT)


def words_of_row(values: Mapping[str, Any]) -> dict[str, str]:
    """Return the answers of a row that are texts, folded, by question."""
    return {question: folded(said) for question, said in values.items() if isinstance(said, str)}


def of_new_assessment(context: DefaultExecutionContext) -> str:
    return words_of_assessment(context.get_current_parameters())


def of_new_row(context: DefaultExecutionContext) -> dict[str, str]:
    return words_of_row(context.get_current_parameters()["values"] or {})


def holds(search: str, *columns: ColumnElement[str]) -> list[ColumnElement[bool]]:
    """Return a condition for each word of a search: it is in one of these folded columns."""
    return [
        or_(*(column.contains(word, autoescape=True) for column in columns))
        for word in words_of(search)
    ]
