"""Rows that stand for groups, and rows that pages select, as a journey has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eia_app.domain.journey.coverage import Coverage
from eia_app.domain.journey.linked_rows import Tick, ticks_in
from eia_app.domain.journey.traversal import Traversal
from eia_app.domain.questionnaire.answers import Key
from eia_app.domain.questionnaire.model import Edition


class LinkedJourney:
    """The part of a journey that says where rows are selected, and for which groups they stand."""

    edition: Edition
    _traversal: Traversal

    @property
    def shared_from(self) -> Mapping[Key, str]:
        """The id of the row that answers for a group in place of a page, by group and question."""
        return self._traversal.shared_from

    def coverage(self, section: str) -> Coverage | None:
        """Return what the rows of a list have to cover; None where they cover nothing."""
        return self._traversal.coverage.get(section)

    def ticks(self, section: str) -> Mapping[str, Sequence[Tick]]:
        """Return the places in which each row of a list is selected, by the id of the row."""
        return ticks_in(self.edition, section, self._traversal.values, self._traversal.rows)

    def groups_of_row(self, section: str, row: str) -> list[str]:
        """Return the groups on whose pages a row is selected, in the order of the groups."""
        return self._traversal.groups_of_row(section, row)
