"""The checker of scenarios, with bad files."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from eia_app import resources
from eia_app.storage.forms.folder import Forms

NAME = "eia/2026-1"
WHOLE = """\
# A new gate
The park gets a gate.

## The proposal
It is narrow.

## What you know
- It shuts at six.

## For the facilitator
Route: standard

It finds who cannot pass.

## Questions to discuss
- Who cannot?
"""
Faults = Callable[[str], list[str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The scenarios in a copy of the forms that we ship."""
    forms = Path(shutil.copytree(resources.forms(), tmp_path / "forms"))
    return forms / NAME / "guidance/practice"


@pytest.fixture
def faults(folder: Path, shipped_faults: list[str]) -> Faults:
    """What becomes wrong when a scenario says this."""

    def found(text: str, name: str = "09-a-new-gate.md") -> list[str]:
        (folder / name).write_text(text, encoding="utf-8")
        begin = f"{NAME}/guidance/practice/"
        every = (
            fault
            for fault in Forms(folder.parents[3], "hart").faults()
            if fault not in shipped_faults
        )
        return [fault.removeprefix(begin).removeprefix(f"{name} ") for fault in every]

    return found


def test_a_whole_scenario_has_no_fault(faults: Faults) -> None:
    assert faults(WHOLE) == []


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
    assert old in WHOLE
    assert faults(WHOLE.replace(old, new)) == wrong


@pytest.mark.parametrize("name", ["a-new-gate.md", "09-A-new-gate.md", "09_gate.md", "09-.md"])
def test_its_file_is_called_by_a_number_and_a_name(name: str, folder: Path) -> None:
    (folder / name).write_text(WHOLE, encoding="utf-8")
    (fault,) = Forms(folder.parents[3], "hart").faults()
    called = "must be called by a number and a name, such as 01-a-new-charge.md"
    assert fault == f"{NAME}/guidance/practice/{name} line 1: {called}"


def test_two_scenarios_do_not_have_one_name(folder: Path) -> None:
    for name in ("08-a-new-gate.md", "09-a-new-gate.md"):
        (folder / name).write_text(WHOLE, encoding="utf-8")
    said = "there are two scenarios of the name “a_new_gate”"
    assert [fault.partition(": ")[2] for fault in Forms(folder.parents[3], "hart").faults()] == [
        said,
        said,
    ]
