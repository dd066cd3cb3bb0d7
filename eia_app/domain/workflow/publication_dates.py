"""The last day for publishing the papers of a decision, worked back from its date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from eia_app.domain.questionnaire.choices import long_date
from eia_app.domain.working_days import WorkingDays

NEAR = timedelta(days=60)  # farther off, working days are not counted one by one
WEEKS_FROM = 20  # working days: beyond them, weeks say more


@dataclass(frozen=True)
class PublicationDates:
    """The last day for publishing, and the working days until then (negative when past).

    Without a date of decision both are None. More than two months off, `left` is approximate, as it
    is shown in weeks.
    """

    by: date | None = None
    left: int | None = None
    late: bool = False
    decision: date | None = None

    @cached_property
    def dates(self) -> str:
        """Return the two dates in words; "" without them."""
        if self.by is None or self.decision is None:
            return ""
        by, decision = (long_date(day.isoformat()) for day in (self.by, self.decision))
        return f"By {by}, for the decision on {decision}"

    @cached_property
    def words(self) -> str:
        """Return the time that is left in words."""
        if self.left is None:
            return "No decision date given"
        long = span(abs(self.left))
        if self.late:
            return f"Papers were due {long} ago" if long else "Papers were due last working day"
        return f"Papers in {long}" if long else "Papers are due today"


def dates_for(
    days: WorkingDays, decision: date | None, today: date, clear_days: int
) -> PublicationDates:
    """Return when papers must be published for a decision on this date, as seen today."""
    if decision is None:
        return PublicationDates()
    by = days.publish_by(decision, clear_days)
    return PublicationDates(by, left_until(days, by, today), by < today, decision)


def left_until(days: WorkingDays, day: date, today: date) -> int:
    """Return the working days from today to a day; approximate for a day far off."""
    if abs(day - today) > NEAR:
        return round((day - today).days * 5 / 7)
    return days.between(today, day)


def last_late_decision(days: WorkingDays, today: date, clear_days: int) -> date:
    """Return the last date of decision whose papers should have been published before today."""
    first = today if days.is_working(today) else days.add(today, 1)
    return days.add(first, clear_days)


def span(count: int) -> str:
    """Return a number of working days in words; "" for none."""
    if count > WEEKS_FROM:
        return f"{round(count / 5)} weeks"
    return f"{count} working day{'' if count == 1 else 's'}" if count else ""
