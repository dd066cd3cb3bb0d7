"""Rows that pages select and write, and rows that stand for several groups."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from eia_app.domain.journey.coverage import notice
from eia_app.domain.journey.journey import Journey
from eia_app.domain.questionnaire.answers import Answers, Row
from eia_app.domain.questionnaire.parse_edition import edition_from
from tests.domain.journey.walking import Walker
from tests.linked_forms import linked_forms


@pytest.fixture
def linked(tiny_folder: Path) -> Walker:
    forms = linked_forms(tiny_folder)
    assert list(forms.faults()) == []
    return Walker(edition_from("eia/2030-1", forms.tables("eia/2030-1")), forms.council)


def journey(walk: Walker, rows: dict[str, list[Row]], **values: Any) -> Journey:
    """Return a journey on the standard route with these rows and answers, and nothing more."""
    base = walk.complete().answers.values
    own = {key: value for key, value in base.items() if key[0] is None}
    return walk(Answers({**own, **walk.answered(**values).values}, rows))


def live_row(found: Journey, section: str, number: int = 0) -> dict[str, Any]:
    return dict(found.live.rows[section][number].values)


def test_an_action_is_for_the_groups_on_whose_pages_it_is_selected(linked: Walker) -> None:
    plan = {"action_plan": [Row("a", {"action_text": "Move"})]}
    found = journey(
        linked, plan, age__effect=["negative"], age__mitigation=["a"], disability__mitigation=["a"]
    )
    assert live_row(found, "action_plan")["action_groups"] == ["age", "disability"]
    assert [tick.group for tick in found.ticks("action_plan")["a"]] == ["age", "disability"]


def test_what_somebody_changed_stays(linked: Walker) -> None:
    plan = {"action_plan": [Row("a", {"action_groups": ["everyone"]})]}
    found = journey(linked, plan, age__mitigation=["a"])
    assert live_row(found, "action_plan")["action_groups"] == ["everyone"]


def test_a_row_that_is_selected_nowhere_stays_and_is_asked_for_its_groups(linked: Walker) -> None:
    found = journey(linked, {"action_plan": [Row("a", {"action_text": "Move"})]})
    assert found.ticks("action_plan") == {"a": []}
    missing = {gap.question for gap in found.missing if gap.row == "a"}
    assert "action_groups" in missing


def test_a_row_that_is_not_there_drops_out_and_options_stay(linked: Walker) -> None:
    plan = {"action_plan": [Row("a", {"action_text": "Move"})]}
    found = journey(linked, plan, age__mitigation=["gone", "a"], disability__mitigation=["nothing"])
    assert found.live.get("mitigation", "age") == ["a"]
    assert found.live.get("mitigation", "disability") == ["nothing"]
    asked = [question.id for question in found.task("effects", "disability").shown["why"]]  # type: ignore[union-attr]  # it is there
    assert "nothing_why" in asked


def test_each_group_needs_a_reason_and_one_may_stand_for_several(linked: Walker) -> None:
    effects = {f"{group}__effect": ["neutral"] for group in ("age", "disability", "marriage")}
    rows = {"same": [Row("s", {"same_groups": ["age", "marriage"], "same_reason": "So"})]}
    found = journey(linked, rows, **effects)
    coverage = found.coverage("same")
    assert coverage is not None
    assert [group.id for group in coverage.left] == ["disability"]
    assert coverage.free_for("new") == ["disability"]
    assert coverage.free_for("s") == ["age", "disability", "marriage"]
    assert "Say why of disabled people" in [gap.message for gap in found.missing]
    words = linked.edition.by_id["same"].row
    assert words is not None
    assert notice(words, coverage.left) == "1 group still needs a reason: Disability"


def test_a_group_belongs_to_one_row_and_leaves_when_its_answer_changes(linked: Walker) -> None:
    rows = [Row("s", {"same_groups": ["age"]}), Row("t", {"same_groups": ["age", "disability"]})]
    effects = {"age__effect": ["neutral"], "disability__effect": ["neutral"]}
    found = journey(linked, {"same": rows}, **effects)
    assert live_row(found, "same", 1)["same_groups"] == ["disability"]
    changed = journey(linked, {"same": rows}, **{**effects, "age__effect": ["negative"]})
    assert "same_groups" not in live_row(changed, "same")


def test_a_list_with_nothing_to_cover_is_not_asked(linked: Walker) -> None:
    assert journey(linked, {"same": [Row("s", {})]}, age__effect=["negative"]).task("same") is None


FAULTS = {
    "writes a question that is in no list": (
        'writes = "action_text"',
        'writes = "title"',
        "mitigation: `writes`: “title” is not a question of a list",
    ),
    "writes what does not name its row": (
        'writes = "action_text"',
        'writes = "action_owner"',
        "mitigation: `writes`: “action_owner” is not the first in the summary of its list",
    ),
    "has no list": (
        'rows_of = ["action_plan"]',
        'rows_of = ["proposal"]',
        "mitigation: `rows_of`: there is no list “proposal”",
    ),
    "covers an answer that is none": (
        'is = ["neutral"], once',
        'is = ["nought"], once',
        "same_groups: covers: “nought” is not an answer to “effect”",
    ),
    "covers by what is not asked of groups": (
        'covers = { question = "effect", is = ["neutral"]',
        'covers = { question = "staff", is = ["yes"]',
        "same_groups: covers: “staff” is not asked about each group before this",
    ),
    "shares an answer of no such row": (
        'explanation_shared = "same_reason"',
        'explanation_shared = "action_text"',
        "“action_text” is not a question of a list whose rows cover groups",
    ),
}


@pytest.mark.parametrize(("old", "new", "fault"), FAULTS.values(), ids=FAULTS.keys())
def test_the_checker_says_in_words_that_a_question(
    tiny_folder: Path, old: str, new: str, fault: str
) -> None:
    forms = linked_forms(tiny_folder)
    for file in (tiny_folder / "eia/2030-1").rglob("*.toml"):
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert any(fault in said for said in forms.faults())
