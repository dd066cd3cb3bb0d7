"""The glossary names classes and tables that exist, and terms once."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import eia_app
from eia_app.storage.base import Base
from tests.house.pages import SPAN, table, text_of

CODE = Path(eia_app.__file__).parent
ROWS = table("eia_app/README.md", "Term", "Class", "Table", "What it is")
FEWEST, MOST = 10, 20


def classes() -> set[str]:
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in CODE.rglob("*.py"))
    nodes = (node for tree in trees for node in ast.walk(tree))
    return {node.name for node in nodes if isinstance(node, ast.ClassDef)}


def test_every_class_of_the_glossary_exists() -> None:
    assert {name for row in ROWS for name in SPAN.findall(row[1])} <= classes()


def test_every_table_of_the_glossary_exists() -> None:
    importlib.import_module("eia_app.storage.models")
    assert {name for row in ROWS for name in SPAN.findall(row[2])} <= Base.metadata.tables.keys()


def test_a_class_that_is_a_table_is_beside_its_table() -> None:
    importlib.import_module("eia_app.storage.models")
    classes = [mapper.class_ for mapper in Base.registry.mappers]
    tables = {class_.__name__: class_.__tablename__ for class_ in classes}
    for _, named, beside, _ in ROWS:
        expected = [tables[name] for name in SPAN.findall(named) if name in tables]
        assert set(expected) <= set(SPAN.findall(beside))


def test_the_glossary_is_short_and_has_each_term_once() -> None:
    terms = [row[0] for row in ROWS]
    assert FEWEST <= len(terms) <= MOST
    assert len(set(terms)) == len(terms)


def test_the_capabilities_that_the_page_lists_are_those_of_the_services() -> None:
    """The other layers have them too, and some of their own, such as `http`."""
    text = " ".join(text_of("eia_app/README.md").split())
    _, _, after = text.partition("in `templates/pages/` and in `tests/` too: ")
    listed = after.partition(".")[0].split(", ")
    assert sorted(listed) == sorted(
        path.name for path in (CODE / "services").iterdir() if (path / "__init__.py").exists()
    )
