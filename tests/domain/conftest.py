"""What the tests of the rules share."""

from __future__ import annotations

import pytest

from eia_app.domain.definition import edition_from
from eia_app.domain.questionnaire import Council, Edition
from eia_app.storage.editions import Forms
from tests.domain.coached import Coach
from tests.domain.walking import Walker


@pytest.fixture(scope="session")
def walk(edition: Edition, council: Council) -> Walker:
    """`walk(answers)` is a journey through the small edition."""
    return Walker(edition, council)


@pytest.fixture(scope="session")
def coach(forms: Forms) -> Coach:
    """The coach over small assessments of our own edition."""
    edition = edition_from(forms.newest, forms.tables(forms.newest))
    return Coach(edition, forms.council)
