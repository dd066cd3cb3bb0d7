"""A short part of every attack; `make attack` makes the whole."""

from __future__ import annotations

import pytest

from tests.attack.attacks import ATTACKS, Attack, carry_out

pytestmark = pytest.mark.slow
PEOPLE = 20


@pytest.mark.parametrize("attack", ATTACKS, ids=[attack.name for attack in ATTACKS])
def test_the_service_bears_a_short_attack(attack: Attack, request: pytest.FixtureRequest) -> None:
    kind = request.config.getoption("--database")
    if kind not in attack.databases:
        pytest.skip(f"made on {attack.databases[0]} alone")
    result = carry_out(attack, kind, people=PEOPLE, seconds=attack.short)
    assert result.outcome.faults == []
