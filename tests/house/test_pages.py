"""Pages keep up: tables say what the code says, and what a page names exists."""

from __future__ import annotations

import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from eia_app.config import WHAT_FOR
from eia_app.domain.coach.registry import RULES
from eia_app.web.templating.labels import ROLES
from tests import ROOT
from tests.house import docs
from tests.house.pages import (
    EIA,
    LINK,
    MAKE,
    NAMED_IN,
    PAGES,
    PICTURE,
    SETTING,
    SPAN,
    anchors,
    code,
    paths,
    places,
    text_of,
)

COMMANDS = dict(docs.commands())
MOST_WORDS = 900
# Paths that a page names and a checkout need not have, and where they come from.
MADE = {
    "var/": "make run",
    "built/": "make setup",
    ".venv/bin/eia": "make setup",
    "tests/storage/released/VERSION.json": "the next release",
    "eia/2027-1/sections/22-publishing.toml": "the reader, who is told to save it",
}


def test_the_readme_is_short() -> None:
    assert len(text_of("README.md").split()) <= MOST_WORDS


def test_the_readme_leads_to_every_page() -> None:
    linked = {target.partition("#")[0] for target in LINK.findall(text_of("README.md"))}
    assert linked == set(PAGES) - {"README.md"}


def test_every_picture_is_there_and_is_described() -> None:
    pictures = [
        ((ROOT / page).parent / path, text)
        for page in PAGES
        for text, path in PICTURE.findall(text_of(page))
    ]
    assert [path for path, text in pictures if not path.is_file() or len(text) < 20] == []
    assert len(pictures) == 3


def test_every_page_is_in_the_source_archive() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    assert {f"/{page.partition('/')[0]}" for page in PAGES} <= set(included)


@pytest.mark.parametrize("page", docs.GENERATED)
def test_the_generated_tables_say_what_the_code_says(page: str) -> None:
    """If not, `make docs` writes them again."""
    assert text_of(page) == docs.renew(page, text_of(page))


def test_each_permission_and_role_is_described_in_different_words() -> None:
    assert len(set(docs.WHAT.values())) == len(docs.WHAT)
    assert len(set(docs.WHO.values())) == len(docs.WHO)


def test_a_page_without_a_place_for_a_table_is_told_so() -> None:
    with pytest.raises(ValueError, match="has no place for rules"):
        docs.renew("eia_app/domain/coach/README.md", "# The coach\n")


@pytest.mark.parametrize("role", ROLES.values())
def test_every_role_is_named(role: str) -> None:
    assert role.lower() in text_of("eia_app/domain/README.md")


def test_the_number_of_the_coach_s_rules_is_right() -> None:
    assert f"{len(RULES)} rules" in text_of("eia_app/domain/coach/README.md")


@pytest.mark.parametrize("page", PAGES)
def test_every_path_that_a_page_names_exists(page: str) -> None:
    assert [path for path in paths(page) if path not in MADE and not places(page, path)] == []


def test_each_path_listed_as_made_is_named_on_some_page() -> None:
    assert MADE.keys() <= {path for page in PAGES for path in paths(page)}


@pytest.mark.parametrize("page", PAGES)
def test_a_name_said_to_be_in_a_file_is_in_it(page: str) -> None:
    absent = [
        (name, path)
        for names, path in NAMED_IN.findall(text_of(page))
        for name in SPAN.findall(names)
        if not any(name in place.read_text(encoding="utf-8") for place in places(page, path))
    ]
    assert absent == []


@pytest.mark.parametrize("page", PAGES)
def test_every_target_of_make_that_a_page_names_exists(page: str) -> None:
    named = {target for line in code(page) for target in MAKE.findall(line)}
    assert named <= {*docs.targets(), "help"}


def unknown(words: list[str]) -> Iterator[str]:
    """Return what `eia` does not know of a command as it is written in a page."""
    name = max(
        (name for name in COMMANDS if words[: len(name.split())] == name.split()),
        default=None,
        key=len,
    )
    if name is None:
        groups = {tuple(known.split()[:2]) for known in COMMANDS}
        if words not in (["eia", "COMMAND", "--help"], *map(list, groups)):
            yield " ".join(words)
        return
    options = {
        "--help",
        *(option for parameter in COMMANDS[name].params for option in parameter.opts),
    }
    for word in words:
        if word.startswith("--") and word.partition("=")[0] not in options:
            yield f"{name}: {word}"


@pytest.mark.parametrize("page", PAGES)
def test_every_command_of_eia_that_a_page_names_exists_with_its_options(page: str) -> None:
    commands = [command for line in code(page) for command in EIA.findall(line)]
    assert [fault for line in commands for fault in unknown(shlex.split(line))] == []


def test_a_command_or_an_option_that_does_not_exist_is_found() -> None:
    assert list(unknown(["eia", "pack", "EIA-1", "--colour", "red"])) == ["eia pack: --colour"]
    assert list(unknown(["eia", "frobnicate"])) == ["eia frobnicate"]
    assert EIA.findall("EIA_PORT=1 /opt/eia/bin/eia notify --dead; true") == ["eia notify --dead"]


@pytest.mark.parametrize("page", PAGES)
def test_every_setting_that_a_page_names_exists(page: str) -> None:
    assert set(SETTING.findall(text_of(page))) <= {f"EIA_{name.upper()}" for name in WHAT_FOR}


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_a_page_and_a_heading(page: str) -> None:
    broken = []
    for target in LINK.findall(text_of(page)):
        path, _, anchor = target.partition("#")
        to = ((ROOT / page).parent / path).resolve() if path else ROOT / page
        known = str(to.relative_to(ROOT)) in PAGES if Path(to).is_relative_to(ROOT) else False
        if not known or (anchor and anchor not in anchors(str(to.relative_to(ROOT)))):
            broken.append(target)
    assert broken == []
