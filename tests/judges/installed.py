"""Where the programs that the judges drive are found, and what to install when one is not.

A judge never skips: a check that did not run must not look like a check that passed.
"""

import os
import shutil
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NODE_MODULES = ROOT / "node_modules"


class NotInstalledError(RuntimeError):
    """A judge lacks something that it needs. The message says what to install."""


def program(*names: str, install: str) -> str:
    """Return the path of the first of these programs that this machine has."""
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        raise NotInstalledError(f"{' or '.join(names)} was not found: install {install}.")
    return found


def file(path: Path, install: str) -> Path:
    """Return this path if there is a file, or raise with what to install."""
    if not path.is_file():
        raise NotInstalledError(f"{path.name} was not found in {path.parent}: install {install}.")
    return path


def java() -> str:
    """Return the path of Java: a plain run-time is enough, it can compile our one file too."""
    return program("java", install="Debian’s default-jre-headless")


def cache() -> Path:
    """Return our own folder under `.build/`, which git ignores."""
    folder = ROOT / ".build" / "judges"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def run_name() -> str:
    """Name this test run: the same for every pytest-xdist worker of the run, and for no other."""
    return os.environ.get("PYTEST_XDIST_TESTRUNUID") or f"alone-{os.getpid()}"


def temporary(name: str) -> Path:
    """Return the path of a temporary folder (not made yet) of that name for this test run."""
    return Path(tempfile.gettempdir()) / f"eia-{name}-{run_name()}"
