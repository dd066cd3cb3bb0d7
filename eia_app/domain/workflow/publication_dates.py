"""When the papers of a decision must be out, worked back from its date, and how long that is."""

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

    Without a date of decision both are None. Of a day more than two months off, `left` is about
    right: it is said in weeks.
    """

    by: date | None = None
    left: int | None = None
    late: bool = False
    decision: date | None = None

    @cached_property
    def dates(self) -> str:
        """The two dates in words; nothing without them."""
        if self.by is None or self.decision is None:
            return ""
        by, decision = (long_date(day.isoformat()) for day in (self.by, self.decision))
        return f"By {by}, for the decision on {decision}"

    @cached_property
    def words(self) -> str:
        """How long that is, as a person would say it."""
        if self.left is None:
            return "No decision date given"
        long = span(abs(self.left))
        if self.late:
            return f"Papers were due {long} ago" if long else "Papers were due last working day"
        return f"Papers in {long}" if long else "Papers are due today"


def papers(
    days: WorkingDays, decision: date | None, today: date, clear_days: int
) -> PublicationDates:
    """When papers must be out for a decision on this date, as seen today."""
    if decision is None:
        return PublicationDates()
    by = days.publish_by(decision, clear_days)
    return PublicationDates(by, left_until(days, by, today), by < today, decision)


def left_until(days: WorkingDays, day: date, today: date) -> int:
    """The working days from today to a day; far off, about as many."""
    if abs(day - today) > NEAR:
        return round((day - today).days * 5 / 7)
    return days.between(today, day)


def last_late(days: WorkingDays, today: date, clear_days: int) -> date:
    """The last date of decision for which papers should have been out before today."""
    first = today if days.is_working(today) else days.add(today, 1)
    return days.add(first, clear_days)


def span(count: int) -> str:
    """So many working days in words; nothing for none."""
    if count > WEEKS_FROM:
        return f"{round(count / 5)} weeks"
    return f"{count} working day{'' if count == 1 else 's'}" if count else ""
