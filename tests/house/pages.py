"""The pages of the repository, and what a reader finds in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests import ROOT

FOLDERS = ("eia_app", "forms", "migrations", "static", "templates", "tests")
EDITIONS = ROOT / "forms" / "eia"  # their Markdown is the guide, which eia check-forms reads
PAGES = [
    str(path.relative_to(ROOT))
    for path in (
        *sorted(ROOT.glob("*.md")),
        *(page for folder in FOLDERS for page in sorted((ROOT / folder).rglob("*.md"))),
    )
    if EDITIONS not in path.parents
]
BLOCK = re.compile(r"^```.*?^```$|^    .+?$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`]+)`")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
EIA = re.compile(r"(?:^|(?<=[\s/]))eia [A-Za-z][^;|>`]*")
MAKE = re.compile(r"(?:^|(?<=\s))make ([a-z-]+)")
SETTING = re.compile(r"\bEIA_[A-Z_]+")
NAMED_IN = re.compile(r"((?:`\w+`,? (?:and )?)+)(?:in|of) `([\w/-]+\.\w+)`")
PATH = re.compile(
    r"(?:[\w.<>*-]+/)+[\w.<>*-]*|[\w<>*-]+\.(?:css|csv|html|js|json|md|py|scss|toml|txt)"
)


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def table(page: str, *headings: str) -> list[list[str]]:
    """Return the rows of the table with these headings."""
    _, heading_row, after = text_of(page).partition(f"| {' | '.join(headings)} |\n")
    assert heading_row, f"{page} has no such table"
    body = after.split("\n\n", maxsplit=1)[0].splitlines()[1:]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in body]


def blocks(page: str) -> list[str]:
    """Return what stands apart as code, fenced or indented."""
    return BLOCK.findall(text_of(page))


def spans(page: str) -> list[str]:
    """Return what is code in a sentence, on one line."""
    prose = BLOCK.sub("", text_of(page))
    return [" ".join(span.split()) for span in SPAN.findall(prose)]


def code(page: str) -> list[str]:
    """Return every line of code."""
    return [*spans(page), *(line for block in blocks(page) for line in block.splitlines())]


def paths(page: str) -> Iterator[str]:
    """Return the paths that a page names: in sentences, and of our folders in commands."""
    yield from (span for span in spans(page) if PATH.fullmatch(span))
    own_path = re.compile(rf"(?:^|(?<=\s))(?:{'|'.join(FOLDERS)})/[\w./-]+")
    yield from (path for block in blocks(page) for path in own_path.findall(block))


def places(page: str, path: str) -> list[Path]:
    """Return the files that a path may mean; `<name>` stands for any name."""
    newest = max(EDITIONS.iterdir())
    folders = [ROOT, ROOT / "eia_app", (ROOT / page).parent]
    folders += [newest, newest.parent.parent] if page.startswith("forms/") else []
    pattern = re.sub(r"<\w+>", "*", path).rstrip("/")
    matches = [place for folder in folders for place in folder.glob(pattern)]
    return [place for place in matches if place.is_dir()] if path.endswith("/") else matches


def anchors(page: str) -> set[str]:
    """Return the anchors of a page’s headings, as those who show Markdown make them."""
    headings = HEADING.findall(BLOCK.sub("", text_of(page)))
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
