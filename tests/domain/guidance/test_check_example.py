"""The checker of the worked example, with bad files: each fault with its file and what it is of."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from eia_app import resources
from eia_app.storage.forms.folder import Forms

NAME = "eia/2026-1"
PREFIX = f"{NAME}/example/"
Faults = Callable[[], list[str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The example’s folder in a copy of the forms that we ship."""
    return Path(shutil.copytree(resources.forms(), tmp_path / "forms")) / NAME / "example"


@pytest.fixture
def faults(folder: Path, shipped_faults: list[str]) -> Faults:
    """What became wrong by the change."""
    forms = folder.parents[2]
    return lambda: [
        fault.removeprefix(PREFIX)
        for fault in Forms(forms, "hart").faults()
        if fault not in shipped_faults
    ]


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_example_that_we_ship_has_no_faults(shipped_faults: list[str]) -> None:
    assert [fault for fault in shipped_faults if PREFIX in fault] == []


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("21-monitoring.toml", "review_owner", "owner", " owner: there is no such question here"),
        ("16-effects.toml", "[age]", "[old]", " old: there is no such group in the edition or the"),
        ("16-effects.toml", "[age]", "height = 3\n[age]", " height: there is no such group in the"),
        ("02-people-and-places.toml", "4300", '"some"', " affected_estimate: must be a number"),
        ("02-people-and-places.toml", '["whole_area"]', '"all"', " wards: must be a list of texts"),
        ("04-quick-check.toml", '"many"', "7", " q_scale: must be text"),
        ("08-decision.toml", "2027-01-19", "2027-02-30", " decision_date: must be a date such as"),
        ("11-evidence.toml", '"cash-share"', '"user-survey"', " row user-survey: there is another"),
        (
            "16-effects.toml",
            '"cash-share"',
            '"gone"',
            " age know_rows: there is no row “gone” in evidence",
        ),
        (
            "19-action-plan.toml",
            "action_owner ",
            'action_assignee = "me"\naction_owner ',
            " row parking-card action_assignee: nobody in an example can sign in",
        ),
        ("12-gaps.toml", "[[row]]\nid  =", "[[row]]\nname =", " row 1: “id” is missing"),
        ("example.toml", "2026-11-09", "9 November", ": “told_on” must be a date such as"),
        ("example.toml", 'reviewer ', 'checker ', " [council]: “reviewer” is missing"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_and_no_page_stops_for_it(
    folder: Path, faults: Faults, file: str, old: str, new: str, fault: str
) -> None:
    change(folder / file, old, new)
    assert faults()[0].startswith(f"{file}{fault}")
    assert Forms(folder.parents[2], "hart").example(NAME) is None


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("04-quick-check.toml", '"many"', '"lots"', " q_scale: there is no option “lots”"),
        (
            "16-effects.toml",
            '["positive", "negative"]',
            '["neutral", "negative"]',
            " disability effect: “neutral” stands alone",
        ),
        (
            "16-effects.toml",
            'aims_touched = ["no_aim"]\n\n[pregnancy',
            'aims_touched = ["foster"]\n\n[pregnancy',
            " marriage_civil_partnership aims_touched: there is no option “foster”",
        ),
        (
            "10-previous.toml",
            '"yes"',
            '"no"',
            " previous_outcome: is empty, or not asked here",
        ),
        (
            "19-action-plan.toml",
            'action_status    = "not_started"',
            'action_status = "not_started"\naction_cancelled_why = "No money."',
            " row parking-card action_cancelled_why: is empty, or not asked here",
        ),
        (
            "21-monitoring.toml",
            'review_date  = "2028-01-18"',
            "",
            " review_date: is not answered: Enter the date of the review",
        ),
        (
            "19-action-plan.toml",
            'action_owner     = "Parking Manager"',
            'action_owner = "tbc"',
            " row parking-card action_owner: “tbc” is not an owner.",
        ),
        ("08-decision.toml", "2027-01-19", "2026-11-20", " decision_date: For a decision on 20"),
        (
            "12-gaps.toml",
            "The survey did not ask.",
            "Ring 07700 900123.",
            " row could-use-card gap_action: “07700 900123” looks like a telephone number",
        ),
        (
            "02-people-and-places.toml",
            "= 4300",
            "= 3",
            " affected_estimate: A number this small could identify someone",
        ),
        (
            "13-influence.toml",
            "It changed",
            "The courts ask for this. It changed",
            " influence: states the law without its source",
        ),
        (
            "13-influence.toml",
            "It changed",
            f"{'One ' * 25}more. It changed",
            " influence: a sentence of 26 words, and 25 are the most",
        ),
        (
            "13-influence.toml",
            "It changed",
            "Three disabled people said so. It changed",
            " influence: “Three disabled people” could point to someone.",
        ),
        (
            "13-influence.toml",
            "It changed",
            f"{'Organisational transformation necessitates prioritisation. ' * 9}It changed",
            ": is too hard to read: reading age ",
        ),
    ],
)  # fmt: skip
def test_what_an_author_would_be_told_is_a_fault(
    folder: Path, faults: Faults, file: str, old: str, new: str, fault: str
) -> None:
    change(folder / file, old, new)
    assert [each for each in faults() if each.startswith(f"{file}{fault}")] != []


def test_an_example_that_is_not_complete_says_everything_that_is_missing(
    folder: Path, faults: Faults
) -> None:
    (folder / "20-conclusion.toml").unlink()
    missing = [fault for fault in faults() if "is not answered" in fault]
    assert len(missing) == 4
    assert missing[0].startswith(f"{NAME}/example conclusion outcome: ")


def test_rows_of_a_list_that_is_not_asked_for_are_a_fault(folder: Path, faults: Faults) -> None:
    (folder / "04-quick-check.toml").write_text('q_people = "no"\n', encoding="utf-8")
    assert "11-evidence.toml: is empty, or not asked here" in faults()


def test_files_that_belong_nowhere_and_a_council_that_is_not_there(
    folder: Path, faults: Faults
) -> None:
    (folder / "99-none.toml").write_text("a = 1\n", encoding="utf-8")
    (folder / "22-bad.toml").write_text("a =", encoding="utf-8")
    assert [fault.partition(": ")[0] for fault in faults()] == [
        "22-bad.toml", "22-bad.toml", "99-none.toml",
    ]  # fmt: skip
    (folder / "example.toml").unlink()
    assert "example.toml: the file is missing" in faults()


def test_an_edition_with_faults_has_its_own_said_and_not_those_of_its_example(
    folder: Path, faults: Faults
) -> None:
    change(folder.parent / "sections/13-influence.toml", '"long"', '"tall"')
    assert [fault for fault in faults() if "13-influence" not in fault] == []


def test_an_edition_without_an_example_has_no_fault(folder: Path, faults: Faults) -> None:
    shutil.rmtree(folder)
    assert faults() == []
    assert Forms(folder.parents[2], "hart").example(NAME) is None
