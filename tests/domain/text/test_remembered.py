"""What people typed is remembered within bounds."""

from __future__ import annotations

from eia_app.domain.text.remembered import LONGEST, TEXTS, remembered


def test_a_text_is_worked_out_once_for_each_argument_and_so_many_texts_are_kept() -> None:
    calls: list[tuple[str, int]] = []

    @remembered
    def measure(text: str, more: int) -> int:
        calls.append((text, more))
        return len(text) + more

    assert [measure("a", 1), measure("a", 1), measure("a", 2)] == [2, 2, 3]
    assert calls == [("a", 1), ("a", 2)]
    for number in range(TEXTS):
        measure(str(number), 1)
    calls.clear()
    measure("a", 1)
    assert calls == [("a", 1)]


def test_a_long_text_is_not_kept() -> None:
    calls: list[int] = []

    @remembered
    def measure(text: str) -> int:
        calls.append(len(text))
        return len(text)

    for length in (LONGEST, LONGEST, LONGEST + 1, LONGEST + 1):
        assert measure("a" * length) == length
    assert calls == [LONGEST, LONGEST + 1, LONGEST + 1]
