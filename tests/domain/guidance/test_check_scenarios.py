"""The checker of scenarios, with bad files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.domain.guidance.conftest import SCENARIO

Faults = Callable[..., list[str]]  # of a scenario’s text and the name of its file


@pytest.fixture
def faults(guide: Path, guide_faults: Callable[[], list[str]]) -> Faults:
    """Return what is wrong when a scenario says this."""

    def faults_of(text: str, name: str = "09-a-new-gate.md") -> list[str]:
        (guide / "practice" / name).write_text(text, encoding="utf-8")
        return [fault.removeprefix(f"practice/{name} ") for fault in guide_faults()]

    return faults_of


def test_a_whole_scenario_has_no_fault(faults: Faults) -> None:
    assert faults(SCENARIO) == []


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        (
            "Route: standard",
            "",
            ["line 1: does not say for which route it is made, such as “Route: standard”"],
        ),
        ("Route: standard", "Route: minor", ["line 10: there is no route “minor”"]),
        (
            "- It shuts at six.",
            "Route: standard\n- It shuts at six.",
            ["line 7: its route must stand under “For the facilitator”"],
        ),
        ("The park gets a gate.", "", ["line 1: there is nothing under “A new gate”"]),
        ("- Who cannot?", "", ["line 15: there is nothing under “Questions to discuss”"]),
        (
            "It finds who cannot pass.",
            "",
            ["line 10: there is nothing under “For the facilitator”"],
        ),
        (
            "## What you know\n- It shuts at six.\n",
            "",
            ["line 1: “What you know” is missing"],
        ),
        (
            "## What you know",
            "## The facts",
            [
                "line 7: “The facts” is not a heading that we know",
                "line 1: “What you know” is missing",
            ],
        ),
        (
            "It finds who",
            "The law says so. It finds who",
            ["line 10: “For the facilitator” states the law without its source"],
        ),
        ("narrow.", "<b>narrow</b>.", ["line 5: has HTML: use plain text and Markdown"]),
        ("# A new gate\n", "", ["line 1: must have one # heading"]),
    ],
)
def test_each_fault_is_said_with_its_line(
    old: str, new: str, wrong: list[str], faults: Faults
) -> None:
    assert old in SCENARIO
    assert faults(SCENARIO.replace(old, new)) == wrong


@pytest.mark.parametrize("name", ["a-new-gate.md", "09-A-new-gate.md", "09_gate.md", "09-.md"])
def test_its_file_is_called_by_a_number_and_a_name(name: str, faults: Faults) -> None:
    called = "must be called by a number and a name, such as 01-a-new-charge.md"
    assert faults(SCENARIO, name) == [f"line 1: {called}"]


def test_two_scenarios_do_not_have_one_name(faults: Faults) -> None:
    assert faults(SCENARIO, "08-a-new-gate.md") == []
    twice = "there are two scenarios of the name “a_new_gate”"
    assert [fault.partition(": ")[2] for fault in faults(SCENARIO)] == [twice, twice]
