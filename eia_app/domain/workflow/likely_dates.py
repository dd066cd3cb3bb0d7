"""Dates that are likely to be mistyped: decisions in the past or far ahead."""

from __future__ import annotations

from datetime import date

FAR = 3  # years


def is_far_after(day: date, start: date) -> bool:
    """Return whether a day is more than FAR years after another."""
    return (day.year - FAR, day.month, day.day) > (start.year, start.month, start.day)


def doubt_about_decision(decided_on: date, today: date) -> str:
    """Return why a decision on this day is asked about, as the end of a sentence; else ""."""
    if decided_on < today:
        return "is in the past"
    return f"is more than {FAR} years ahead" if is_far_after(decided_on, today) else ""
