"""One field for each answer type: what is posted, as a value to save or a sentence to read."""

from __future__ import annotations

from typing import Any

import pytest

from eia_app.domain.questionnaire.answers import Answers
from tests.wizard.conftest import MakePage

CHECKED = Answers({(None, "q_depth"): "serious", (None, "q_groups"): ["age", "disability"]})


def answer(make_page: MakePage, *posted: tuple[str, str]) -> Any:
    """The value that the details page reads for what was posted under one name."""
    form = make_page("proposal", "details", posted=list(posted))
    form.check(required=False)
    name = posted[0][0].partition("-")[0]
    return form.errors.get(name) or form.values()[name]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("25", 25),
        ("25,000", 25000),
        (" 2.5 ", 2.5),
        ("7.0", 7),
        ("-1", -1),
        ("0", 0),
        ("", None),
        ("  ", None),
        ("about 5", "Enter a number"),
        ("nan", "Enter a number"),
        ("inf", "Enter a number"),
        ("1e300", "Enter a number"),
        ("5 people", "Enter a number"),
    ],
)
def test_a_number_is_read_as_people_write_it(
    make_page: MakePage, typed: str, value: object
) -> None:
    form = make_page("proposal", "details", posted=[("cost", typed)])
    form.form.validate()
    errors = form.form["cost"].errors
    assert (errors[0] if errors else form.values()["cost"]) == value


@pytest.mark.parametrize(
    ("day", "month", "year", "value"),
    [
        ("7", "3", "2026", "2026-03-07"),
        ("07", "03", "2026", "2026-03-07"),
        (" 7", "3 ", "2026", "2026-03-07"),
        ("29", "2", "2024", "2024-02-29"),
        ("7", "3", "26", "2026-03-07"),
        ("7", "Mar", "2026", "2026-03-07"),
        ("7 March 2026", "", "", "2026-03-07"),
        ("29", "2", "2026", "February 2026 has only 28 days. Enter a real date"),
        ("31", "4", "2026", "April 2026 has only 30 days. Enter a real date"),
        ("7", "", "2026", "The month is missing. Enter a real date"),
        ("x", "y", "z", "“x” is not a day from 1 to 31. Enter a real date"),
        ("", "", "", None),
    ],
)
def test_a_date_is_read_from_three_boxes(
    make_page: MakePage, day: str, month: str, year: str, value: object
) -> None:
    posted = [("starts-day", day), ("starts-month", month), ("starts-year", year)]
    assert answer(make_page, *posted) == value


def test_a_date_comes_back_as_typed_and_a_saved_one_in_its_boxes(make_page: MakePage) -> None:
    typed = [("starts-day", "31"), ("starts-month", "Feb"), ("starts-year", "2027")]
    posted: Any = make_page("proposal", "details", posted=typed).form["starts"]
    saved: Any = make_page("proposal", "details", starts="2026-03-07").form["starts"]
    assert tuple(posted.parts) == ("31", "Feb", "2027")
    assert tuple(saved.parts) == ("07", "03", "2026")


def test_a_date_written_whole_in_one_box_is_shown_in_its_boxes(make_page: MakePage) -> None:
    pasted = [("starts-day", "15 February 2027"), ("starts-month", ""), ("starts-year", "")]
    starts: Any = make_page("proposal", "details", posted=pasted).form["starts"]
    assert tuple(starts.parts) == ("15", "02", "2027")


def test_a_mistake_in_a_date_leads_to_the_part_that_is_wrong(make_page: MakePage) -> None:
    posted = [("starts-day", "7"), ("starts-month", "13"), ("starts-year", "2027")]
    form = make_page("proposal", "details", posted=posted)
    form.check(required=False)
    assert form.summary()[0]["href"] == "#starts-month"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("http://example.org", "http://example.org"),
        (" https://example.org ", "https://example.org"),
        ("", None),
        ("example.org", "Enter a web address"),
        ("javascript:alert(1)", "Enter a web address"),
        ("ftp://example.org", "Enter a web address"),
        ("https://", "Enter a web address"),
        ("http://[", "Enter a web address"),
    ],
)
def test_a_link_is_an_address_of_a_page(make_page: MakePage, typed: str, value: object) -> None:
    assert answer(make_page, ("web", typed)) == value


def test_a_choice_that_was_never_offered_is_no_answer(make_page: MakePage) -> None:
    form = make_page("proposal", "details", posted=[("staff", "perhaps"), ("contact", "p2")])
    form.check(required=False)
    assert (form.values()["staff"], form.values()["contact"]) == (None, None)


def test_a_person_is_one_of_those_who_are_here(make_page: MakePage) -> None:
    assert answer(make_page, ("contact", "p1")) == "p1"
    assert answer(make_page, ("contact", "")) is None


def test_choices_are_saved_in_the_order_in_which_they_are_offered(make_page: MakePage) -> None:
    posted = [("q_groups", "disability"), ("q_groups", "age"), ("q_groups", "martians")]
    form = make_page("quick_check", "groups", posted=posted, answers=CHECKED)
    form.check(required=False)
    assert form.values()["q_groups"] == ["age", "disability"]


def test_an_exclusive_choice_stands_alone(make_page: MakePage) -> None:
    posted = [("q_groups", "age"), ("q_groups", "none")]
    form = make_page("quick_check", "groups", posted=posted, answers=CHECKED)
    assert not form.check(required=False)
    assert form.errors == {"q_groups": "Select “No group” on its own, or take it away"}


def test_each_choice_asks_about_what_was_chosen_and_nothing_else(make_page: MakePage) -> None:
    posted = [
        ("q_direction-age", "better"),
        ("q_direction-disability", "sideways"),
        ("q_direction-marriage", "worse"),
    ]
    form = make_page("quick_check", "direction", posted=posted, answers=CHECKED)
    form.check(required=False)
    assert form.values()["q_direction"] == {"age": "better"}


def test_written_text_is_trimmed_and_blank_text_is_no_answer(make_page: MakePage) -> None:
    form = make_page("proposal", "basics", posted=[("title", "  Bins\x00 "), ("summary", " \r\n ")])
    form.check(required=False)
    assert form.values() == {"title": "Bins", "summary": None}
