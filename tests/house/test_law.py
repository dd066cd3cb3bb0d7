"""Every legal statement has its source in forms/law.toml, and every source there is still named."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner

from eia_app.cli import main
from eia_app.domain.checked_tables import FaultList
from eia_app.domain.guidance.law import LegalSource, LegalSources, names_in, unused_citations
from eia_app.storage.forms.law import law_in

ROOT = Path(__file__).parents[2]
SOURCES = law_in(ROOT / "forms", FaultList())
assert SOURCES is not None
LAW: LegalSources = SOURCES
TEXTS = tuple(
    path
    for pattern in (
        "forms/eia/**/*.md",
        "forms/eia/**/*.toml",
        "forms/README.md",
        "templates/**/*.html",
        "eia_app/domain/coach/**/*.py",
        "eia_app/domain/working_days.py",
        "eia_app/services/**/*.py",
        "eia_app/reports/documents/*.py",
    )
    for path in sorted(ROOT.glob(pattern))
)


def named_in_texts() -> dict[str, list[str]]:
    files_by_name: dict[str, list[str]] = {}
    for path in TEXTS:
        for name in names_in(path.read_text(encoding="utf-8")):
            files_by_name.setdefault(name, []).append(str(path.relative_to(ROOT)))
    return files_by_name


def test_every_law_that_a_text_names_has_an_entry_with_its_source() -> None:
    missing = {name: files for name, files in named_in_texts().items() if not LAW.cites(name)}
    assert missing == {}


def test_every_entry_is_still_named_by_a_text() -> None:
    assert unused_citations(LAW, (path.read_text(encoding="utf-8") for path in TEXTS)) == []


@pytest.mark.parametrize("source", LAW.law, ids=[source.id for source in LAW.law])
def test_each_source_says_what_is_taken_from_it(source: LegalSource) -> None:
    assert source.in_force_from <= source.checked_on < source.check_again
    assert source.says.endswith(".")


def test_a_source_is_due_from_the_day_on_which_it_should_be_checked_again() -> None:
    first = min(source.check_again for source in LAW.law)
    assert LAW.due(first - timedelta(days=1)) == []
    assert [source.check_again for source in LAW.due(first)] != []


def test_two_entries_share_no_citation() -> None:
    cites = [cite for source in LAW.law for cite in source.cites]
    assert sorted(cites) == sorted(set(cites))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the Act forbids it: sections 28 and 32", "section 32"),
        ("Section 149(1)(a) says", "section 149(1)(a)"),
        ("Moseley [2014] UKSC 56.", "[2014] UKSC 56"),
        ("under SI 2018/952, regulation 8", "SI 2018/952"),
    ],
)
def test_a_law_is_found_however_it_is_named(text: str, name: str) -> None:
    assert name in names_in(text)


def test_check_forms_names_a_law_without_a_source_and_a_source_to_look_at_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forms = tmp_path / "forms"
    shutil.copytree(ROOT / "forms", forms)
    text = (forms / "law.toml").read_text(encoding="utf-8")
    (forms / "law.toml").write_text(text.replace('"section 19A"', '"section 190"'), "utf-8")
    monkeypatch.setenv("EIA_DATABASE_URL", f"sqlite:///{tmp_path}/eia.sqlite")
    faulty = CliRunner().invoke(main, ["check-forms", str(forms)])
    assert faulty.exit_code == 1
    assert "names section 19A, which law.toml does not have" in faulty.output
    (forms / "law.toml").write_text(text.replace('"2027-11-30"', '"2026-12-01"'), "utf-8")
    with time_machine.travel(datetime(2026, 12, 1, 12, tzinfo=UTC)):
        due = CliRunner().invoke(main, ["check-forms", str(forms)])
    assert (due.exit_code, "Look at Equality Act 2010, section 149 again" in due.output) == (
        0,
        True,
    )
