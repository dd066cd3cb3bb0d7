"""What people type or paste is made fit to keep, and nothing visible is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eia_app.wizard.typed import clean


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("a\tb", "a\tb"),
        ("bell\x07 nul\x00 escape\x1b", "bell nul escape"),
        ("\ufffe\ufdd0x\U0001ffff", "x"),
        ("e\u0301", "é"),
        ("“quotes” – ’ £5 €6 日本 🙂", "“quotes” – ’ £5 €6 日本 🙂"),
        ("zero\u200bwidth \u00adsoft", "zero\u200bwidth \u00adsoft"),
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
