"""The words of a list for its rows, the number it needs, and the page to write them on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from eia_app.domain.checked_tables import NOT_EMPTY, FormTable, Text, Texts, Whole
from eia_app.domain.questionnaire.conditions import AnyOf


@dataclass(frozen=True)
class AtLeast(FormTable):
    """So many rows are needed when one of the conditions holds."""

    message: Text
    rows: Whole = 1
    when: AnyOf = ()


class RowEdit(StrEnum):
    """The page on which rows are written: one for each row, or the page of the list for all."""

    APART = "apart"
    TOGETHER = "together"


@dataclass(frozen=True)
class RowWords(FormTable):
    """The words of a list for its rows, and the questions that stand for a row in the list.

    `starts` are the answers of rows that a new list of rows written together offers.
    """

    one: Text
    many: Text
    summary: Annotated[Texts, NOT_EMPTY]
    at_least: tuple[AtLeast, ...] = ()
    edit: RowEdit = RowEdit.APART
    starts: tuple[Mapping[str, Any], ...] = ()
