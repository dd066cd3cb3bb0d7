"""When papers must be out, and how that is said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eia_app.domain.workflow.publication_dates import (
    PublicationDates,
    dates_for,
    last_late_decision,
)
from eia_app.domain.working_days import WorkingDays

MAY_DAY = date(2026, 5, 4)
DAYS = WorkingDays({MAY_DAY})
FRIDAY = date(2026, 5, 1)
some_day = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("by", "words"),
    [
        (date(2026, 5, 1), "Papers are due today"),
        (date(2026, 5, 5), "Papers in 1 working day"),  # the Monday is a holiday
        (date(2026, 5, 7), "Papers in 3 working days"),
        (date(2026, 4, 30), "Papers were due 1 working day ago"),
        (date(2026, 4, 29), "Papers were due 2 working days ago"),
        (date(2026, 6, 12), "Papers in 6 weeks"),
        (date(2026, 12, 4), "Papers in 31 weeks"),
        (date(2026, 1, 9), "Papers were due 16 weeks ago"),
    ],
)
def test_how_long_until_papers_is_said_in_words(by: date, words: str) -> None:
    meeting = DAYS.add(by, 6)
    found = dates_for(DAYS, meeting, FRIDAY, 5)
    assert (found.by, found.words) == (by, words)


def test_on_the_weekend_after_the_day_papers_are_late_by_less_than_a_day() -> None:
    found = dates_for(DAYS, DAYS.add(FRIDAY, 6), FRIDAY + timedelta(days=1), 5)
    assert (found.late, found.words) == (True, "Papers were due last working day")


def test_without_a_date_of_decision_there_is_nothing_to_work_back_from() -> None:
    assert dates_for(DAYS, None, FRIDAY, 5) == PublicationDates(None, None, late=False)
    assert PublicationDates().words == "No decision date given"


@given(some_day, some_day, st.integers(0, 10))
def test_papers_are_late_exactly_up_to_the_last_late_decision(
    decision: date, today: date, clear_days: int
) -> None:
    is_late = dates_for(DAYS, decision, today, clear_days).late
    assert is_late == (decision <= last_late_decision(DAYS, today, clear_days))


@given(some_day, some_day)
def test_a_later_decision_never_has_less_time(decision: date, today: date) -> None:
    one = dates_for(DAYS, decision, today, 5)
    next_ = dates_for(DAYS, decision + timedelta(days=1), today, 5)
    assert one.by is not None
    assert next_.by is not None
    assert one.by <= next_.by
