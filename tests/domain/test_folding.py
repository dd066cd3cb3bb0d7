"""Text is folded for searching: case, accents, apostrophes, hyphens and spaces are no matter."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eia_app.domain.folding import LONGEST, MOST_WORDS, folded, words_of


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Gŵyl Tŷ Ŵyn a’r Ŷd", "gwyl ty wyn ar yd"),
        ("Gw\u0302yl", "gwyl"),  # the accent as a character of its own
        ("Carers’ and Ann's", "carers and anns"),
        ("O‘Brien ʼs", "obrien s"),
        ('“Warm” "homes"', "warm homes"),
        ("after-school\u2011club – evenings\u2212mornings", "after school club evenings mornings"),
        ("a\u00a0b\u2009c\td\n\ne\u3000f", "a b c d e f"),
        ("zero\u200bwidth so\u00adft", "zerowidth soft"),
        ("Łódź Straße Ærø İstanbul ﬁre Ｆｕｌｌ", "lodz strasse aero istanbul fire full"),
        ("100% of £5_000", "100% of £5_000"),
        ("العربية 日本語", "العربية 日本語"),
    ],
)
def test_it_is_folded(typed: str, said: str) -> None:
    assert folded(typed) == said


@given(st.text())
def test_what_is_folded_stays_as_it_is_however_it_was_composed(text: str) -> None:
    once = folded(text)
    assert folded(once) == once
    assert folded(unicodedata.normalize("NFD", text)) == folded(unicodedata.normalize("NFC", text))


@given(st.text(), st.text())
def test_a_part_of_a_text_is_found_in_it(before: str, after: str) -> None:
    assert folded("Gŵyl Dewi") in folded(f"{before} GWYL dewi {after}")


def test_each_word_counts_by_itself_and_what_is_joined_stays_together() -> None:
    assert words_of("  Blue badges ") == ["blue", "badges"]
    assert words_of("EIA-2026-014 carers’") == ["eia 2026 014", "carers"]
    assert words_of(" - ’ \u200b") == []


def test_a_search_has_an_end() -> None:
    assert words_of("a " * 500) == ["a"] * MOST_WORDS
    assert words_of("a" * 5000) == ["a" * LONGEST]
