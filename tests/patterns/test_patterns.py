"""Each pattern that is run over what people type takes linear time over the worst of texts."""

from __future__ import annotations

import ast
import re
from collections import deque
from collections.abc import Callable
from typing import Any

import pytest

from tests.patterns import adversary, census, timing

# Linear, and over the limit that the others keep: 32 ms on the machine that it was measured on.
SLOWER = {("domain/questionnaire/small_numbers.py", "COUNTED"): 60.0}
OVER_TEXT = sorted(name for name, why in census.declared().items() if not why)


def test_every_pattern_is_declared_as_over_text_or_not_over_text_with_a_reason() -> None:
    """A new one is red here: say in tests/patterns/census.py whether people’s text gets to it."""
    assert census.in_source() == set(census.declared())


@pytest.mark.slow
@pytest.mark.parametrize("name", OVER_TEXT, ids=".".join)
def test_it_is_linear_over_the_worst_of_texts(name: census.Name) -> None:
    found = list(census.patterns(name))
    assert found
    most = SLOWER.get(name, timing.MOST_MILLISECONDS)
    faults = [fault for pattern in found for fault in _faults(pattern, _run(pattern, name), most)]
    assert faults == []


def _run(pattern: Any, name: census.Name) -> Callable[[str], object]:
    """As hard as the program may run it: all over a text, or at its start."""
    if not isinstance(pattern, re.Pattern):
        return lambda text: pattern.search(text.encode())
    if name in census.AT_ONE_PLACE:
        return pattern.match
    return lambda text: _find_all(pattern, text)


def _find_all(pattern: re.Pattern[str], text: str) -> None:
    """Find every match; the loop is not Python’s, so the time is the pattern’s."""
    deque(pattern.finditer(text), maxlen=0)


def _faults(
    pattern: Any, run: Callable[[str], object], most: float = timing.MOST_MILLISECONDS
) -> list[str]:
    """At most a few: the rest would be as slow."""
    said = pattern.pattern
    like = pattern if isinstance(said, str) else re.compile(said.decode(), re.IGNORECASE)
    found: list[str] = []
    for short, long in zip(
        adversary.texts(like, timing.SHORT), adversary.texts(like, timing.LONG), strict=True
    ):
        fault = timing.fault(run, short, long, most)
        found += [fault] if fault else []
        if len(found) == 3:
            break
    return found


@pytest.mark.parametrize(
    "slow",
    [
        r"(?:\W+(?:&\W+)*)+x",  # two ways to read a sign, and one repeat in another
        r"^\s*-",  # at each line of many: a run that is read again from each of its places
        r"\w+\(",
        r"[^\d]*[a-z][^\d]*£\d",
        r"\[[^\]]*\]\(",
        r"\d[\d,]*(?!\S*%)\b",
    ],
)
def test_a_pattern_that_is_not_linear_is_found(slow: str) -> None:
    pattern = re.compile(slow, re.MULTILINE)
    assert _faults(pattern, lambda text: _find_all(pattern, text)) != []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("A = re.compile('x')", ["A"]),
        ("CUTS = tuple(re.compile(each) for each in 'ab')", ["CUTS"]),
        ("def f():\n    return re.sub('a', '', x)", ["f"]),
        ("class C:\n    def f(self):\n        return re2.compile('a')", ["f"]),
        ("from re import sub", ["from re import sub"]),
        ("import re as other", ["import re as other"]),
        ("import re\nx.sub('a')", []),
    ],
)
def test_the_census_sees_a_pattern_however_it_is_run(code: str, found: list[str]) -> None:
    assert list(census.named(ast.parse(code))) == found
