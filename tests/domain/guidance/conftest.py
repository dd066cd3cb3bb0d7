"""A small guide, to be spoilt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from eia_app.storage.forms.folder import Forms

NAME = "eia/2030-1"
GROUP = """\
# Who they are
All.

# What to look for

## Anywhere
- Who cannot?

# What evidence there is
Some.

# Whom to ask
Them.
"""
SCENARIO = """\
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
FILES = {
    "01-proposal.md": "# title\n## Why we ask\nSo.\n",
    "05-effects.md": "# effect\n## A good answer\nA.\n## A weak answer\nB.\n",
    "topics/01-the-duty.md": "# The duty\nIt is ours.\n",
    "practice/01-a-new-bench.md": SCENARIO,
    **{f"groups/{id_}.md": GROUP for id_ in ("age", "carers", "disability", "marriage", "rural")},
}


@pytest.fixture
def guide(tiny_folder: Path) -> Path:
    """Return the folder of a guide without faults to the small edition."""
    folder = tiny_folder / NAME / "guidance"
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def guide_faults(guide: Path) -> Callable[[], list[str]]:
    """Return what is wrong in the guide’s forms, without what the place of each begins with."""
    forms = Forms(guide.parents[2], "testing")
    return lambda: [fault.removeprefix(f"{NAME}/guidance/") for fault in forms.faults()]
