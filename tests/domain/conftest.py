"""What the tests of the rules share."""

from __future__ import annotations

import pytest

from eia_app.domain.questionnaire.council import Council
from eia_app.domain.questionnaire.model import Edition
from eia_app.domain.questionnaire.parse_edition import edition_from
from eia_app.storage.forms.folder import Forms
from tests.domain.coach.coached_cases import Coach
from tests.domain.journey.walking import Walker


@pytest.fixture(scope="session")
def walk(edition: Edition, council: Council) -> Walker:
    """`walk(answers)` is a journey through the small edition."""
    return Walker(edition, council)


@pytest.fixture(scope="session")
def coach(forms: Forms) -> Coach:
    """The coach over small assessments of our own edition."""
    edition = edition_from(forms.newest, forms.tables(forms.newest))
    return Coach(edition, forms.council)


@pytest.fixture(scope="session")
def shipped_faults(forms: Forms) -> list[str]:
    """What is wrong with the forms that we ship, which one test of each part says.

    Other tests change a copy of them, and ask what became wrong by that.
    """
    return list(forms.faults())
