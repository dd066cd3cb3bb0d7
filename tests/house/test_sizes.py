"""Small files and functions: one that outgrows its limit is two."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import eia_app
from tests import TESTS

HOUSE = Path(eia_app.__file__).parent
FILE, TEST_FILE, FUNCTION, CREATE_APP = 250, 300, 40, 80  # a story of tests may be longer
FILES = sorted([*HOUSE.rglob("*.py"), *TESTS.rglob("*.py")])


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Each function with how many lines it has, its decorators and docstring apart."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
            head = node.body[0].lineno - node.lineno
            yield node.name, head + (node.end_lineno or 0) - first.lineno + 1


def test_no_file_is_longer_than_its_limit() -> None:
    long = {
        str(path): lines(path)
        for path in FILES
        if lines(path) > (TEST_FILE if TESTS in path.parents else FILE)
    }
    assert long == {}


def test_no_function_is_longer_than_its_limit() -> None:
    long = {
        f"{path}: {name}": length
        for path in FILES
        for name, length in functions(path)
        if length > (CREATE_APP if name == "create_app" else FUNCTION)
    }
    assert long == {}


def test_no_file_is_called_by_a_name_that_says_nothing() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "misc", "base_utils"}
    assert [path for path in FILES if path.stem in vague or path.parent.name in vague] == []
