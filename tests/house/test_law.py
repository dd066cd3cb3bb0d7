"""Every legal statement has its source in forms/law.toml, and every source there is still named."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
LAW = tomllib.loads((ROOT / "forms" / "law.toml").read_text(encoding="utf-8"))["law"]
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
NUMBER = r"[0-9]{1,3}(?![0-9])[A-Z]*(?:\([0-9a-z]+\))*"
# “sections 28 and 32” names two; a bare number after “section” of a list is one name each.
PROVISIONS = re.compile(
    rf"\b([Ss]ection|[Rr]egulation|Schedule)s? ({NUMBER}(?:(?:, | and |, and | or ){NUMBER})*)"
)
NAMED = re.compile(
    r"\[[0-9]{4}\] (?:UKSC|EWCA Civ|EWHC) [0-9]+|S?SI [0-9]{4}/[0-9]+"
    r"|(?:Equality|Forces|Local Government) Act [0-9]{4}"
    r"|(?:[A-Z][a-z]+|etc\.|Disability\)) Regulations [0-9]{4}"
)


def names(text: str) -> set[str]:
    """Return the provisions, judgments, Acts and regulations that a text names, one name each."""
    provisions = {
        f"{kind if kind == 'Schedule' else kind.lower()} {number}"
        for kind, numbers in PROVISIONS.findall(text)
        for number in re.findall(NUMBER, numbers)
    }
    return provisions | set(NAMED.findall(text))


def named_in_texts() -> dict[str, list[str]]:
    files_by_name: dict[str, list[str]] = {}
    for path in TEXTS:
        for name in names(path.read_text(encoding="utf-8")):
            files_by_name.setdefault(name, []).append(str(path.relative_to(ROOT)))
    return files_by_name


def is_cited(name: str) -> bool:
    """Return whether the file has this provision, or names this judgment, Act or regulation."""
    cites = [cite for entry in LAW for cite in entry["cites"]]
    if name.startswith(("section", "regulation", "Schedule")):
        return name in cites
    return any(name in cite or cite in name for cite in cites)


def test_every_law_that_a_text_names_has_an_entry_with_its_source() -> None:
    missing = {name: files for name, files in named_in_texts().items() if not is_cited(name)}
    assert missing == {}


def test_every_entry_is_still_named_by_a_text() -> None:
    texts = "\n".join(path.read_text(encoding="utf-8") for path in TEXTS)
    named = names(texts)
    unused = [
        cite for entry in LAW for cite in entry["cites"] if cite not in named and cite not in texts
    ]
    assert unused == []


@pytest.mark.parametrize("entry", LAW, ids=[entry["id"] for entry in LAW])
def test_each_entry_says_what_is_taken_from_it_and_when_it_was_read(entry: dict[str, Any]) -> None:
    assert {"id", "name", "says", "cites", "checked_in"} <= entry.keys()
    assert entry["in_force_from"] <= entry["checked_on"] < entry["check_again"]
    assert isinstance(entry["checked_on"], date)
    assert entry["says"].endswith(".")


def test_two_entries_share_no_citation() -> None:
    cites = [cite for entry in LAW for cite in entry["cites"]]
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
    assert name in names(text)
