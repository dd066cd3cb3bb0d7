"""Databases of tests: copies of a few, each of which a test run or worker makes once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from sqlalchemy import CompoundSelect, Engine, Table, literal, select, union_all

import eia_app.application  # noqa: F401 - every table is known once the application is
from eia_app.cli import main
from eia_app.storage.base import Base
from eia_app.storage.engine import open_engine

if TYPE_CHECKING:
    from tests.judges.postgres import Cluster

Build = Callable[[str], None]


@pytest.fixture(scope="session")
def new_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], str]:
    """Makes a database of the chosen kind without any table, and gives its address."""
    if request.config.getoption("--database") == "postgresql":
        made: Callable[[], str] = request.getfixturevalue("postgres").new_database
        return made
    return lambda: f"sqlite:///{tmp_path_factory.mktemp('database') / 'eia.sqlite'}"


@pytest.fixture(scope="session")
def copied(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, Build], str]:
    """Makes a copy of the database of this name, and gives its address.

    The first to name it fills it with `build`, which is given the address and must leave no
    connection open.
    """
    if request.config.getoption("--database") == "postgresql":
        cluster: Cluster = request.getfixturevalue("postgres")
        return lambda name, build: cluster.new_database(cluster.template(name, build))
    templates: dict[str, Path] = {}

    def copy(name: str, build: Build) -> str:
        if name not in templates:
            templates[name] = tmp_path_factory.mktemp("template") / "eia.sqlite"
            build(f"sqlite:///{templates[name]}")
        path = tmp_path_factory.mktemp("database") / "eia.sqlite"
        shutil.copy(templates[name], path)
        return f"sqlite:///{path}"

    return copy


@pytest.fixture(scope="session")
def empty_file(request: pytest.FixtureRequest, empty_database: Callable[[], str]) -> Path | None:
    """A database of SQLite with empty tables, to be copied; None when it is to be PostgreSQL."""
    if request.config.getoption("--database") == "postgresql":
        return None
    return Path(empty_database().removeprefix("sqlite:///"))


@pytest.fixture(scope="session")
def empty_database(copied: Callable[[str, Build], str]) -> Callable[[], str]:
    """Makes a database of the chosen kind with empty tables, and gives its address."""
    return lambda: copied("eia_empty_tables", create_tables)


@pytest.fixture(scope="session")
def demonstration(copied: Callable[[str, Build], str]) -> Callable[[], str]:
    """Makes a migrated database that holds the demonstration, and gives its address."""
    return lambda: copied("eia_demonstration", _demonstrate)


def _demonstrate(url: str) -> None:
    """Load it as people do: with the commands."""
    for command in ("migrate", "demo"):
        result = CliRunner().invoke(main, [command], env={"EIA_DATABASE_URL": url})
        assert result.exit_code == 0, result.output


def put_anew(template: Path, engine: Engine) -> None:
    """Give an engine of SQLite a new file; who has the old one open keeps that."""
    engine.dispose()
    path = str(engine.url.database)
    for each in (path, f"{path}-wal", f"{path}-shm"):
        Path(each).unlink(missing_ok=True)
    shutil.copy(template, path)


def create_tables(url: str) -> None:
    engine = open_engine(url)
    Base.metadata.create_all(engine)
    engine.dispose()


def delete_rows(engine: Engine) -> None:
    """Empty the tables that hold something: one question finds them."""
    tables, used = _tables()
    with engine.begin() as connection:
        names = set(connection.scalars(used))
        for table in tables:
            if table.name in names:
                connection.execute(table.delete())


@cache
def _tables() -> tuple[tuple[Table, ...], CompoundSelect[Any]]:
    """The tables, those that refer to others first; and the question which of them hold a row."""
    tables = tuple(reversed(Base.metadata.sorted_tables))
    used = (select(literal(each.name)).where(select(each).exists()) for each in tables)
    return tables, union_all(*used)
