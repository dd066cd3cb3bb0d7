"""Which layer may use which library; which may use which other is in pyproject.toml."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import eia_app

PACKAGE = Path(eia_app.__file__).parent
ANY_LIBRARY = {"__init__", "application", "cli", "config", "resources", "bounded_process"}
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
    "notifications_python_client": {"mail"},
    "smtplib": {"mail"},
    "pydantic": {"domain"},  # reads the forms and says what is wrong in them
    "re2": {"domain"},  # patterns over what people type, where `re` is not linear
}
OF_DOMAIN = {
    "eia_app",
    *(library for library, layers in LIBRARIES.items() if "domain" in layers),
    *sys.stdlib_module_names,
}
FILES = sorted(PACKAGE.rglob("*.py"))


def layer_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def is_for_types_only(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def imports(tree: ast.AST) -> Iterator[str]:
    """Return the modules that a file uses when it runs, as dotted names."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.stmt) and is_for_types_only(node):
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name their package in full"
            yield str(node.module)
        else:
            yield from imports(node)


def faults(path: Path) -> Iterator[str]:
    layer, name = layer_of(path), str(path.relative_to(PACKAGE))
    for module in imports(ast.parse(path.read_text(encoding="utf-8"))):
        top = module.partition(".")[0]
        if layer not in LIBRARIES.get(top, {layer}) and layer not in ANY_LIBRARY:
            yield f"{name} uses {top}, which is not for {layer}"
        elif layer == "domain" and top not in OF_DOMAIN:
            yield f"{name} uses {top}, which is not for the domain"


def test_each_library_is_used_by_the_layers_that_it_is_for() -> None:
    assert [fault for path in FILES for fault in faults(path)] == []


@pytest.mark.parametrize(
    ("code", "used"),
    [
        ("import flask.views", ["flask.views"]),
        ("def f():\n    from eia_app.storage import models", ["eia_app.storage"]),
        ("if TYPE_CHECKING:\n    import flask\nelse:\n    import wtforms", []),
        ("try:\n    import docx\nexcept ImportError:\n    pass", ["docx"]),
    ],
)
def test_imports_are_seen_wherever_a_file_imports(code: str, used: list[str]) -> None:
    assert list(imports(ast.parse(code))) == used
