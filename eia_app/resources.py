"""Paths of the folders that are not Python: forms, templates, static and migrations.

In a checkout they lie beside the package; in a wheel they are inside it. Nothing else in the
code may know which of the two it is running from.
"""

from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).resolve().parent
CHECKOUT: Final = PACKAGE.parent


def folder(name: str) -> Path:
    """Return the folder called `name`: inside the package if it was installed, else beside it."""
    for candidate in (PACKAGE / name, CHECKOUT / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(
        f"The folder “{name}” is missing, so this copy of eia_app is not whole: install it again."
    )


def forms() -> Path:
    """Return the folder of questions and councils; EIA_FORMS_DIR may name another one."""
    return folder("forms")


def templates() -> Path:
    return folder("templates")


def static() -> Path:
    """Return the folder of static files; `built/` in it has the compiled style sheet and script."""
    return folder("static")


def migrations() -> Path:
    return folder("migrations")
