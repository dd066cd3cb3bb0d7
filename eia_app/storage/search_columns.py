"""Folded copies of the texts that are searched, in the same rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import JSON, ColumnElement, or_
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, validates
from sqlalchemy.sql.elements import SQLCoreOperations

from eia_app.domain.text.folding import folded, words_of

OF_ASSESSMENT = ("title", "reference", "service", "decision_body")


def words_of_assessment(values: Mapping[str, Any]) -> str:
    """Return one folded text of all that an assessment is found by, a line for each column."""
    return "\n".join(folded(values.get(name) or "") for name in OF_ASSESSMENT)


def words_of_row(values: Mapping[str, Any]) -> dict[str, str]:
    """Return the answers of a row that are texts, folded, by question."""
    return {
        question: folded(answer) for question, answer in values.items() if isinstance(answer, str)
    }


def of_new_assessment(context: DefaultExecutionContext) -> str:
    return words_of_assessment(context.get_current_parameters())


def of_new_row(context: DefaultExecutionContext) -> dict[str, str]:
    return words_of_row(context.get_current_parameters()["values"] or {})


def holds(search: str, *columns: SQLCoreOperations[str]) -> list[ColumnElement[bool]]:
    """Return a condition for each word of a search: it is in one of these folded columns."""
    return [
        or_(*(column.contains(word, autoescape=True) for column in columns))
        for word in words_of(search)
    ]


class SearchedAssessment:
    """The folded texts of an assessment, written with the columns that they come from."""

    searched: Mapped[str] = mapped_column(default=of_new_assessment, server_default="")

    @validates(*OF_ASSESSMENT)
    def _fold(self, name: str, value: str) -> str:
        values = {column: getattr(self, column) for column in OF_ASSESSMENT}
        self.searched = words_of_assessment({**values, name: value})
        return value


class SearchedRow:
    """The texts of a row by question, folded, written with the row."""

    searched: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True), default=of_new_row
    )

    @validates("values")
    def _fold(self, _: str, values: dict[str, Any]) -> dict[str, Any]:
        self.searched = words_of_row(values)
        return values
