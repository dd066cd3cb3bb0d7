"""The days of reminders for missing opinions and reassessments, and of the notice to the lead."""

from __future__ import annotations

from datetime import date

from eia_app.domain.working_days import WorkingDays

REMINDERS = (-2, 0, 3)  # working days from the day on which the opinion is wanted
ESCALATION = 5
LOOK_AGAIN = 20  # working days before the date by which an assessment is looked at again


def reminder_due(days: WorkingDays, due: date, today: date, *, asked_on: date) -> int | None:
    """Return the newest reminder whose day has come, as an offset in working days, or None.

    A reminder of the day of asking, or of an earlier day, is never due, and a missed one is not
    made up for.
    """
    past = [offset for offset in REMINDERS if asked_on < days.add(due, offset) <= today]
    return max(past, default=None)


def is_escalated(days: WorkingDays, due: date, today: date) -> bool:
    return days.add(due, ESCALATION) <= today


def is_time_to_look_again(days: WorkingDays, day: date, today: date) -> bool:
    """Return whether the date of the reassessment is near or has passed."""
    return day < today or days.add(day, -LOOK_AGAIN) <= today
