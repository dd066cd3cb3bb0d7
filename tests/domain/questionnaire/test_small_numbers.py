"""Numbers so small that they could point to a person."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from eia_app.domain.questionnaire.model import AnswerType, Question
from eia_app.domain.questionnaire.small_numbers import can_be_worked_out, masked, notices, problem
from eia_app.domain.text import personal_data
from tests import CASES

COUNT = Question("people", "How many?", AnswerType.NUMBER, counts_people=True)
OTHER = Question("pounds", "How much?", AnswerType.NUMBER)

OTHERS = (
    0,
    5,
    25_000,
    "fewer than 5",
    "fewer than five",
    "about 12",
    "3 or more",
    "2 meetings",
    None,
)


@pytest.mark.parametrize(
    "value",
    [
        *(1, 4, "3", "4 residents", "fewer than 3", "three", "Two residents", "about 3", "only 2"),
        *("3-4", "3 or 4", "3 disabled people", "c. 3", "fewer than two"),
    ],
)
def test_a_small_count_of_people_is_refused_with_the_form_to_enter(value: Any) -> None:
    said = problem(COUNT, value, 5)
    assert "enter “fewer than 5” instead, and no total that gives it away" in said


@pytest.mark.parametrize("value", OTHERS)
def test_other_counts_are_taken(value: Any) -> None:
    assert problem(COUNT, value, 5) == ""


def test_the_threshold_is_the_council_s() -> None:
    assert "“fewer than 10”" in problem(COUNT, 7, 10)
    assert "“fewer than 10”" in problem(COUNT, "fewer than 5", 10)
    assert problem(COUNT, 7, 5) == ""


def test_numbers_that_count_no_people_are_taken() -> None:
    assert problem(OTHER, 2, 5) == ""


@pytest.mark.parametrize(
    "text", ["fewer than 5", "Fewer Than 5 ", "<5", "less than 5", "under five"]
)
def test_a_masked_number_is_read_however_it_is_written(text: str) -> None:
    assert masked(text) == "fewer than 5"


@pytest.mark.parametrize("text", ["5", "fewer", "fewer than five people in the area"])
def test_other_text_is_not_a_masked_number(text: str) -> None:
    assert masked(text) == ""


@pytest.mark.parametrize(
    "text",
    ["We know of 3 disabled residents.", "two other children attend", "It has 1 member of staff"],
)
def test_a_small_count_in_a_text_is_pointed_out(text: str) -> None:
    assert len(notices(text, 5)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "One in three people",
        "1 in 4 people",
        "3% of residents",
        "12,003 people and 1,204 households",
        "2.4 people a household",
        "2 of the 3 aims touch people",
        "band 3 staff, option 2 for residents",
        "Fewer than 5 residents",
        "5 residents",
        "two public meetings for residents",
    ],
)
def test_what_counts_nobody_is_left_alone(text: str) -> None:
    assert not notices(text, 5)


@pytest.mark.parametrize(
    "text",
    [
        "2 cleaners, one of them disabled and aged 63",
        "3 disabled staff and 4 from a minority ethnic group",
        "Two staff (one disabled, one on maternity leave)",
        "Of the six drivers, two are women and one is pregnant.",
        "2 of the 8 attendants are over 60.",
        "One wheelchair user comes on Tuesdays.",
        "The team has five wardens, 1 with a hearing impairment.",
        "The caretakers: one aged 63, one 40.",
        "We have 4 librarians, 2 of whom are deaf.",
        "two attendants, one of whom uses a wheelchair",
        "three from ethnic minorities, of a team of nine",
        "2 staff with a learning difficulty",
        "One is on long-term sick, of four.",
        "one of the cleaners is Polish and has two children",
    ],
)
def test_a_few_people_of_whom_something_is_told_are_pointed_out(text: str) -> None:
    assert notices(text, 5)


@pytest.mark.parametrize(
    "text",
    [
        "one disabled toilet and two disabled bays",
        "two women’s refuges and one Muslim school",
        "Two cleaners will open the building.",
        "one of the options is a new site, and one of them is cheaper",
        "We asked two disabled people’s organisations.",
        "Half of them are disabled; 12 are women.",
        "1 in 5 are disabled, and one in three is over 60.",
        "The one with the best access, of three, was chosen.",
        "Aim 2 with a plan, and phase 3 on site",
        "more than one person in four is disabled",
        "two Gypsy, Roma and Traveller sites",
        "two Gypsy and Traveller sites, and one disabled and older people’s forum",
    ],
)
def test_words_about_places_and_shares_are_left_alone(text: str) -> None:
    assert not notices(text, 5)


def test_a_masked_part_that_can_be_worked_out_is_pointed_out() -> None:
    assert can_be_worked_out("40 in total: 37 from Hart and fewer than 5 from Rushmoor.")
    assert not can_be_worked_out("Fewer than 5 from Hart and fewer than 5 from Rushmoor, 9 in all.")
    assert not can_be_worked_out("37 came from Hart and fewer than 5 from Rushmoor.")
    assert "Mask a second part" in notices("In total 40: 37 men and <5 women.", 5)[0]


def texts(found: Any) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict | list):
        for each in found.values() if isinstance(found, dict) else found:
            yield from texts(each)


@pytest.mark.parametrize("case", sorted(CASES.glob("*.json")), ids=lambda path: path.stem[:2])
def test_nothing_is_said_of_the_published_cases_that_is_not_so(case: Path) -> None:
    """In case 15 two named children can indeed be counted; nothing else is found in any case."""
    words = list(texts(json.loads(case.read_text(encoding="utf-8"))))
    assert [find for text in words for find in personal_data.finds(text)] == []
    said = {notice for text in words for notice in notices(text, 5)}
    expected = (
        {"“two other children” could point to someone. Think of “fewer than 5” instead."}
        if case.name.startswith("15")
        else set()
    )
    assert said == expected
