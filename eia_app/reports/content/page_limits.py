"""The lengths that the front of a report may have, from the fullest to the shortest."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PageLimits:
    """The most words of each answer, and the most conversations and actions."""

    change: int
    weigh: int
    left: int
    why: int
    high: int
    loss: int
    low: int
    said: int
    action: int
    talks: int
    actions: int


ROOMS = (
    PageLimits(180, 220, 100, 120, 60, 60, 45, 45, 60, 3, 8),
    PageLimits(160, 170, 80, 90, 60, 60, 40, 40, 45, 2, 6),
    PageLimits(150, 120, 60, 60, 60, 45, 28, 28, 40, 2, 5),
    PageLimits(130, 90, 40, 40, 60, 35, 20, 20, 30, 1, 4),
    PageLimits(110, 60, 30, 30, 60, 28, 16, 16, 25, 1, 3),
    PageLimits(110, 50, 24, 24, 30, 20, 14, 14, 16, 1, 3),
    PageLimits(60, 40, 20, 20, 16, 12, 12, 12, 10, 0, 2),  # of many grave losses, the first words
)
