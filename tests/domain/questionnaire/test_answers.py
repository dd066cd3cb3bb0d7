"""What counts as an answer, and when a condition holds."""

from __future__ import annotations

from typing import Any

import pytest

from eia_app.domain.questionnaire.answers import (
    Answers,
    chosen,
    is_bare,
    is_empty,
    longest,
    too_long_or_out_of_range,
)
from eia_app.domain.questionnaire.conditions import Condition
from eia_app.domain.questionnaire.evaluate_conditions import any_holds, holds
from eia_app.domain.questionnaire.model import AnswerType, Question


@pytest.mark.parametrize("value", [None, "", "  \n", [], {}])
def test_nothing_said_is_empty(value: object) -> None:
    assert is_empty(value)


@pytest.mark.parametrize("value", ["x", 0, 0.0, ["a"], {"a": "b"}])
def test_something_said_is_not_empty_and_zero_is_something(value: object) -> None:
    assert not is_empty(value)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("yes", {"yes"}),
        (["a", "b"], {"a", "b"}),
        ({"age": "worse", "sex": "better"}, {"worse", "better"}),
        (5, {"5"}),
        (" ", set()),
        (None, set()),
    ],
)
def test_a_condition_looks_for_the_values_that_were_chosen(value: Any, found: set[str]) -> None:
    assert chosen(value) == found


def test_a_condition_on_a_question_holds_when_the_answer_contains_one_of_its_values() -> None:
    condition = Condition(("a", "b"), "q")
    answers: list[Any] = ["a", ["b", "c"], {"x": "a"}, "c", None]
    assert [holds(condition, {"q": answer}, {}) for answer in answers] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_a_condition_on_a_fact_does_not_look_at_a_question_of_that_name() -> None:
    condition = Condition(("full",), fact="route")
    assert holds(condition, {}, {"route": ["standard", "full"]})
    assert not holds(condition, {"route": "full"}, {})


def test_no_condition_always_holds_and_of_several_one_is_enough() -> None:
    either = (Condition(("x",), "p"), Condition(("y",), "q"))
    assert any_holds((), {}, {})
    assert any_holds(either, {"q": "y"}, {})
    assert not any_holds(either, {"q": "x"}, {})


def test_answers_are_kept_apart_by_group() -> None:
    answers = Answers({(None, "q"): "all", ("age", "q"): "some"}).with_values({("sex", "q"): "few"})
    assert [answers.get("q"), answers.get("q", "age"), answers.get("q", "sex")] == [
        "all",
        "some",
        "few",
    ]


@pytest.mark.parametrize("text", ["None", " n/a. ", "NO  IMPACT", "tbc", "–none–"])
def test_a_word_that_stands_in_for_an_answer_is_bare(text: str) -> None:
    assert is_bare(text)


@pytest.mark.parametrize("text", ["None of the 40 users is under 18", "no one asked us", "nones"])
def test_a_sentence_is_not_bare(text: str) -> None:
    assert not is_bare(text)


def asked(kind: AnswerType, **limits: int) -> Question:
    return Question("q", "Ask?", kind, **limits)  # type: ignore[arg-type]


def test_text_has_a_limit_of_its_type_unless_its_question_has_one() -> None:
    assert [
        longest(asked(AnswerType.TEXT)),
        longest(asked(AnswerType.LONG)),
        longest(asked(AnswerType.TEXT, at_most=1000)),
        longest(asked(AnswerType.DATE)),
    ] == [250, 10_000, 1000, None]


def test_text_that_is_too_long_says_by_how_much() -> None:
    question = asked(AnswerType.TEXT, at_most=1000)
    assert too_long_or_out_of_range(question, "x" * 1000) == ""
    assert too_long_or_out_of_range(question, "x" * 2500) == (
        "Your answer must be 1,000 characters or fewer; it is 1,500 too long"
    )


def test_a_number_has_to_be_within_its_limits() -> None:
    question = asked(AnswerType.NUMBER, at_least=0, at_most=2000)
    assert [too_long_or_out_of_range(question, value) for value in (-1, 0, 2000, 2000.5)] == [
        "The number must be 0 or more",
        "",
        "",
        "The number must be 2,000 or less",
    ]
