"""What the tests of the rules share."""

from __future__ import annotations

import pytest

from eia_app.domain.questionnaire import Council, Edition
from tests.domain.walking import Walker


@pytest.fixture(scope="session")
def walk(edition: Edition, council: Council) -> Walker:
    """`walk(answers)` is a journey through the small edition."""
    return Walker(edition, council)
