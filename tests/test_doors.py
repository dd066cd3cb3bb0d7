"""The house: which room may use which, and who may know which library."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import eia_app

HOUSE = Path(eia_app.__file__).parent
# Who may open any room: they introduce the rooms to each other, or start the whole.
KEYS = {"__init__", "application", "cli"}
DOORS = {
    "web": {"attachments", "wizard", "services", "reports", "domain"},
    "wizard": {"domain"},
    "services": {"attachments", "storage", "reports", "domain"},
    "reports": {"domain"},
    "attachments": {"domain"},
    "post": {"domain"},
    "storage": {"domain"},
    "domain": set[str](),
    "config": {"domain"},
}
# What every room may use: where our files are, and how a process of our own is bounded.
COMMON = {"resources", "bounded_process"}
LIBRARIES = {
    "flask": {"web", "wizard"},
    "flask_wtf": {"web", "wizard"},
    "flask_limiter": {"web"},
    "wtforms": {"web", "wizard"},
    "werkzeug": {"web", "wizard"},
    "sqlalchemy": {"storage", "services"},
    "alembic": {"storage"},
    "weasyprint": {"reports"},
    "pikepdf": {"attachments", "reports"},
    "docx": {"reports"},
    "PIL": {"attachments"},
    "argon2": {"services"},
    "zxcvbn": {"services"},
    "holidays": {"services"},
    "olefile": {"attachments"},
    "notifications_python_client": {"post"},
    "smtplib": {"post"},
    "re2": {"domain"},  # patterns over what people type, where `re` is not linear
}
FILES = sorted(HOUSE.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(HOUSE).parts[0].removesuffix(".py")


def for_types_only(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def imports(tree: ast.AST) -> Iterator[str]:
    """The modules that a file uses when it runs, as dotted names."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.stmt) and for_types_only(node):
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name their room in full"
            if node.module == "eia_app":
                yield from (f"eia_app.{alias.name}" for alias in node.names)
            else:
                yield str(node.module)
        else:
            yield from imports(node)


def faults(path: Path) -> list[str]:
    room, name = room_of(path), str(path.relative_to(HOUSE))
    if room in KEYS:
        return []
    found = []
    for module in imports(ast.parse(path.read_text(encoding="utf-8"))):
        top, _, rest = module.partition(".")
        inside = rest.partition(".")[0]
        if top == "eia_app" and inside not in {room, *COMMON, *DOORS.get(room, ())}:
            found.append(f"{name} opens the closed door to {inside or 'everything'}")
        elif room not in LIBRARIES.get(top, {room}):
            found.append(f"{name} knows {top}, which is not for {room}")
        elif (
            room == "domain"
            and top not in {"eia_app", "__future__", "re2"}
            and not is_standard(top)
        ):
            found.append(f"{name} needs {top}: the domain has only the standard library")
    return found


def is_standard(module: str) -> bool:
    return module in sys.stdlib_module_names


def test_every_import_goes_through_an_open_door() -> None:
    assert [fault for path in FILES for fault in faults(path)] == []


def test_every_module_lives_in_a_room_that_we_know() -> None:
    assert {room_of(path) for path in FILES} <= DOORS.keys() | KEYS | COMMON


def test_nothing_opens_the_rooms_of_those_who_introduce_them() -> None:
    used = {
        module
        for path in FILES
        if room_of(path) not in KEYS
        for module in imports(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert used.isdisjoint({"eia_app.application", "eia_app.cli", "eia_app.create_app"})


@pytest.mark.parametrize(
    ("code", "used"),
    [
        ("import flask.views", ["flask.views"]),
        ("from eia_app import domain", ["eia_app.domain"]),
        ("def f():\n    from eia_app.storage import models", ["eia_app.storage"]),
        ("if TYPE_CHECKING:\n    import flask\nelse:\n    import wtforms", []),
        ("try:\n    import docx\nexcept ImportError:\n    pass", ["docx"]),
    ],
)
def test_the_doors_are_watched_wherever_a_file_imports(code: str, used: list[str]) -> None:
    assert list(imports(ast.parse(code))) == used
