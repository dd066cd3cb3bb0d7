"""The page about the questions says what the program reads, and its examples are in order."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import get_type_hints

import pytest
from pydantic.fields import FieldInfo

from eia_app.domain.checked_tables import NOT_A_KEY, FormTable
from eia_app.domain.questionnaire.check_meanings import NEEDED
from eia_app.domain.questionnaire.conditions import Condition, RouteRule
from eia_app.domain.questionnaire.council import Council
from eia_app.domain.questionnaire.model import (
    AnswerType,
    Group,
    Option,
    Page,
    Question,
    Section,
    SectionKind,
)
from eia_app.domain.questionnaire.row_words import AtLeast, RowWords
from eia_app.resources import forms
from eia_app.storage.forms.folder import Forms
from tests.house.pages import SPAN, table, text_of

PAGE = "forms/README.md"
TABLES = (Section, Page, Question, Option, RowWords, AtLeast, Group, Condition, RouteRule)
FENCED = r"^```toml\n# (\S+)\n(.+?)^```"


def test_every_kind_of_section_and_type_of_question_is_explained() -> None:
    kinds = [row[0].strip("`") for row in table(PAGE, "Kind of section", "What it is")]
    types = [row[0].strip("`") for row in table(PAGE, "Type of question", "The answer")]
    assert sorted(kinds) == sorted(SectionKind)
    assert sorted(types) == sorted(AnswerType)


@pytest.mark.parametrize("shape", TABLES, ids=lambda shape: shape.__name__)
def test_every_key_of_an_edition_is_named(shape: type[FormTable]) -> None:
    """A key is named in a span of code, or stands in an example."""
    prose = re.sub(r"^```.+?^```", "", text_of(PAGE), flags=re.MULTILINE | re.DOTALL)
    spans, files = "\n".join(SPAN.findall(prose)), "\n".join(examples().values())
    keys = list(keys_of(shape))
    named = [
        key
        for key in keys
        if re.search(rf"\b{key}\b", spans) or re.search(rf"\b{key} *=|\b{key}\]", files)
    ]
    assert keys
    assert named == keys


def keys_of(shape: type[FormTable]) -> Iterator[str]:
    for name, type_ in get_type_hints(shape, include_extras=True).items():
        extras = getattr(type_, "__metadata__", ())
        aliases = [extra.alias for extra in extras if isinstance(extra, FieldInfo) and extra.alias]
        if name != "__pydantic_config__" and NOT_A_KEY not in extras:
            yield (aliases or [name])[0]


def test_the_necessary_meanings_are_named() -> None:
    sentence = "`{}`, `{}` and `{}` are necessary".format(*NEEDED)
    assert sentence in " ".join(text_of(PAGE).split())


def examples() -> dict[str, str]:
    """Return the TOML examples, by the file that their first line names."""
    return dict(re.findall(FENCED, text_of(PAGE), re.MULTILINE | re.DOTALL))


def test_the_examples_of_a_new_edition_are_in_order(tmp_path: Path) -> None:
    """They are put into a copy of our own newest edition, as the page says to."""
    folder = Path(shutil.copytree(forms(), tmp_path / "forms"))
    content_by_name = examples()
    assert set(content_by_name) == {
        "sections/22-publishing.toml",
        "sections/23-partners.toml",
        "edition.toml",
        "example/22-publishing.toml",
        "example/23-partners.toml",
    }
    edition = max((folder / "eia").iterdir())
    main_file = edition / "edition.toml"
    text = main_file.read_text(encoding="utf-8").replace(
        '"monitoring"]', '"monitoring", "publishing", "partners"]'
    )
    main_file.write_text(f"{text}\n{content_by_name.pop('edition.toml')}", encoding="utf-8")
    for name, content in content_by_name.items():
        (edition / name).write_text(content, encoding="utf-8")
    assert Forms(folder, "hart").faults() == []
    tables = Forms(folder, "hart").tables(f"eia/{edition.name}")
    sections = {name for name in content_by_name if name.startswith("sections/")}
    assert sections <= {f"sections/{name}" for name in tables["sections"]}


def test_the_example_of_a_dataset_can_be_read() -> None:
    """It is the beginning of a file that comes with the program."""
    page = text_of("forms/evidence/README.md")
    [example] = re.findall(r"^```toml\n(.+?)^```", page, re.MULTILINE | re.DOTALL)
    example_tables = tomllib.loads(example)
    shipped = tomllib.loads((forms() / "evidence/census-2021.toml").read_text(encoding="utf-8"))
    assert example_tables.keys() <= shipped.keys()
    [measure] = example_tables["measure"]
    assert measure.keys() <= {
        key for shipped_measure in shipped["measure"] for key in shipped_measure
    }


def test_the_usual_numbers_of_a_profile_are_those_of_the_code() -> None:
    rows = table(PAGE, "For reviews and papers", "Usual", "What it says")
    usual = {name.strip("`"): int(number) for name, number, _ in rows}
    assert usual == {name: getattr(Council, name) for name in usual}
