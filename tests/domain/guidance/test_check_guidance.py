"""The checker of the guide, with bad folders: every fault at once, with its file and line."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

NAME = "eia/2030-1"
Faults = Callable[[], list[str]]
TOO_LONG = "One " * 25 + "more."
TOO_HARD = "\n".join(
    ["Organisational transformation necessitates comprehensive interdependent prioritisation."] * 9
)


def append(path: Path, text: str) -> int:
    """Add a text to a file; the number of the line that it begins on."""
    old = path.read_text(encoding="utf-8")
    path.write_text(f"{old}{text}\n", encoding="utf-8")
    return old.count("\n") + 1


def test_the_forms_that_we_ship_have_no_faults_but_perhaps_in_the_example(
    shipped_faults: list[str],
) -> None:
    assert [fault for fault in shipped_faults if "/example/" not in fault] == []


@pytest.mark.parametrize(
    ("file", "text", "line", "fault"),
    [
        (
            "05-effects.md",
            "# effects\n## Why we ask\nSo.",
            0,
            "there is no question “effects” in the edition",
        ),
        (
            "05-effects.md",
            "# summary\n## Why we ask\nSo.",
            0,
            "question “summary” is asked in section proposal",
        ),
        ("05-effects.md", "# effect\n## Why we ask\nSo.", 0, "question “effect” is there twice"),
        (
            "05-effects.md",
            "## A good answer\nA.",
            0,
            "“A good answer” is there twice",
        ),
        ("05-effects.md", "## Why not\nA.", 0, "“Why not” is not a heading that we know"),
        (
            "01-proposal.md",
            "# service\n## A good answer\nPlanner.",
            0,
            "“service” has a good answer or a weak one, but not both",
        ),
        (
            "01-proposal.md",
            "# service\n## A weak answer\nPlanner.",
            0,
            "“service” has a good answer or a weak one, but not both",
        ),
        ("01-proposal.md", "# service\n## Why we ask\n", 1, "there is nothing under “Why we ask”"),
        (
            "groups/age.md",
            f"\n{TOO_LONG}",
            1,
            "a sentence of 26 words, and 25 are the most: “One One One One One One …”",
        ),
        ("groups/age.md", "# Why\nSo.", 0, "“Why” is not a heading that we know"),
        (
            "groups/age.md",
            "## Parking\nSo.",
            0,
            "“Parking” stands under “Whom to ask”, not “What to look for”",
        ),
        (
            "groups/age.md",
            "\n<b>Bold</b>",
            1,
            "has HTML: use plain text and Markdown",
        ),
        ("practice/01-a-new-bench.md", "# Again\nSo.", -1, "must have one # heading"),
        (
            "practice/01-a-new-bench.md",
            "## The answers\nSo.",
            0,
            "“The answers” is not a heading that we know",
        ),
        ("practice/01-a-new-bench.md", "## What you know\nA.", 0, "“What you know” is there twice"),
        (
            "practice/01-a-new-bench.md",
            f"\n{TOO_LONG}",
            1,
            "a sentence of 26 words, and 25 are the most: “One One One One One One …”",
        ),
        ("topics/01-the-duty.md", "# Again\nSo.", -1, "must have one # heading"),
        (
            "topics/01-the-duty.md",
            "## Law\nThe courts say so.",
            0,
            "“Law” states the law without its source",
        ),
        (
            "topics/01-the-duty.md",
            "### Deep\nSo.",
            0,
            "“Deep”: use # and ## for headings, no smaller",
        ),
    ],
)
def test_each_fault_is_said_with_its_line(
    guide: Path,
    guide_faults: Faults,
    file: str,
    text: str,
    line: int,
    fault: str,
) -> None:
    begins = append(guide / file, text)
    where = f"{file} line {begins + line if line >= 0 else 1}"
    assert guide_faults() == [f"{where}: {fault}"]


def test_a_statement_of_law_with_its_source_is_no_fault(guide: Path, guide_faults: Faults) -> None:
    append(guide / "topics/01-the-duty.md", "## Law\nThe courts say so: Brown [2008] EWHC 3158.")
    append(guide / "topics/01-the-duty.md", "## Act\nThe Equality Act 2010, section 149.")
    assert guide_faults() == []


def test_a_group_without_a_file_and_a_file_without_a_group(
    guide: Path, guide_faults: Faults
) -> None:
    (guide / "groups/marriage.md").rename(guide / "groups/gender.md")
    (guide / "groups/carers.md").unlink()
    assert guide_faults() == [
        "groups/gender.md line 1: there is no group “gender” in the edition or any council",
        "groups/carers.md: the file is missing",
        "groups/marriage.md: the file is missing",
    ]


def test_a_group_file_needs_all_its_parts_known_kinds_and_prompts_for_any(
    guide: Path, guide_faults: Faults
) -> None:
    (guide / "groups/age.md").write_text(
        "# Who they are\nAll.\n\n# What to look for\n\n## Parking\nKinds: parking\n\n- Who?\n"
        "\n# Whom to ask\n",
        encoding="utf-8",
    )
    assert guide_faults() == [
        "groups/age.md line 1: “What evidence there is” is missing",
        "groups/age.md line 4: has no prompts for proposals of any kind",
        "groups/age.md line 6: there is no kind of proposal “parking”",
        "groups/age.md line 11: there is nothing under “Whom to ask”",
    ]


def test_a_text_that_is_too_hard_is_refused(guide: Path, guide_faults: Faults) -> None:
    (guide / "topics/hard.md").write_text(f"# Hard\n{TOO_HARD}\n", encoding="utf-8")
    (fault,) = guide_faults()
    assert fault.startswith("topics/hard.md line 1: is too hard to read: reading age ")


def test_files_in_the_wrong_place_are_faults(guide: Path, guide_faults: Faults) -> None:
    (guide / "other").mkdir()
    (guide / "other/a.md").write_text("# A\nSo.\n", encoding="utf-8")
    (guide / "99-none.md").write_text("# title\n## Why we ask\nSo.\n", encoding="utf-8")
    (guide / "topics/bad.md").write_bytes(b"\xff")
    assert sorted(fault.partition(": ")[0] for fault in guide_faults()) == [
        "99-none.md line 1",
        "other/a.md line 1",
        "topics/bad.md",
    ]


def test_an_edition_without_a_guide_has_no_fault(guide: Path, guide_faults: Faults) -> None:
    shutil.rmtree(guide)
    assert guide_faults() == []


@pytest.mark.parametrize(
    ("file", "old", "new", "where"),
    [
        (f"{NAME}/sections/01-proposal.toml", "In plain", f"{TOO_LONG} In", "question summary"),
        (
            f"{NAME}/edition.toml",
            'title = "Age"',
            f'title = "Age"\nhint = "{TOO_LONG}"',
            "group age",
        ),
        (
            f"{NAME}/sections/05-effects.toml",
            'value = "not_known"',
            f'value = "not_known", hint = "{TOO_LONG}"',
            "question effect option not_known",
        ),
        ("councils/testing.toml", "Anyone who", f"{TOO_LONG} Anyone who", "group carers"),
    ],
)
def test_a_hint_with_a_long_sentence_is_a_fault(
    guide: Path,
    guide_faults: Faults,
    file: str,
    old: str,
    new: str,
    where: str,
) -> None:
    path = guide.parents[2] / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    name = "testing.toml" if "councils" in file else NAME
    fault = "a sentence of 26 words, and 25 are the most: “One One One One One One …”"
    assert guide_faults() == [f"{name} {where}: hint: {fault}"]
