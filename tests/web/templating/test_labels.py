"""How words are drawn on every page."""

from __future__ import annotations

import pytest

from eia_app.web.templating.labels import truncate


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Short enough", "Short enough"),
        ("Twelve chars", "Twelve chars"),
        ("Deaf people, and others", "Deaf people…"),
        ("It ends. And begins again", "It ends. And…"),
        ("It all ends. And begins", "It all ends…"),
        ("Donaudampfschifffahrt", "Donaudampfsc…"),
        ("", ""),
    ],
)
def test_what_is_too_long_is_cut_at_a_word_without_the_mark_it_ends_on(
    text: str, drawn: str
) -> None:
    assert truncate(text, 12) == drawn
