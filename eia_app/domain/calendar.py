"""London’s calendar: the one place that turns a moment into a day or a time of day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def local_time(moment: datetime) -> datetime:
    """Return the moment on London’s clock. Raise ValueError for one that has no time zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone, so its day in London is not known.")
    return moment.astimezone(LONDON)


def local_date(moment: datetime) -> date:
    """Return the day on which the moment falls in London: 23:30 UTC in July is the next one."""
    return local_time(moment).date()


def last_at(hour: int, now: datetime) -> datetime:
    """Return the last moment, in UTC, at which London’s clock came to this hour.

    Where the clock shows the hour twice, the first time counts, so that each day has one. Where it
    skips the hour, the moment of the skip counts.
    """
    local_now = local_time(now)
    moment = local_now.replace(hour=hour, minute=0, second=0, microsecond=0, fold=0)
    if moment.astimezone(UTC) > now:
        moment = (moment - timedelta(days=1)).replace(hour=hour)
    return moment.astimezone(UTC)
