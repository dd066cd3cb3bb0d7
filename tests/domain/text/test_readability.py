"""How hard a text is to read."""

from __future__ import annotations

import pytest

from eia_app.domain.text.readability import MOST_WORDS, reading_age, sentences, too_long

EASY = "We will shut the pool in May. You can swim at the school. The bus is free."
HARD = (
    "Implementation of organisational transformation necessitates comprehensive"
    " prioritisation of interdependent operational considerations."
)


def sentence_of_words(number: int) -> str:
    return "A" + " word" * (number - 1) + "."


def test_a_sentence_may_have_so_many_words_and_no_more() -> None:
    assert list(too_long(sentence_of_words(MOST_WORDS))) == []
    assert list(too_long(sentence_of_words(MOST_WORDS + 1))) == [
        (sentence_of_words(MOST_WORDS + 1), MOST_WORDS + 1)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("“One.” Two.", ["“One.”", "Two."]),
        ("See section 149(1). Then go.", ["See section 149(1).", "Then go."]),
        ("It costs £1.50 an hour.", ["It costs £1.50 an hour."]),
        ("Ask: “Where?” and listen.", ["Ask:", "“Where?” and listen."]),
        ("[A link](https://example.org/a.b) here.", ["A link here."]),
        ("Broken\nover lines.", ["Broken over lines."]),
    ],
)
def test_sentences_end_where_a_reader_would_stop(text: str, found: list[str]) -> None:
    assert list(sentences(text)) == found


def test_numbers_and_hyphens_are_one_word_each() -> None:
    assert list(too_long("Step-free £1,250 council’s. " * MOST_WORDS)) == []


def test_short_words_and_sentences_are_for_children_and_long_ones_for_nobody() -> None:
    assert reading_age([EASY]) < 8
    assert reading_age([HARD]) > 25
    assert reading_age([EASY, HARD]) > reading_age([EASY])


def test_nothing_to_read_has_no_age() -> None:
    assert reading_age([]) == 0.0
    assert reading_age(["…"]) == 0.0
