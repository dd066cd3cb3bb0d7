"""A date is read as people write it, and what is wrong with one is said of its part."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eia_app.domain.text.conversions import FIRST_YEAR, LAST_YEAR
from eia_app.domain.text.entered_dates import MONTHS, PARTS, WrongDate, entered_date

DAYS = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))
NEAR = st.dates(date(2000, 1, 1), date(2069, 12, 31))
ANY = st.one_of(st.text(), st.sampled_from(["9" * 5000, "²", "٣", "-1", "0", "feb", "32", "2027"]))
FORMS = (
    "{d} {name} {y}",
    "{d} {short} {y}",
    "{d} {short}. {y}",
    "{d:02} {m:02} {y}",
    "{d}/{m}/{y}",
    "{d}.{m}.{y}",
    "{d}-{m}-{y}",
    "{d}-{short}-{y}",
    "{d}{short}{y}",
    "{y}-{m:02}-{d:02}",
    "{name} {d}, {y}",
    "the {d}th of {name}, {y}",
    "{weekday}, {d} {name} {y}",
)


def words_of(day: date) -> dict[str, object]:
    name = MONTHS[day.month - 1]
    weekday = ("Mon", "Tues", "Wednesday", "Thurs", "Fri", "Sat", "Sunday")[day.weekday()]
    words = {"d": day.day, "m": day.month, "y": day.year}
    return words | {"name": name.capitalize(), "short": name[:3].upper(), "weekday": weekday}


@given(DAYS, st.sampled_from(FORMS), st.integers(0, 2))
def test_a_date_written_whole_in_any_box_is_that_date(day: date, form: str, box: int) -> None:
    boxes = ["", "", ""]
    boxes[box] = form.format(**words_of(day))
    assert entered_date(*boxes) == day


@given(DAYS, st.integers(3, 9), st.sampled_from(["{}", " {} ", "{}."]))
def test_a_month_in_its_box_may_have_a_name(day: date, letters: int, form: str) -> None:
    name = MONTHS[day.month - 1][:letters]
    assert entered_date(str(day.day), form.format(name), str(day.year)) == day
    assert entered_date(f"{day.day}th", name.upper(), str(day.year)) == day


@given(NEAR)
def test_a_year_may_have_two_digits(day: date) -> None:
    short = f"{day.year % 100:02}"
    assert entered_date(str(day.day), str(day.month), short) == day
    assert entered_date(f"{day.day} {day.month} {short}", "", "") == day


@given(ANY, ANY, ANY)
def test_nothing_that_is_typed_makes_it_fail(day: str, month: str, year: str) -> None:
    try:
        entered = entered_date(day, month, year)
    except WrongDate as refused:
        entered, wrong = None, refused
    else:
        wrong = WrongDate("day", "")
    assert wrong.part in PARTS
    assert len(str(wrong)) < 120
    assert entered is None or FIRST_YEAR <= entered.year <= LAST_YEAR


@pytest.mark.parametrize(
    ("boxes", "part", "reason"),
    [
        (("7", "", "2026"), "month", "The month is missing"),
        (("", "2", ""), "day", "The day and the year are missing"),
        (("15 February", "", ""), "year", "The year is missing"),
        (("15", "", ""), "month", "The month and the year are missing"),
        (("32", "1", "2026"), "day", "“32” is not a day from 1 to 31"),
        (("x", "1", "2026"), "day", "“x” is not a day from 1 to 31"),
        (("7", "13", "2026"), "month", "“13” is not a month: enter 1 to 12, or its name"),
        (("7", "Febtember", "2026"), "month", "“Febtember” is not a month: enter 1 to 12, or its"),
        (("7", "3", "202"), "year", "“202” is not a year: enter all four digits"),
        (("7", "3", "94"), "year", "“94” is not a year: enter all four digits"),
        (("7", "3", "9" * 40), "year", f"“{'9' * 20}…” is not a year"),
        (("31", "Feb", "2027"), "day", "February 2027 has only 28 days"),
        (("7", "3 4", "2026"), "month", "“3 4” is not a month"),
        (("15 Feb 2027 or so", "", ""), "year", "“2027 or so” is not a year"),
    ],
)
def test_what_is_wrong_is_said_of_its_part(
    boxes: tuple[str, str, str], part: str, reason: str
) -> None:
    with pytest.raises(WrongDate) as refused:
        entered_date(*boxes)
    assert refused.value.part == part
    assert str(refused.value).startswith(reason)


def test_empty_boxes_are_no_date_and_no_mistake() -> None:
    assert entered_date("", " ", "") is None
