"""When somebody is reminded of an opinion that is not in, or of an assessment that is to be looked
at again, and when the equality lead is told.
"""

from __future__ import annotations

from datetime import date

from eia_app.domain.working_days import WorkingDays

REMINDERS = (-2, 0, 3)  # working days from the day on which the opinion is wanted
ESCALATION = 5
LOOK_AGAIN = 20  # working days before the date by which an assessment is looked at again


def reminder_due(days: WorkingDays, due: date, today: date, *, asked: date) -> int | None:
    """Which of the reminders is due: the newest whose day has come, so that none is made up for.

    Those of days before they were asked, or of that day, are no use to anybody.
    """
    come = [each for each in REMINDERS if asked < days.add(due, each) <= today]
    return max(come, default=None)


def is_escalated(days: WorkingDays, due: date, today: date) -> bool:
    return days.add(due, ESCALATION) <= today


def is_time_to_look_again(days: WorkingDays, day: date, today: date) -> bool:
    """Whether the date by which an assessment is looked at again is near or has passed."""
    return day < today or days.add(day, -LOOK_AGAIN) <= today
