"""What people type or paste is made fit to keep, and nothing visible is lost."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eia_app.domain.text.clean import (
    AS_SEEN,
    DAMAGED,
    LINE_ENDS,
    NOT_KEPT,
    clean,
    is_blank,
    lines,
    tidy,
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("a\tb", "a\tb"),
        ("one\x0btwo\x0cthree\x85four\u2028five\u2029six", "one\ntwo\nthree\nfour\nfive\nsix"),
        ("self\x1eservice co\x1foperate", "self-service cooperate"),
        ("a\x07b\x00\x01c \x02d", "a b c d"),
        ("it\x92s \x93so\x94 \x96 here", "it’s “so” – here"),
        ("\uf0b7\tone", "•\tone"),
        ("bell\x07 nul\x00 escape\x1b", "bell nul escape"),
        ("\ufffe\ufdd0x\U0001ffff", "x"),
        ("e\u0301", "é"),
        ("“quotes” – ’ £5 €6 日本 🙂", "“quotes” – ’ £5 €6 日本 🙂"),
        ("zero\u200bwidth so\u00adft", "zero\u200bwidth soft"),
        ("", ""),
    ],
)
def test_line_ends_are_equal_and_what_cannot_be_seen_or_stored_goes(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text())
def test_what_is_kept_can_be_written_anywhere(text: str) -> None:
    kept = clean(text)
    assert "\x00" not in kept
    assert "\r" not in kept
    kept.encode()


PARTING = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA1), 0x2028, 0x2029, 0xD800, 0xFFFE)]
JOINED = {"\x1e": "-", "\x1f": "", "\xad": ""}  # hyphens of Word: two of them are not printed


@pytest.mark.parametrize("sign", PARTING, ids=ascii)
def test_two_words_are_never_glued(sign: str) -> None:
    kept = clean(f"who{sign}work")
    assert kept == f"who{JOINED[sign]}work" if sign in JOINED else kept != "whowork"


@pytest.mark.parametrize(
    "text", ["", " \n", "\u200b\u200d", "\u00a0", "\u2800", "\u3164\ufe0f", "\x00", "\u00ad\ufeff"]
)
def test_what_cannot_be_seen_is_nothing(text: str) -> None:
    assert is_blank(text)
    assert tidy(text) == ""


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S"]), min_size=1))
def test_what_can_be_seen_is_something(text: str) -> None:
    assert not is_blank(f"{text}x")


@pytest.mark.parametrize(
    ("typed", "bullet", "words"),
    [
        ("- one", True, "one"),
        ("·\tone", True, "one"),
        ("·         one", True, "one"),
        ("o\tone", True, "one"),
        ("o   one", True, "one"),
        ("§\tone", True, "one"),
        ("▪ one", True, "one"),
        ("● one", True, "one"),
        ("\uf0b7\tone", True, "one"),
        ("\uf0a7\u00a0one", True, "one"),
        ("\t•\u00a0one", True, "one"),
        ("Ø\tone", True, "one"),
        ("o one", False, "o one"),
        ("§ 149 of the Act", False, "§ 149 of the Act"),
        ("-5 degrees", False, "-5 degrees"),
        ("1. one", False, "1. one"),
        ("2) one", False, "2) one"),
        ("-", False, "-"),
    ],
)
def test_a_line_of_a_list_is_known_by_its_bullet(typed: str, bullet: bool, words: str) -> None:
    assert list(lines(typed)) == [(bullet, words)]


def test_no_character_that_can_be_printed_is_replaced() -> None:
    """The short way past the looking is right only so long as this holds."""
    for character in ["\n", *filter(str.isprintable, map(chr, range(sys.maxunicode + 1)))]:
        assert not LINE_ENDS.search(character)
        assert not NOT_KEPT.search(character)
        assert not DAMAGED.search(character)
        assert ord(character) not in AS_SEEN
