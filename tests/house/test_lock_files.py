"""The lock files: each package is one version and its hashes, wherever it is fetched from."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests import ROOT

PYTHON = sorted(ROOT.glob("requirements*.txt"))
NPM = [ROOT / "package-lock.json", ROOT / "tests" / "bench" / "casa" / "package-lock.json"]
PINNED = re.compile(r"[a-z0-9-]+==[^\s;]+( ; [^\\]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+\n")


def pinned(path: Path) -> list[str]:
    """The names of the Python packages of a lock file."""
    return re.findall(r"^([a-z0-9-]+)==", path.read_text(encoding="utf-8"), re.MULTILINE)


def npm_packages(path: Path) -> dict[str, dict[str, Any]]:
    """What an npm lock file says of each package that it would fetch."""
    packages: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["packages"]
    return {name: package for name, package in packages.items() if name}


def test_the_lock_files_are_where_they_are_looked_for() -> None:
    names = ["requirements-build", "requirements-dev", "requirements-node", "requirements"]
    assert [path.stem for path in PYTHON] == names


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: path.name)
def test_each_python_package_has_its_version_and_hashes_and_no_address(path: Path) -> None:
    assert PINNED.sub("", path.read_text(encoding="utf-8")) == ""


@pytest.mark.parametrize("path", NPM, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_each_npm_package_has_a_hash_and_no_address(path: Path) -> None:
    packages = npm_packages(path)
    assert packages
    assert [
        name
        for name, package in packages.items()
        if not package.get("integrity", "").startswith("sha512-") or "resolved" in package
    ] == []


@pytest.mark.parametrize("path", NPM, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_npm_lock_has_the_dependencies_of_its_package_file(path: Path) -> None:
    package_file = json.loads((path.parent / "package.json").read_text(encoding="utf-8"))
    locked = json.loads(path.read_text(encoding="utf-8"))["packages"][""]
    for group in ("dependencies", "devDependencies"):
        assert locked.get(group, {}) == package_file.get(group, {})


def test_the_python_locks_hold_what_the_project_wants() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    requirements_by_lock = {
        "requirements": project["project"]["dependencies"],
        "requirements-build": groups["build"],
        "requirements-dev": [*project["project"]["dependencies"], *groups["build"], *groups["dev"]],
        "requirements-node": groups["node"],
    }
    for name, requirements in requirements_by_lock.items():
        locked = set(pinned(ROOT / f"{name}.txt"))
        named = {re.split(r"[\[<>=]", requirement)[0].lower() for requirement in requirements}
        assert named - locked == set(), name


def test_the_service_runs_with_the_versions_that_are_tested() -> None:
    """The smaller lock is part of the larger one, word for word."""
    larger = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
    for path in (ROOT / "requirements.txt", ROOT / "requirements-build.txt"):
        blocks = [match.group() for match in PINNED.finditer(path.read_text(encoding="utf-8"))]
        assert [block for block in blocks if block not in larger] == []
