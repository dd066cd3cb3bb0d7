"""The worked example that we ship: whole, honest about being made up, and told as we ask."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from eia_app.domain.coach import registry
from eia_app.domain.coach.assessment_view import AssessmentView
from eia_app.domain.guidance.worked_example import Example, ExampleAnswer, blocks, paragraphs
from eia_app.domain.journey.routing import Route
from eia_app.domain.text.readability import reading_age
from eia_app.services.assessment.calendar import working_days
from eia_app.storage.forms.folder import Forms, hash_of

NAME = "eia/2026-1"
LONGEST = 160  # words: a busy author reads no more


@pytest.fixture(scope="module")
def example(forms: Forms) -> Example:
    found = forms.example(NAME)
    assert found is not None
    return found


def texts(example: Example) -> list[str]:
    rows = [row for rows in example.journey.live.rows.values() for row in rows]
    values = [*example.journey.live.values.values(), *(v for r in rows for v in r.values.values())]
    return [value for value in values if isinstance(value, str)]


def test_it_is_a_complete_major_assessment(example: Example) -> None:
    assert (example.journey.route, example.journey.missing) == (Route.MAJOR, [])
    assert example.journey.is_complete


def test_the_coach_has_nothing_to_say_of_it_not_even_a_tip(example: Example) -> None:
    view = AssessmentView(example.journey, example.council, example.told_on, working_days())
    assert registry.findings(view) == []


def test_it_shows_every_kind_of_effect_and_more_than_one_degree(example: Example) -> None:
    effects = example.journey.effects
    for kind in ("positive", "negative", "neutral", "unknown"):
        assert any(getattr(each, kind) for each in effects)
    assert {each.severity for each in effects if each.negative} == {"low", "medium", "high"}
    assert [each.group for each in effects] == [group.id for group in example.journey.groups]


def test_only_the_first_aim_is_looked_at_for_marriage_and_civil_partnership(
    example: Example,
) -> None:
    told = example.answer("explanation", "marriage_civil_partnership")
    assert told is not None
    assert "the first aim alone" in str(told.blocks[0])


def test_what_is_not_known_of_a_group_is_found_out_before_the_decision(example: Example) -> None:
    """The duty is fulfilled before and when a decision is made, and the example is copied."""
    live, names = example.journey.live, example.edition.means
    decided = str(live.get(names("decision_date")))
    for effect in example.journey.effects:
        if not effect.unknown:
            continue
        due = [
            str(row.values["action_due"])
            for row in live.rows["action_plan"]
            if effect.group in str(row.values["action_groups"])
        ]
        assert due
        assert min(due) < decided


def test_every_source_says_that_it_is_made_up(example: Example) -> None:
    sources = [row.values["source"] for row in example.journey.live.rows["evidence"]]
    assert [text for text in sources if "made up for this example" not in str(text)] == []


def test_no_answer_is_longer_than_a_busy_author_writes(example: Example) -> None:
    assert {text: len(text.split()) for text in texts(example) if len(text.split()) > LONGEST} == {}


def test_it_has_the_marks_of_print_and_none_of_a_typewriter(example: Example) -> None:
    assert [text for text in texts(example) if "'" in text or '"' in text or " - " in text] == []


def test_the_whole_of_it_can_be_read_at_the_age_of_twelve(example: Example) -> None:
    assert reading_age([line for text in texts(example) for line in text.splitlines()]) < 12


def test_its_snapshot_has_no_name_and_no_reference_of_ours(example: Example) -> None:
    taken = example.snapshot
    assert (taken["reference"], taken["version"]) == ("MADE-UP EXAMPLE", 1)
    assert taken["people"] == {
        "lead": {"name": "", "job_title": "Parking Manager"},
        "contributors": [],
    }
    assert taken["council"]["name"] == "Ostlebridge District Council"
    assert taken["title"] == "Ending most cash payment in council car parks"
    assert taken["service"] == "Parking"


def test_it_is_no_part_of_what_is_frozen(forms: Forms, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(forms.folder, tmp_path / "forms"))
    shutil.rmtree(folder / NAME / "example")
    without = Forms(folder, "hart").tables(NAME)
    assert hash_of(without) == hash_of(forms.tables(NAME))


def test_it_is_read_once_in_a_process_and_an_edition_may_have_none(
    forms: Forms, tiny_forms: Forms
) -> None:
    assert forms.example(NAME) is Forms(forms.folder, "hart").example(NAME)
    assert tiny_forms.example("eia/2030-1") is None
    assert forms.example("eia/1999-1") is None


def test_the_review_group_is_that_of_its_own_council(example: Example) -> None:
    ask = example.edition.questions["ask_review"].ask
    assert "the Equality Champions to look" in ask


def test_what_it_was_not_asked_it_does_not_answer(example: Example) -> None:
    for question, group in (
        ("q_reason", None),
        ("severity", "race"),
        ("effect", "homelessness"),
        ("no_such_question", None),
    ):
        assert example.answer(question, group) is None
    assert example.answer_in_a_row("action_cancelled_why") is None
    assert example.answer_in_a_row("no_such_question") is None
    assert example.section("screening") is None


def test_a_choice_is_a_list_and_a_date_reads_as_people_write_it(example: Example) -> None:
    assert example.answer("effect", "disability") == ExampleAnswer([("Positive", "Negative")])
    assert example.answer("decision_date") == ExampleAnswer(["19 January 2027"])
    assert example.answer("affected_estimate") == ExampleAnswer(["4,300"])


def test_an_answer_in_a_row_says_which_row_it_is_from(example: Example) -> None:
    told = example.answer_in_a_row("action_progress")
    assert told is not None
    assert told.row.startswith("Put one new coin machine")


def test_the_lines_of_a_file_become_paragraphs_and_lists() -> None:
    text = paragraphs("\nOne line\nand another.\n\nA list:\n- this\n  thing\n- that\n\nEnd.\n")
    assert text == "One line and another.\n\nA list:\n- this thing\n- that\n\nEnd."
    assert blocks(text) == ["One line and another.", "A list:", ("this thing", "that"), "End."]
