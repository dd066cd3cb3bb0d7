"""What can be chosen, how answers read in words, and the effects on groups."""

from __future__ import annotations

from typing import Any

import pytest

from eia_app.domain.journey.effects import effects_of, negative_groups_fact
from eia_app.domain.questionnaire.answers import Answers, Row
from eia_app.domain.questionnaire.choices import Choices, choices_for, in_words, long_date
from eia_app.domain.questionnaire.model import Group
from tests.domain.journey.walking import Walker

ROWS = {"evidence": [Row("r1", {"fact": "12% are over 65"}), Row("r2", {})]}


@pytest.fixture
def choices(walk: Walker) -> Choices:
    return choices_for(
        walk.edition, walk.groups, walk.council, Answers({}, ROWS), {"p1": "Pat Person"}
    )


def offered(choices: Choices, question: str, group: Group | None = None) -> list[tuple[str, str]]:
    found = choices.options(choices.edition.questions[question], group)
    return [(option.value, option.label) for option in found]


def test_options_from_the_council_come_before_those_of_the_edition(choices: Choices) -> None:
    assert offered(choices, "service") == [
        ("Housing", "Housing"),
        ("Parking", "Parking"),
        ("another", "Another service"),
    ]


def test_groups_are_offered_with_the_local_ones_last(choices: Choices) -> None:
    assert [value for value, _ in offered(choices, "q_groups")] == [
        "age",
        "disability",
        "marriage",
        "carers",
        "none",
    ]


def test_rows_are_offered_by_their_name_and_people_by_theirs(choices: Choices) -> None:
    assert offered(choices, "known") == [("r1", "12% are over 65"), ("r2", "")]
    assert offered(choices, "contact") == [("p1", "Pat Person")]


def test_a_group_may_have_fewer_options(choices: Choices, walk: Walker) -> None:
    age, marriage = walk.groups[0], walk.groups[2]
    assert [value for value, _ in offered(choices, "aims_touched", marriage)] == [
        "eliminate",
        "no_aim",
    ]
    assert len(offered(choices, "aims_touched", age)) == 3


@pytest.mark.parametrize(
    ("question", "value", "text"),
    [
        ("staff", "yes", ["Yes"]),
        ("service", "Ferries", ["Ferries"]),  # no longer offered
        ("q_groups", ["age", "carers"], ["Age", "Carers"]),
        ("q_direction", {"age": "worse"}, ["Age: Worse off"]),
        ("known", ["r1"], ["12% are over 65"]),
        ("contact", "p1", ["Pat Person"]),
        ("starts", "2026-03-07", ["7 March 2026"]),
        ("cost", 1000, ["1,000"]),
        ("cost", 2.5, ["2.5"]),
        ("summary", "Two\n\nlines", ["Two\n\nlines"]),
        ("summary", " ", []),
        ("q_groups", [], []),
        ("staff", None, []),
    ],
)
def test_an_answer_reads_in_words(
    choices: Choices, question: str, value: Any, text: list[str]
) -> None:
    assert choices.text(choices.edition.questions[question], value) == text


def test_another_reads_as_what_was_written_beside_it(choices: Choices, walk: Walker) -> None:
    service = walk.edition.questions["service"]
    other = walk.answered(service="another", service_other="Ferries")
    assert choices.full_text(service, other) == "Ferries"
    assert choices.full_text(service, walk.answered(service="Parking")) == "Parking"
    assert choices.full_text(service, walk.answered()) == ""


def test_a_date_that_is_none_reads_as_it_stands() -> None:
    assert [long_date("2026-12-01"), long_date("soon")] == ["1 December 2026", "soon"]


def test_words_about_a_group_are_put_into_its_texts(walk: Walker) -> None:
    text = "What does {group} mean for {people}?"
    age = walk.groups[0]
    assert in_words(age, text) == "What does age mean for people of different ages?"
    assert in_words(None, text) == text


def test_the_effects_are_those_of_the_groups_that_were_considered(walk: Walker) -> None:
    answers = walk.answered(
        carers__effect=["positive", "negative"],
        carers__severity="high",
        carers__likelihood="low",
        age__effect=["not_known"],
        age__severity="low",
    )
    found = effects_of(walk.edition, walk.groups, answers.values)
    assert [
        (e.group, e.positive, e.negative, e.neutral, e.unknown, e.severity, e.likelihood)
        for e in found
    ] == [
        ("age", False, False, False, True, "low", ""),
        ("carers", True, True, False, False, "high", "low"),
    ]


@pytest.mark.parametrize(
    ("worse", "word"),
    [(0, "none"), (1, "one"), (2, "several"), (4, "several")],
)
def test_negative_effects_are_counted_in_words(walk: Walker, worse: int, word: str) -> None:
    values = {
        f"{group.id}__effect": ["negative"] if at < worse else ["neutral"]
        for at, group in enumerate(walk.groups)
    }
    found = effects_of(walk.edition, walk.groups, walk.answered(**values).values)
    assert negative_groups_fact(found) == word
