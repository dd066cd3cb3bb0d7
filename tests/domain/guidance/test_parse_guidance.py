"""The guide read from Markdown: help, prompts for a kind of proposal, topics."""

from __future__ import annotations

import pytest

from eia_app.domain.guidance.parse_guidance import (
    GroupGuide,
    Guidance,
    Prompts,
    QuestionHelp,
    Scenario,
    Topic,
    read_guidance,
)

QUESTIONS = """\
# summary

## Why we ask
It opens the report.

## A good answer
The pool shuts in May.

## A weak answer
A new model.

# title

## Why we ask
So that people find it.
"""
AGE = """\
# Who they are
Everyone.

# What to look for

## In any proposal
- Who stops?

## Parking
Kinds: fees, capital
Services: Parking

- Can they pay?

## Staff
Kinds: workforce

- Who is at risk?

# What evidence there is
The Census.

# Whom to ask
A club.
"""
TOPIC = "# Small numbers\nTake care.\n\n## Sums\n- Hide two.\n\n## Names\nNone.\n"


@pytest.fixture
def guide() -> Guidance:
    return read_guidance(
        {"01-proposal.md": QUESTIONS, "groups/age.md": AGE, "topics/05-small-numbers.md": TOPIC}
    )


def test_help_is_found_by_the_id_of_the_question(guide: Guidance) -> None:
    assert guide.questions == {
        "summary": QuestionHelp("It opens the report.", "The pool shuts in May.", "A new model."),
        "title": QuestionHelp("So that people find it."),
    }


def test_a_group_has_its_four_parts(guide: Guidance) -> None:
    age = guide.groups["age"]
    assert (age.who, age.evidence, age.ask) == ("Everyone.", "The Census.", "A club.")
    assert [each.text for each in age.look] == [
        "- Who stops?",
        "- Can they pay?",
        "- Who is at risk?",
    ]


@pytest.mark.parametrize(
    ("kind", "service", "first"),
    [
        ("fees", "", ["Parking", "In any proposal"]),
        ("project", "Parking and transport", ["Parking", "In any proposal"]),
        ("workforce", "Waste", ["Staff", "In any proposal"]),
        ("workforce", "Car parking", ["Parking", "Staff", "In any proposal"]),
        ("other", "", ["In any proposal"]),
        ("", "", ["In any proposal"]),
    ],
)
def test_prompts_for_this_kind_or_service_come_first_and_the_rest_are_kept(
    guide: Guidance, kind: str, service: str, first: list[str]
) -> None:
    age = guide.groups["age"]
    assert [each.title for each in age.closest(kind, service)] == first
    rest = {"In any proposal", "Parking", "Staff"} - set(first)
    assert {each.title for each in age.others(kind, service)} == rest


@pytest.mark.parametrize(
    ("word", "service", "fits"),
    [
        ("park", "Parks and open spaces", True),
        ("park", "Parking", False),
        ("sport", "Public transport", False),
        ("open space", "Countryside and open spaces", True),
        ("human resources", "Human Resources", True),
        ("park", "Car park", True),
    ],
)
def test_a_word_for_a_service_is_a_whole_word_of_its_name_or_its_plural(
    word: str, service: str, fits: bool
) -> None:
    assert Prompts("Of a service", "Text", services=(word,)).fits("", service) is fits


def test_a_topic_has_a_title_a_lead_and_parts(guide: Guidance) -> None:
    assert guide.topics == {
        "small_numbers": Topic(
            "small_numbers",
            "Small numbers",
            "Take care.",
            (("Sums", "- Hide two."), ("Names", "None.")),
        )
    }


@pytest.mark.parametrize("text", ["", "No heading at all", "## Why we ask\nFirst", "#\n# \n##"])
def test_a_file_with_faults_never_breaks_a_page(text: str) -> None:
    found = read_guidance({"a.md": text, "groups/age.md": text, "topics/a.md": text})
    assert found.questions == {}
    assert found.groups == {"age": GroupGuide("age")}


def test_no_files_are_an_empty_guide() -> None:
    assert read_guidance({}) == Guidance({}, {}, {})


SCENARIO = """\
# A new gate
The park gets a gate.

## The proposal
“It is narrow.”

## What you know
- It shuts at six.

## For the facilitator
Route: standard

It finds who cannot pass.

## Questions to discuss
- Who cannot?
"""


def test_a_scenario_has_what_everybody_reads_and_what_the_facilitator_does() -> None:
    found = read_guidance({"practice/02-a-new-gate.md": SCENARIO}).scenarios
    assert found == {
        "a_new_gate": Scenario(
            "a_new_gate",
            "A new gate",
            "The park gets a gate.",
            proposal="“It is narrow.”",
            facts="- It shuts at six.",
            route="standard",
            finds="It finds who cannot pass.",
            discuss="- Who cannot?",
        )
    }


def test_a_scenario_that_is_not_whole_is_read_all_the_same() -> None:
    (found,) = read_guidance({"practice/1-x.md": "Nothing."}).scenarios.values()
    assert found == Scenario("x", "x")
