"""Commands about assessments and forms: each says in a sentence what it did, or why it did not."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eia_app import resources
from eia_app.cli import COMMANDS, main

Eia = Callable[..., Result]
STATES = [
    "decided",
    "signed_off",
    "changes_requested",
    "in_review",
    "awaiting_sign_off",
    "draft",
]


def runner(url: str) -> Eia:
    """`eia("list", "--format", "json")` runs a command with a database of its own."""

    def eia(*words: str, given: str | bytes | None = None, **environment: str) -> Result:
        settings = {"EIA_DATABASE_URL": url, **environment}
        return CliRunner().invoke(main, list(words), input=given, env=settings)

    return eia


@pytest.fixture(scope="module")
def full(new_database: Callable[[], str]) -> Eia:
    """The demonstration is loaded; tests only read it."""
    eia = runner(new_database())
    assert eia("migrate").output.startswith("The database was brought up to date (revision ")
    loaded = eia("demo")
    assert (loaded.exit_code, loaded.output) == (
        0,
        "The demonstration is loaded: 10 fictional people and 6 assessments.\n",
    )
    return eia


@pytest.fixture
def empty(new_database: Callable[[], str]) -> Eia:
    """A migrated database with nothing in it."""
    eia = runner(new_database())
    eia("migrate")
    return eia


def refused(result: Result, sentence: str, code: int = 1) -> None:
    assert (result.exit_code, result.stderr, result.stdout) == (code, f"{sentence}\n", "")


def references(eia: Eia, *words: str) -> list[str]:
    return eia("list", "--format", "references", *words).stdout.split()


# list


def test_the_help_names_every_command(full: Eia) -> None:
    help_ = full("--help").stdout
    assert [name for name in COMMANDS if f"\n  {name} " not in help_] == []


def test_without_a_command_the_help_is_shown(full: Eia) -> None:
    alone = full()
    assert (alone.exit_code, alone.stdout) == (0, full("--help").stdout)


def test_list_shows_a_table(full: Eia) -> None:
    lines = full("list").stdout.splitlines()
    assert lines[0].split() == ["reference", "state", "route", "changed", "title"]
    assert lines[1].endswith("Housing Allocations Policy review")
    assert len(lines) == 7


def test_list_can_give_json(full: Eia) -> None:
    found = json.loads(full("list", "--format", "json").stdout)
    assert [each["state"] for each in found] == STATES
    assert found[1]["title"] == "Blue Badge car park charging scheme"


def test_list_can_keep_to_one_state(full: Eia) -> None:
    everything = references(full)
    assert references(full, "--state", "draft") == everything[5:]


def test_list_says_when_there_is_nothing(empty: Eia) -> None:
    assert empty("list").stdout == "There are no assessments.\n"
    assert empty("list", "--format", "references").stdout == ""
    assert json.loads(empty("list", "--format", "json").stdout) == []


def test_a_wrong_option_is_one_sentence(full: Eia) -> None:
    result = full("list", "--state", "agreed")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Invalid value for '--state': 'agreed' is not one of")
    refused(full("nonsense"), "No such command 'nonsense'.", 2)


# export and import


def test_what_is_exported_can_be_imported_and_exported_the_same(
    full: Eia, empty: Eia, tmp_path: Path
) -> None:
    file = tmp_path / "one.json"
    reference = references(full)[0]
    written = full("export", reference, "--output", str(file))
    assert written.stdout == f"{reference} is in {file}.\n"
    taken = empty("import", str(file))
    assert taken.stdout == f"{reference} “Housing Allocations Policy review” was imported.\n"
    assert empty("export", reference).stdout_bytes == file.read_bytes()


def test_a_reference_may_be_typed_in_small_letters(full: Eia) -> None:
    reference = references(full)[0]
    assert full("export", reference.lower()).stdout == full("export", reference).stdout


def test_a_second_import_is_refused_and_changes_nothing(full: Eia) -> None:
    reference = references(full)[0]
    text = full("export", reference).stdout_bytes
    refused(
        full("import", "-", given=text),
        f"There is an assessment {reference} here already, so nothing was imported.",
    )
    assert full("export", reference).stdout_bytes == text


def test_a_file_that_is_not_an_export_is_refused(empty: Eia) -> None:
    refused(empty("import", "-", given="hello"), "The file is not JSON.")


def test_an_unknown_reference_is_refused(full: Eia, tmp_path: Path) -> None:
    sentence = "There is no assessment EIA-1999-001."
    refused(full("export", "EIA-1999-001"), sentence)
    refused(full("report", "EIA-1999-001", "--output", str(tmp_path / "x.pdf")), sentence)


def test_a_file_that_cannot_be_written_is_one_sentence(full: Eia, tmp_path: Path) -> None:
    file = tmp_path / "missing" / "one.json"
    refused(
        full("export", references(full)[0], "--output", str(file)),
        f"{file}: No such file or directory.",
    )


@pytest.mark.slow
def test_report_writes_a_pdf(full: Eia, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    reference = references(full, "--state", "signed_off")[0]
    written = full("report", reference, "--output", str(file))
    assert written.stdout == f"The report of {reference} is in {file}.\n"
    assert file.read_bytes().startswith(b"%PDF-1.")
    longer = tmp_path / "with-annex.pdf"
    full("report", reference, "--annex", "--output", str(longer))
    assert longer.stat().st_size > file.stat().st_size


# check-forms and new-edition


@pytest.fixture
def forms(tmp_path: Path) -> Path:
    return Path(shutil.copytree(resources.forms(), tmp_path / "forms"))


def test_our_forms_are_in_order(full: Eia) -> None:
    result = full("check-forms")
    assert result.stdout == (
        "The forms are in order: editions eia/2026-1; councils basingstoke-and-deane, hart.\n"
    )


def test_every_fault_of_a_folder_is_told_at_once(full: Eia, forms: Path) -> None:
    (forms / "councils" / "hart.toml").write_text("nonsense")
    section = forms / "eia" / "2026-1" / "sections" / "01-proposal.toml"
    section.write_text(section.read_text().replace('type     = "text"', 'type     = "txt"'))
    result = full("check-forms", str(forms))
    lines = result.stderr.splitlines()
    assert (result.exit_code, result.stdout) == (1, "")
    assert any(line.startswith("hart.toml: is not TOML") for line in lines)
    assert any("01-proposal.toml question title" in line for line in lines)
    assert lines[-1] == f"{len(lines) - 1} faults in {forms}."


def test_a_folder_that_is_not_there_is_one_sentence(full: Eia, tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    refused(full("check-forms", str(nowhere)), f"There is no folder {nowhere}.")


def test_a_new_edition_is_a_copy_that_is_in_order(full: Eia, forms: Path) -> None:
    result = full("new-edition", "2027-1", "--from", "2026-1", EIA_FORMS_DIR=str(forms))
    folder = forms / "eia" / "2027-1"
    assert result.stdout == (
        f"Edition 2027-1 is in {folder}: change its words, then run eia check-forms.\n"
        "Once the service is started again, new assessments are answered against it; those"
        " already started are not.\n"
    )
    assert full("check-forms", str(forms)).stdout.startswith(
        "The forms are in order: editions eia/2026-1, eia/2027-1;"
    )
    told = [{path.name for path in (forms / "eia" / name / "example").iterdir()} for name in (
        "2026-1", "2027-1",
    )]  # fmt: skip
    assert told[0] == told[1] != set()


def test_a_new_edition_that_sorts_before_the_others_is_not_used(full: Eia, forms: Path) -> None:
    result = full("new-edition", "2025-9", "--from", "2026-1", EIA_FORMS_DIR=str(forms))
    assert result.stdout.endswith(
        "New assessments go on with eia/2026-1, whose name sorts after 2025-9.\n"
    )


@pytest.mark.parametrize(
    ("name", "source", "sentence"),
    [
        ("2026-1", "2026-1", "There is an edition 2026-1 already, so nothing was copied."),
        ("2027-1", "2025-1", "There is no edition 2025-1 in {folder}."),
        ("2027-1", "../eia/2026-1", "There is no edition ../eia/2026-1 in {folder}."),
        ("../x", "2026-1", "“../x” must be small letters, digits and hyphens, such as 2027-1."),
    ],
)
def test_a_new_edition_never_overwrites_and_never_leaves_its_folder(
    name: str, source: str, sentence: str, full: Eia, forms: Path
) -> None:
    result = full("new-edition", name, "--from", source, EIA_FORMS_DIR=str(forms))
    refused(result, sentence.format(folder=forms / "eia"))
