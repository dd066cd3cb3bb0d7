"""What the coach reads where pages select actions, and where a reason stands for several groups."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from eia_app.domain.coach import registry
from eia_app.domain.coach.assessment_view import AssessmentView
from eia_app.domain.coach.rule import Finding
from eia_app.domain.questionnaire.answers import Answers, Row
from eia_app.domain.questionnaire.parse_edition import edition_from
from eia_app.domain.working_days import WorkingDays
from tests.domain.journey.walking import Walker
from tests.linked_forms import linked_forms

SERIOUS = {
    "age__effect": ["negative"],
    "age__severity": "high",
    "age__likelihood": "high",
    "age__explanation": "Some older people would no longer be able to reach the library at all.",
}
ROW = "5c7f0f5e-8a57-4d43-9f0b-1f8f9f7c7f11"
WHY = "The law leaves the council no choice here, and no money can be found for it either."


@pytest.fixture
def linked(tiny_folder: Path) -> Walker:
    forms = linked_forms(tiny_folder)
    return Walker(edition_from("eia/2030-1", forms.tables("eia/2030-1")), forms.council)


def findings(walk: Walker, rows: dict[str, list[Row]], **values: Any) -> list[Finding]:
    base = walk.complete().answers.values
    own = {key: value for key, value in base.items() if key[0] is None}
    journey = walk(Answers({**own, **walk.answered(**values).values}, rows))
    view = AssessmentView(journey, walk.council, date(2030, 1, 7), WorkingDays(frozenset()))
    return registry.findings(view)


def rules(found: list[Finding]) -> list[str]:
    return [finding.rule.id for finding in found]


def test_a_serious_effect_needs_an_action_that_is_selected(linked: Walker) -> None:
    assert "serious_unanswered" in rules(findings(linked, {}, **SERIOUS))
    plan = {"action_plan": [Row(ROW, {"action_text": "Move it", "action_groups": ["marriage"]})]}
    found = findings(linked, plan, **SERIOUS, age__mitigation=[ROW])
    assert "serious_unanswered" not in rules(found)


def test_a_reason_why_nothing_can_be_done_is_an_answer_and_a_word_is_none(linked: Walker) -> None:
    nothing = {**SERIOUS, "age__mitigation": ["nothing"]}
    assert "serious_unanswered" in rules(findings(linked, {}, **nothing, age__nothing_why="No."))
    assert "serious_unanswered" not in rules(findings(linked, {}, **nothing, age__nothing_why=WHY))


def test_a_reason_for_several_groups_is_spoken_of_once_at_its_row(linked: Walker) -> None:
    row = Row(ROW, {"same_groups": ["age", "disability"], "same_reason": "It is far away"})
    effects = {"age__effect": ["neutral"], "disability__effect": ["neutral"]}
    found = findings(linked, {"same": [row]}, **effects)
    thin = [finding for finding in found if finding.rule.id == "thin_reason"]
    assert [(str(each.place.row), each.place.question) for each in thin] == [(ROW, "same_reason")]
    assert "these groups" in thin[0].sentence
