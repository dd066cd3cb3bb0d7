"""Working days, and the dates worked back from a decision."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkingDays:
    """The days from Monday to Friday that are no public holidays."""

    holidays: Container[date]

    def is_working(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.holidays

    def add(self, day: date, count: int) -> date:
        """Return the working day `count` working days after a day, or before it if negative."""
        step = ONE_DAY if count >= 0 else -ONE_DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def between(self, first: date, last: date) -> int:
        """Return the number of working days from one day to another: negative if it is past."""
        if last < first:
            return -self.between(last, first)
        days = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
        return sum(self.is_working(day) for day in days)

    def publish_by(self, meeting: date, clear_days: int) -> date:
        """Return the last day on which papers may be published for a meeting.

        Between that day and the meeting lie `clear_days` whole working days. The Local Government
        Act 1972, sections 100A and 100B (SI 2002/715), requires five: neither the day of
        publication nor the day of the meeting counts.
        """
        return self.add(meeting, -(clear_days + 1))
