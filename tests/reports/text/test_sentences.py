"""Labels and their answers on one line."""

from __future__ import annotations

import pytest

from eia_app.reports.text.sentences import lead_in


@pytest.mark.parametrize(
    ("label", "words"),
    [("Led by", "Led by:"), ("Does it affect people?", "Does it affect people?")],
)
def test_a_label_ends_with_one_sign(label: str, words: str) -> None:
    assert lead_in(label) == words
