"""What the tests of the wizard share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from eia_app.domain.questionnaire.answers import Answers
from eia_app.domain.questionnaire.choices import choices_for
from eia_app.domain.questionnaire.council import Council
from eia_app.domain.questionnaire.model import Edition
from eia_app.wizard.form import PageForm
from tests.domain.journey.walking import Walker

MakePage = Callable[..., PageForm]


@pytest.fixture(scope="session")
def walk(edition: Edition, council: Council) -> Walker:
    """`walk(answers)` is a journey through the small edition."""
    return Walker(edition, council)


@pytest.fixture
def make_page(walk: Walker) -> MakePage:
    """`make_page("proposal", "details", posted=[…], answers=…)` is that page as a form."""

    def make(
        section: str,
        page_id: str,
        *,
        group: str | None = None,
        posted: list[tuple[str, str]] | None = None,
        answers: Answers | None = None,
        **saved: Any,
    ) -> PageForm:
        journey = walk(answers)
        task = journey.task(section, group)
        assert task is not None
        people = {"p1": "Pat Person"}
        choices = choices_for(walk.edition, walk.groups, walk.council, journey.answers, people)
        return PageForm(journey, choices, task, journey.on_page(task, page_id), saved, posted)

    return make
