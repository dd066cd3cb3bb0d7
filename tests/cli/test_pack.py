"""A pack from the command line: the reports of several assessments for one meeting."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_cli import Eia, full, references, refused
from tests.reports import reading

__all__ = ["full"]
MEETING = ("--title", "Cabinet", "--date", "2026-04-02")


@pytest.mark.slow
def test_pack_writes_one_pdf_of_several_reports(full: Eia, tmp_path: Path) -> None:
    file = tmp_path / "pack.pdf"
    chosen = sorted(
        references(full, "--state", "signed_off") + references(full, "--state", "decided")
    )
    written = full("pack", *chosen, *MEETING, "--summaries", "--output", str(file))
    assert written.stdout == f"The pack of {len(chosen)} reports is in {file}.\n"
    first = reading.pages(file.read_bytes())[0]
    assert [reference for reference in chosen if reference not in first] == []


def test_what_cannot_be_packed_is_one_sentence(full: Eia, tmp_path: Path) -> None:
    file = str(tmp_path / "pack.pdf")
    draft = references(full, "--state", "draft")[0]
    sentence = f"{draft} is not signed off, so it cannot be in a pack."
    refused(full("pack", draft, *MEETING, "--output", file), sentence)
    many = [f"EIA-2026-{number:03}" for number in range(13)]
    sentence = "Select 12 assessments or fewer: for more, make a second pack."
    refused(full("pack", *many, *MEETING, "--output", file), sentence)
