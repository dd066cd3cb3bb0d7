"""Numbers the headings of a document: 1, 1.1, 1.2, 2 …"""

from __future__ import annotations

from eia_app.reports.blocks import Heading


class Outline:
    """Hands out the next heading. Level 1 is the title, so numbered headings begin at level 2."""

    def __init__(self) -> None:
        self._part = self._section = 0

    def part(self, text: str, anchor: str) -> Heading:
        self._part, self._section = self._part + 1, 0
        return Heading(2, text, anchor, str(self._part))

    def section(
        self, text: str, anchor: str, *, note: str = "", aside: str = "", serious: int = 0
    ) -> Heading:
        self._section += 1
        number = f"{self._part}.{self._section}"
        return Heading(3, text, anchor, number, aside=aside, note=note, serious=serious)
