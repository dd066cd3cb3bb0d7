"""`make journey` says what it did, or where it stopped; and no word can be lost unseen."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.journeys import missing_pdf_text, run_case
from tests.journeys.builders.example_assessments import SCREENED_OUT_CASE
from tests.judges.installed import ROOT


@pytest.mark.browser
@pytest.mark.slow
def test_a_case_that_nobody_is_affected_by_becomes_a_screening_and_a_signed_pdf(
    tmp_path: Path,
) -> None:
    case, pdf = tmp_path / "case.json", tmp_path / "report.pdf"
    case.write_text(json.dumps(SCREENED_OUT_CASE), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.run_case", case, "--output", pdf],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Quick check: “You do not need a full EIA”" in done.stdout
    assert "Harper Jones signed: it is now “Signed off”" in done.stdout
    assert f"0 failed checks. Every word of the case is in {pdf}." in done.stdout
    assert pdf.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("content", "message"),
    [("{", "cannot be read"), ("[]", "does not hold one case"), (None, "cannot be read")],
)
def test_a_file_that_is_no_case_is_refused_in_a_sentence(
    content: str | None, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = tmp_path / "case.json"
    if content is not None:
        case.write_text(content, encoding="utf-8")
    assert run_case.main([str(case)]) == 1
    assert message in capsys.readouterr().err


HEAD, FOOT = "Hart District Council EIA", "EIA-2026-001 · version 1 · record 0a1b2c Page {} of 3"
PAGES = [
    f"The text begins here\nand goes on and\n{HEAD}\n{FOOT.format(1)}",
    f"on over the page with “quotes” and an\nover-long\nDonau-\nschiff\n{HEAD}\n{FOOT.format(2)}",
    f"[grinning face] is an emoji\n,תירבע\n{HEAD}\n{FOOT.format(3)}",
]


@pytest.mark.parametrize(
    "text",
    [
        "The text begins here and goes on and on over the page",
        'with "quotes"  and an over-long Donau-schiff',
        "😀 is an emoji",
        "עברית",
        "\n\n- on over the page\n- is an emoji",
        7,
        None,
        "",
    ],
)
def test_a_text_is_found_whatever_breaks_it(text: Any) -> None:
    pages = [f"{page} 7" for page in PAGES]
    assert missing_pdf_text.missing_texts({"somewhere": [{"text": text}]}, pages) == []


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("The text begins nowhere", "nowhere"),
        ("emoji an is text over the page begins on", "over the page begins on"),
        ("שלום", "שלום"),
    ],
)
def test_a_text_that_is_lost_is_named_with_its_place(text: str, missing: str) -> None:
    (line,) = missing_pdf_text.missing_texts({"actions": [{"issue": text}]}, PAGES)
    assert line.startswith("actions 1.issue: ")
    assert line.endswith(missing)
